import { describe, Graph, GraphError } from './graph.js';
import type { Tensor, TensorData } from './graph.js';
import { gradients } from './grad.js';
import { identity, minimum, scale, shift, sqrt } from './elementwise.js';
import { add, div, mul } from './ops.js';
import type { Optimiser } from './optimiser.js';
import { reduceSumSquare } from './reduction.js';
import { Session, SessionError } from './session.js';
import type { FeedTensor, ThreadPolicy } from './session.js';

export interface ParameterData {
  readonly shape: readonly number[];
  readonly data: Float32Array;
}

export interface TrainingGraph {
  /** One number, shape []. */
  readonly loss: Tensor;
  /** Inputs whose gradient is wanted, such as embedding rows that were gathered outside the graph. */
  readonly leaves?: readonly Tensor[];
  readonly outputs?: Readonly<Record<string, Tensor>>;
}

export interface TrainingOptions {
  readonly name: string;
  readonly parameters: Readonly<Record<string, ParameterData>>;
  /** Adds the forward pass; the same function builds the graph that is exported. */
  build(graph: Graph, parameters: Record<string, Tensor>): TrainingGraph;
  readonly optimiser: Optimiser;
  /** Scales all parameter gradients so that their joint norm is at most this. Leaves are not clipped. */
  readonly clipNorm?: number;
  /** Parameters that are fed but not trained. */
  readonly frozen?: readonly string[];
  readonly policy?: ThreadPolicy;
}

export interface StepResult {
  readonly loss: number;
  /** By the name of the leaf. Like `outputs`, overwritten by the next step. */
  readonly gradients: Record<string, Float32Array>;
  readonly outputs: Record<string, TensorData>;
}

/** Everything a run needs to go on as if it had not stopped: copies of parameters and optimiser slots. */
export interface TrainingState {
  readonly step: number;
  readonly values: Readonly<Record<string, Float32Array>>;
}

const LOSS = 'loss';
const nextName = (name: string): string => `${name}_next`;
const gradientName = (name: string): string => `${name}_gradient`;
const slotName = (parameter: string, slot: string): string => `${parameter}_${slot}`;
const scalarName = (name: string): string => `optimiser_${name}`;

/**
 * Training with an inference session: one run is forward pass, backward pass and update. Parameters and optimiser slots
 * have two buffers each and take turns as feed and fetch, so a step copies nothing; a fetch over its own feed would be
 * wrong, because the runtime may write W₂ before it has used it for ∂X.
 *
 * Deterministic: equal options and feeds give equal bytes on equal threads. The session trains only: evaluate with a
 * ForwardSession on `parameters()`, since a step on held-out rows would move the optimiser.
 */
export class TrainingSession {
  private step_ = 0;
  /** The values as of now, and the buffers that the next step writes. */
  private current: Record<string, FeedTensor>;
  private spare: Record<string, FeedTensor>;

  private constructor(
    private readonly session: Session,
    private readonly plan: Plan,
    private readonly optimiser: Optimiser,
    values: Record<string, FeedTensor>,
  ) {
    this.current = values;
    this.spare = Object.fromEntries(plan.moving.map((name) => [name, blankLike(values[name])]));
  }

  static async open(options: TrainingOptions): Promise<TrainingSession> {
    const { plan, model } = planOf(options);
    const values: Record<string, FeedTensor> = {};
    for (const [name, { shape, data }] of Object.entries(options.parameters)) {
      values[name] = { dtype: 'float32', shape, data: data.slice() };
    }
    for (const name of plan.trained) {
      for (const slot of options.optimiser.slots) values[slotName(name, slot)] = blankLike(values[name]);
    }
    return new TrainingSession(await Session.open(model, options.policy), plan, options.optimiser, values);
  }

  /** Steps done so far. */
  get steps(): number {
    return this.step_;
  }

  /**
   * One update with this batch. A loss that is no finite number is a SessionError and leaves the session as it was.
   * The arrays of the result are overwritten by the next step.
   */
  async step(feeds: Readonly<Record<string, FeedTensor>>, learningRate: number): Promise<StepResult> {
    if (!(learningRate >= 0 && learningRate < Infinity)) throw new RangeError(`the learning rate must not be negative: ${learningRate}`);
    const all: Record<string, FeedTensor> = { ...feeds, ...this.current };
    const scalars = this.plan.trained.length > 0 ? this.optimiser.scalars(this.step_ + 1, learningRate) : {};
    for (const [name, value] of Object.entries(scalars)) {
      all[scalarName(name)] = { dtype: 'float32', shape: [], data: Float32Array.of(value) };
    }
    const fetches: Record<string, FeedTensor | null> = { ...this.plan.fetches };
    for (const name of this.plan.moving) fetches[nextName(name)] = this.spare[name];
    const results = await this.session.run(all, fetches);
    const loss = Number(results[LOSS][0]);
    if (!Number.isFinite(loss)) {
      throw new SessionError(`the loss of step ${this.step_ + 1} is ${loss}; lower the learning rate, clip the gradient or look at the batch`);
    }
    this.swap();
    return {
      loss,
      gradients: Object.fromEntries(this.plan.leaves.map((name) => [name, results[gradientName(name)] as Float32Array])),
      outputs: Object.fromEntries(this.plan.outputs.map((name) => [name, results[name]])),
    };
  }

  private swap(): void {
    this.step_ += 1;
    const old = this.current;
    this.current = { ...old, ...this.spare };
    for (const name of this.plan.moving) this.spare[name] = old[name];
  }

