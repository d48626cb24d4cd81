import { silent } from '../trainer.js';
import type { Params, Report, SearchSpace } from '../trainer.js';
import { timed } from './measured.js';
import type { Measured } from './measured.js';

/** What learns from the labelled rows of a task: clicks, ads or texts. */
export interface LabelledTrainer<Task, Model> {
  readonly name: string;
  readonly defaults: Params;
  readonly space?: SearchSpace;
  learn(task: Task, params: Params, seed: number, report: Report): Promise<Model>;
}

/** How one kind of answers is judged. */
export interface Judge<Task, Part, Model, Answers> {
  /** Asks about a part; the other parts of the task may be asked about too, where a threshold is to be chosen. */
  answer(model: Model, task: Task, part: Part): Promise<Answers>;
  /** What tuning climbs. */
  objective(answers: Answers, task: Task, part: Part): number;
  figures(answers: Answers, task: Task, part: Part, seed: number): Pick<Measured, 'tested' | 'sizes' | 'figures' | 'plain' | 'units'>;
}

interface Closable {
  close(): void | Promise<void>;
}

/** The model is closed whatever happens while it is asked. */
async function asked<Task, Part, Model extends Closable, Answers>(judge: Judge<Task, Part, Model, Answers>, model: Model, task: Task, part: Part): Promise<Answers> {
  try {
    return await judge.answer(model, task, part);
  } finally {
    await model.close();
  }
}

/** What tuning climbs, on the validation part. */
export async function labelledObjective<Part, Task extends { readonly validation: Part }, Model extends Closable, Answers>(
  judge: Judge<Task, Part, Model, Answers>, trainer: LabelledTrainer<Task, Model>, params: Params, task: Task, seed: number,
): Promise<number> {
  const model = await trainer.learn(task, { ...trainer.defaults, ...params }, seed, silent);
  return judge.objective(await asked(judge, model, task, task.validation), task, task.validation);
}

/** Learns from the task and answers for `part`, which the trainer does not see. */
export async function measureLabelled<Part, Task extends { readonly validation: Part }, Model extends Closable, Answers>(
  judge: Judge<Task, Part, Model, Answers>, trainer: LabelledTrainer<Task, Model>, given: Params, task: Task, part: Part, seed: number, report: Report = silent,
): Promise<Measured> {
  const params = { ...trainer.defaults, ...given };
  const { result, cost } = await timed(() => trainer.learn(task, params, seed, report), (model) => asked(judge, model, task, part));
  return { model: trainer.name, params, slices: [], cost, ...judge.figures(result, task, part, seed) };
}
