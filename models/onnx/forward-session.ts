import { Graph } from './graph.js';
import type { Tensor, TensorData } from './graph.js';
import { Session } from './session.js';
import type { FeedTensor, ThreadPolicy } from './session.js';

export interface ForwardOptions {
  readonly name: string;
  readonly parameters: Readonly<Record<string, { readonly shape: readonly number[] }>>;
  /** The forward pass; returns its named results. */
  build(graph: Graph, parameters: Record<string, Tensor>): Readonly<Record<string, Tensor>>;
  readonly policy?: ThreadPolicy;
}

/** A forward pass whose parameters are fed: evaluation while a TrainingSession trains, which a step would move. */
export class ForwardSession {
  private constructor(
    private readonly session: Session,
    private readonly shapes: Readonly<Record<string, readonly number[]>>,
  ) {}

  static async open({ name, parameters, build, policy }: ForwardOptions): Promise<ForwardSession> {
    const graph = new Graph(name);
    const shapes = Object.fromEntries(Object.entries(parameters).map(([parameter, { shape }]) => [parameter, shape]));
    const inputs = Object.fromEntries(Object.entries(shapes).map(([parameter, shape]) => [parameter, graph.input(parameter, 'float32', shape)]));
    for (const [output, tensor] of Object.entries(build(graph, inputs))) graph.output(output, tensor);
    return new ForwardSession(await Session.open(graph.encode(), policy), shapes);
  }

  async run(
    parameters: Readonly<Record<string, Float32Array>>,
    feeds: Readonly<Record<string, FeedTensor>>,
    fetches?: Readonly<Record<string, FeedTensor | null>>,
  ): Promise<Record<string, TensorData>> {
    const all: Record<string, FeedTensor> = { ...feeds };
    for (const [name, shape] of Object.entries(this.shapes)) all[name] = { dtype: 'float32', data: parameters[name], shape };
    return this.session.run(all, fetches);
  }

  async dispose(): Promise<void> {
    await this.session.dispose();
  }
}
