import { Presets, SingleBar } from 'cli-progress';
import { InvalidArgumentError, type Command } from 'commander';
import type { EvaluationRow } from '../models/evaluation/evaluate.js';
import { evaluateFolder, type FolderEvaluation } from '../models/evaluation/folder.js';
import type { Interval } from '../models/metrics/interval.js';
import { MODEL_NAMES, TRAINERS } from '../models/registry.js';
import type { Params } from '../models/trainer.js';
import { parseParams } from './retrain-command.js';

interface EvaluateOptions {
  data: string;
  model: string;
  params?: Params;
  k: number;
  seed: number;
  heldOut?: boolean;
  json?: boolean;
}

export function addEvaluateCommand(program: Command): void {
  const candidates = MODEL_NAMES.filter((name) => TRAINERS[name].stage === 'candidates');
  program.command('evaluate')
    .description('Measure a model on a published split (train.txt and test.txt: a reader and his contents on each line), ranking all contents.')
    .requiredOption('--data <folder>', 'the folder with train.txt and test.txt')
    .requiredOption('--model <name>', candidates.join(', '))
    .option('--params <json>', 'hyper-parameters that differ from the defaults, as JSON', parseParams)
    .option('--k <n>', 'length of the lists', whole, 20)
    .option('--seed <n>', 'seed of all randomness', whole, 1)
    .option('--held-out', 'measure on a tenth held out of train instead: for tuning, without looking at the test')
    .option('--json', 'answer with one line of JSON')
    .action(evaluate);
}

async function evaluate({ data, model, params, k, seed, heldOut, json }: EvaluateOptions): Promise<void> {
  const bar = process.stderr.isTTY ? new SingleBar({ format: ' {bar} {percentage}% | {message}', hideCursor: true }, Presets.shades_classic) : null;
  bar?.start(100, 0, { message: '' });
  try {
    const evaluation = await evaluateFolder(data, model, {
      k, seed, params, holdOutTenth: heldOut, report: (fraction, message) => bar?.update(Math.round(100 * fraction), { message }),
    });
    bar?.stop();
    if (json) console.log(JSON.stringify({ data: evaluation.data, protocol: evaluation.protocol, k, rows: evaluation.rows.map((row) => figuresOf(row, k)) }));
    else printTable(evaluation, k);
  } finally {
    bar?.stop();
  }
}

/** The figures of one row under the names that published tables use: recall@20, ndcg@20, precision, F1. */
function figuresOf(row: EvaluationRow, k: number) {
  const { recall, ndcg, precision, f1, averagePrecision } = row;
  const intervals = { [`recall@${k}`]: recall, [`ndcg@${k}`]: ndcg, precision, f1, [`map@${k}`]: averagePrecision };
  return {
    model: row.model, params: row.params, readers: row.readers, items: row.items,
    ...Object.fromEntries(Object.entries(intervals).map(([name, { value }]) => [name, value])),
    intervals: Object.fromEntries(Object.entries(intervals).map(([name, { low, high }]) => [name, [low, high]])),
    coverage: row.coverage, gini: row.gini, novelty: row.novelty.value,
    seconds: row.fitSeconds + row.rankSeconds, fitSeconds: row.fitSeconds, rankSeconds: row.rankSeconds, cpuSeconds: row.cpuSeconds,
    peakMemoryBytes: row.peakRssBytes,
  };
}

function printTable({ data, protocol, rows }: FolderEvaluation, k: number): void {
  const withInterval = ({ value, low, high }: Interval) => `${value.toFixed(5)} (${low.toFixed(4)}–${high.toFixed(4)})`;
  console.log(`${data}, ${protocol}, all ${rows[0].items} contents ranked for ${rows[0].readers} readers`);
  console.table(Object.fromEntries(rows.map((row) => [row.model, {
    [`recall@${k}`]: withInterval(row.recall), [`ndcg@${k}`]: withInterval(row.ndcg), precision: row.precision.value.toFixed(5), F1: row.f1.value.toFixed(5),
    coverage: row.coverage.toFixed(3), seconds: (row.fitSeconds + row.rankSeconds).toFixed(1), 'peak MB': Math.round(row.peakRssBytes / 1e6),
  }])));
}

function whole(text: string): number {
  const value = Number(text);
  if (!Number.isSafeInteger(value) || value < 1) throw new InvalidArgumentError('It must be a whole number above 0.');
  return value;
}