  /** The values as of now. They are views: the step after the next one overwrites them. */
  parameters(): Record<string, Float32Array> {
    return Object.fromEntries(this.plan.parameters.map((name) => [name, this.current[name].data as Float32Array]));
  }

  /** Copies of everything that a resumed run needs. */
  save(): TrainingState {
    const values = Object.entries(this.current).map(([name, { data }]) => [name, (data as Float32Array).slice()]);
    return { step: this.step_, values: Object.fromEntries(values) };
  }

  /** Goes on from a saved state of a session with the same parameters and optimiser. */
  restore(state: TrainingState): void {
    for (const [name, { data }] of Object.entries(this.current)) {
      if (state.values[name]?.length !== data.length) {
        throw new SessionError(`the saved state has no '${name}' of ${data.length} numbers; it belongs to another model or optimiser`);
      }
    }
    for (const [name, { data }] of Object.entries(this.current)) (data as Float32Array).set(state.values[name]);
    this.step_ = state.step;
  }

  async dispose(): Promise<void> {
    await this.session.dispose();
  }
}

interface Plan {
  readonly parameters: readonly string[];
  readonly trained: readonly string[];
  /** Trained parameters and their slots. */
  readonly moving: readonly string[];
  readonly leaves: readonly string[];
  readonly outputs: readonly string[];
  /** Preallocated results beside the moving ones; null where a size is only known at run time. */
  readonly fetches: Readonly<Record<string, FeedTensor | null>>;
}

function planOf(options: TrainingOptions): { plan: Plan; model: Uint8Array } {
  const graph = new Graph(options.name);
  const parameters = Object.fromEntries(Object.entries(options.parameters).map(([name, { shape }]) => [name, graph.input(name, 'float32', shape)]));
  const frozen = new Set(options.frozen ?? []);
  for (const name of frozen) if (!parameters[name]) throw new GraphError(`graph ${options.name} has no parameter '${name}' to freeze`);
  const built = options.build(graph, parameters);
  const leaves = built.leaves ?? [];
  for (const leaf of leaves) if (!graph.isInput(leaf)) throw new GraphError(`the leaf ${describe(leaf)} is not an input`);
  const trained = Object.keys(parameters).filter((name) => !frozen.has(name));
  const found = gradients(built.loss, [...trained.map((name) => parameters[name]), ...leaves]);
  const moving = addUpdates(graph, options, { trained, parameters, found });
  const outputs: [string, Tensor][] = [
    [LOSS, built.loss],
    ...leaves.map((leaf, at): [string, Tensor] => [gradientName(leaf.name), found[trained.length + at]]),
    ...Object.entries(built.outputs ?? {}),
  ];
  const fetches = Object.fromEntries(outputs.map(([name, tensor], at) => {
    const taken = outputs.slice(0, at).some(([, other]) => other === tensor);
    graph.output(name, taken ? identity(tensor) : tensor);
    return [name, preallocated(tensor)];
  }));
  const plan = {
    parameters: Object.keys(parameters), trained, moving, fetches,
    leaves: leaves.map((leaf) => leaf.name), outputs: Object.keys(built.outputs ?? {}),
  };
  return { plan, model: graph.encode() };
}

/** The optimiser's nodes for every trained parameter, its slots as inputs, all new values as outputs. */
function addUpdates(
  graph: Graph,
  { optimiser, clipNorm }: TrainingOptions,
  { trained, parameters, found }: { trained: readonly string[]; parameters: Readonly<Record<string, Tensor>>; found: readonly Tensor[] },
): string[] {
  if (trained.length === 0) return [];
  const scalars = Object.fromEntries(Object.keys(optimiser.scalars(1, 0)).map((name) => [name, graph.input(scalarName(name), 'float32', [])]));
  const factor = clipNorm === undefined ? null : clipFactor(found.slice(0, trained.length), clipNorm);
  return trained.flatMap((name, at) => {
    const parameter = parameters[name];
    const gradient = factor ? mul(found[at], factor) : found[at];
    const slots = optimiser.slots.map((slot) => graph.input(slotName(name, slot), 'float32', parameter.shape));
    const next = optimiser.update(parameter, gradient, slots, scalars);
    const names = [name, ...optimiser.slots.map((slot) => slotName(name, slot))];
    [next.parameter, ...next.slots].forEach((tensor, slot) => graph.output(nextName(names[slot]), tensor));
    return names;
  });
}

/** min(1, clipNorm / ‖g‖) over all gradients as one vector (Pascanu, Mikolov & Bengio 2013). */
function clipFactor(all: readonly Tensor[], clipNorm: number): Tensor {
  if (!(clipNorm > 0)) throw new RangeError(`clipNorm must be positive, not ${clipNorm}`);
  const norm = sqrt(all.map((gradient) => reduceSumSquare(gradient)).reduce(add));
  const { graph } = norm;
  return minimum(graph.scalar(1), scale(div(graph.scalar(1), shift(norm, 1e-12)), clipNorm));
}

const blankLike = ({ dtype, shape, data }: FeedTensor): FeedTensor => ({ dtype, shape, data: new Float32Array(data.length) });

function preallocated({ dtype, shape }: Tensor): FeedTensor | null {
  if (!shape.every((dim) => typeof dim === 'number')) return null;
  const fixed = shape as readonly number[];
  const size = fixed.reduce((product, dim) => product * dim, 1);
  const holds = { float32: Float32Array, int32: Int32Array } as const;
  return dtype === 'float32' || dtype === 'int32' ? { dtype, shape: fixed, data: new holds[dtype](size) } : null;
}
