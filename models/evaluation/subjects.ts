import { candidateTrainer, isModelName, MODEL_NAMES, TRAINERS } from '../registry.js';
import { ParamsError, withDefaults } from '../trainer.js';
import type { Params, Report, SearchSpace } from '../trainer.js';
import { AD_TRAINERS } from './ad-models.js';
import { CLICK_TRAINERS } from './click-models.js';
import { labelledObjective, measureLabelled } from './labelled.js';
import type { Judge, LabelledTrainer } from './labelled.js';
import { ADS, candidatesAsClicks, CLICKS } from './measure-clicks.js';
import { measureRanking, rankingObjective, wholeMatrix } from './measure-ranking.js';
import { TEXTS } from './measure-texts.js';
import type { Measured } from './measured.js';
import type { RankingTask, Task, TextsTask } from './tasks.js';
import { TEXT_TRAINERS } from './text-models.js';

export interface MeasureOptions {
  readonly seed: number;
  /** Length of lists, where there are lists; the protocol's own otherwise. */
  readonly k?: number;
  /** Measure what tuning measures instead of the test. */
  readonly heldOut?: boolean;
  readonly report?: Report;
}

/** One model on one task, whatever their kinds. */
export interface Subject {
  readonly name: string;
  readonly defaults: Params;
  readonly space: SearchSpace;
  measure(params: Params, options: MeasureOptions): Promise<Measured>;
  /** What tuning climbs, on rows held out of train; `share` of the resource of successive halving. */
  objective(params: Params, options: { seed: number; share: number; folds: number }): Promise<number>;
  /** Every fold measured; null where the protocol has none. */
  crossValidate(params: Params, folds: number, options: MeasureOptions): Promise<Measured[] | null>;
}

/** The rows that stand beside every model; those that the kind of data cannot take are left out with their reason. */
export function baselinesOf(task: Task): readonly string[] {
  if (task.kind === 'ranking' && task.contents) return ['popularity', 'item-knn', 'ease', 'content-knn'];
  if (task.kind === 'ranking' || task.kind === 'clicks') return ['popularity', 'item-knn', 'ease'];
  if (task.kind === 'ads') return ['popularity', 'm0'];
  return task.kind === 'texts' ? ['text-majority', 'text-linear'] : [];
}

export function modelsOf(task: Task): readonly string[] {
  const candidates = MODEL_NAMES.filter((name) => TRAINERS[name].stage === 'candidates');
  if (task.kind === 'ranking') return candidates;
  if (task.kind === 'clicks') return [...Object.keys(CLICK_TRAINERS), ...candidates];
  if (task.kind === 'ads') return Object.keys(AD_TRAINERS);
  return task.kind === 'texts' ? Object.keys(TEXT_TRAINERS) : [];
}

/** Throws ParamsError for a model that this kind of task has no use for. */
export function subjectOf(task: Task, name: string): Subject {
  if (!modelsOf(task).includes(name)) {
    const what = isModelName(name) || name in CLICK_TRAINERS || name in TEXT_TRAINERS ? `the model ${name} cannot be measured on ${task.kind}` : `there is no model '${name}'`;
    throw new ParamsError(`${what}; there are ${modelsOf(task).join(', ')}`);
  }
  if (task.kind === 'ranking') return rankingSubject(task, name);
  if (task.kind === 'clicks') return labelledSubject(CLICKS, CLICK_TRAINERS[name] ?? candidatesAsClicks(candidateTrainer(name)), task);
  if (task.kind === 'ads') return labelledSubject(ADS, AD_TRAINERS[name], task);
  return labelledSubject(TEXTS, TEXT_TRAINERS[name], task as TextsTask);
}

/** The part of the resource that a trial gets: of the epochs, where the model learns in epochs. */
function withShare(params: Params, defaults: Params, share: number): Params {
  const epochs = params.epochs ?? defaults.epochs;
  return share < 1 && epochs !== undefined ? { ...params, epochs: Math.max(1, Math.round(share * epochs)) } : params;
}

function rankingSubject(task: RankingTask, name: string): Subject {
  const trainer = candidateTrainer(name);
  const whole = (params: Params): Params => wholeMatrix(trainer, params);
  return {
    name,
    defaults: whole(trainer.defaults),
    space: trainer.space ?? {},
    measure: (params, { heldOut, seed, k, report }) =>
      measureRanking(trainer, whole(params), task, heldOut ? task.tuning : task.test, { k: k ?? task.k, seed, report, slices: true }),
    async objective(params, { seed, share, folds }) {
      const given = whole(withShare(params, trainer.defaults, share));
      const splits = folds > 1 && task.folds ? task.folds(folds) : [task.tuning];
      let sum = 0;
      for (const tuning of splits) sum += await rankingObjective(trainer, given, task, tuning, { seed, share });
      return sum / splits.length;
    },
    async crossValidate(params, folds, { seed, k }) {
      if (!task.folds) return null;
      const rows: Measured[] = [];
      for (const split of task.folds(folds)) {
        rows.push(await measureRanking(trainer, whole(params), task, split, { k: k ?? task.k, seed }));
      }
      return rows;
    },
  };
}

/** Clicks, ads and texts: one train part, one validation part, one test. */
function labelledSubject<Part, Task extends { readonly validation: Part }, Model extends { close(): void | Promise<void> }, Answers>(
  judge: Judge<Task, Part, Model, Answers>, trainer: LabelledTrainer<Task, Model>, { task, test }: { readonly task: Task; readonly test: Part },
): Subject {
  const { name, defaults } = trainer;
  return {
    name,
    defaults,
    space: trainer.space ?? {},
    measure: async (params, { heldOut, seed, report }) =>
      measureLabelled(judge, trainer, withDefaults(name, defaults, params), task, heldOut ? task.validation : test, seed, report),
    objective: (params, { seed, share }) => labelledObjective(judge, trainer, withShare(params, defaults, share), task, seed),
    crossValidate: () => Promise.resolve(null),
  };
}
