import { mkdir, writeFile } from 'node:fs/promises';
import { basename, join, resolve } from 'node:path';
import { Presets, SingleBar } from 'cli-progress';
import { InvalidArgumentError, type Command } from 'commander';
import { chartPage } from '../models/evaluation/chart/page.js';
import { PROTOCOLS, protocolsOf, type Protocol } from '../models/evaluation/protocols.js';
import { runEvaluation } from '../models/evaluation/run.js';
import { offPolicyTable } from '../models/off-policy/open-bandit.js';
import { modelsOf } from '../models/evaluation/subjects.js';
import { ParamsError, type Params, type Report } from '../models/trainer.js';
import type { Listing } from '../models/evaluation/folders/lines.js';
import { gemmRate } from '../models/onnx/gemm-rate.js';
import { printOffPolicy, printReport, reportJson, type ModelsReport, type OffPolicyReport, type ProtocolReport } from './evaluate/print-table.js';
import { TrialPool } from './evaluate/trial-pool.js';
import { parseParams } from './retrain-command.js';

interface EvaluateOptions {
  data: string;
  model: string[];
  baselines?: string[];
  protocol?: string;
  params?: Params;
  k?: number;
  seed: number;
  seeds: number;
  folds: number;
  tune?: number;
  search: 'tpe' | 'halving';
  jobs?: number;
  heldOut?: boolean;
  out?: string;
  json?: boolean;
}

export function addEvaluateCommand(program: Command): void {
  program.command('evaluate')
    .description('Measure models on a folder of data, by the protocol that its files stand for, beside the baselines.')
    .requiredOption('--data <folder>', 'the folder; its files decide the protocol')
    .option('--model <names>', 'one model or several, separated by commas (not for off-policy, which has estimators)', names, [])
    .option('--protocol <name>', PROTOCOLS.map(({ name }) => name).join(', '))
    .option('--baselines <names>', 'what stands beside (default: those of the protocol; "" for none)', names)
    .option('--params <json>', 'hyper-parameters that differ from the defaults, as JSON', parseParams)
    .option('--tune <trials>', 'choose the parameters by so many trials on rows held out of train', whole)
    .option('--search <method>', 'how trials are chosen: tpe, or halving (successive halving)', method, 'tpe')
    .option('--jobs <n>', 'trials that run side by side (default: the number of cores)', whole)
    .option('--folds <n>', 'cross-validate, and tune, on so many rolling origins, or hold-outs where rows have no times (2–20)', folds, 0)
    .option('--seeds <n>', 'learn so often with following seeds, where chance has a part', whole, 1)
    .option('--k <n>', 'length of the lists (default: that of the protocol)', whole)
    .option('--seed <n>', 'seed of all randomness', whole, 1)
    .option('--held-out', 'measure on the rows that tuning uses, without looking at the test')
    .option('--out <folder>', 'write evaluation.json and a chart to look at, evaluation.html')
    .option('--json', 'answer with one line of JSON for each protocol')
    .addHelpText('after', `
The column "protocol" says how the parameters were chosen: honest (tuned on rows held out of train, or nothing to choose), leaderboard (given
or default: they may have been chosen on this test, as in published tables), held-out (the figure is of rows held out of train).
${PROTOCOLS.map(({ name, about }) => `  ${name}: ${about.en}`).join('\n')}`)
    .action(evaluate);
}

async function evaluate(options: EvaluateOptions): Promise<void> {
  const { listing, protocols } = await protocolsOf(resolve(options.data), options.protocol);
  const bar = process.stderr.isTTY ? new SingleBar({ format: ' {bar} {percentage}% | {message}', hideCursor: true }, Presets.shades_classic) : null;
  const pool = new TrialPool(options.jobs);
  const reports: ProtocolReport[] = [];
  try {
    const gemmGflops = await gemmRate();
    for (const [at, protocol] of protocols.entries()) {
      bar?.start(100, 0, { message: '' });
      const report: Report = (share, message) => bar?.update(Math.round((100 * (at + share)) / protocols.length), { message });
      reports.push({ ...await measureProtocol(protocol, listing, options, pool, report), gemmGflops });
      bar?.stop();
    }
  } finally {
    bar?.stop();
    pool.close();
  }
  for (const report of reports) {
    if (options.json) console.log(JSON.stringify(reportJson(report)));
    else if ('estimates' in report) printOffPolicy(report);
    else printReport(report);
    if ('refused' in report && report.refused.some(({ model }) => options.model.includes(model))) process.exitCode = 1;
  }
  if (options.out) await writeReports(options.out, reports);
}

async function measureProtocol(protocol: Protocol, listing: Listing, options: EvaluateOptions, pool: TrialPool, report: Report): Promise<Omit<ModelsReport, 'gemmGflops'> | Omit<OffPolicyReport, 'gemmGflops'>> {
  const { model, baselines, params = {}, k, seed, seeds, folds, heldOut = false, tune, search } = options;
  const task = await protocol.load(listing, seed);
  const heading = { data: basename(listing.folder), protocol: protocol.name, about: protocol.about, seed, k: task.kind === 'ranking' ? k ?? task.k : null };
  if (task.kind === 'off-policy') return { ...heading, estimates: offPolicyTable(task.folder, { seed }) };
  if (model.length === 0) throw new ParamsError(`say which model to measure: --model ${modelsOf(task).join(', ')}`);
  const result = await runEvaluation(task, {
    models: model, baselines, params, k, seed, seeds, folds, heldOut, report,
    tuning: tune === undefined ? null : {
      trials: tune, method: search,
      run: (name, jobs) => pool.run({ folder: listing.folder, protocol: protocol.name, model: name, seed, folds }, jobs),
    },
  });
  return { ...heading, ...result };
}

async function writeReports(folder: string, reports: readonly ProtocolReport[]): Promise<void> {
  await mkdir(folder, { recursive: true });
  await writeFile(join(folder, 'evaluation.json'), `${JSON.stringify({ reports: reports.map(reportJson) }, null, 1)}\n`);
  await writeFile(join(folder, 'evaluation.html'), chartPage(reports));
  console.error(`wrote ${join(folder, 'evaluation.json')} and ${join(folder, 'evaluation.html')}`);
}

function names(text: string): string[] {
  return text.split(',').map((name) => name.trim()).filter((name) => name !== '');
}

function method(text: string): 'tpe' | 'halving' {
  if (text === 'tpe' || text === 'halving') return text;
  throw new InvalidArgumentError('It must be tpe or halving.');
}

function folds(text: string): number {
  const value = Number(text);
  if (!Number.isSafeInteger(value) || value < 2 || value > 20) throw new InvalidArgumentError('It must be a whole number from 2 to 20.');
  return value;
}

function whole(text: string): number {
  const value = Number(text);
  if (!Number.isSafeInteger(value) || value < 1) throw new InvalidArgumentError('It must be a whole number above 0.');
  return value;
}
