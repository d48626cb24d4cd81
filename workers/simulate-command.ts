import { createWriteStream } from 'node:fs';
import { once } from 'node:events';
import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { Presets, SingleBar } from 'cli-progress';
import { InvalidArgumentError, type Command } from 'commander';
import type { AdTrainer } from '../models/ranker/ad-ranker.js';
import { IMPRESSIONS_FILE } from '../models/evaluation/folders/impressions.js';
import { encodeImpressions } from '../models/ranker/impression-file.js';
import { TRAINERS } from '../models/registry.js';
import { EVENT_KINDS, simulateDays } from '../models/simulator/days.js';
import { judgeAds, simulateLog, type SimulatedLog, type Simulation } from '../models/simulator/judge.js';
import { simulateRegret, type RegretRow } from '../models/simulator/regret.js';
import { impressionsFor, World, WORLD_DEFAULTS } from '../models/simulator/world.js';
import { ParamsError } from '../models/trainer.js';

interface SimulateOptions {
  readers: number;
  contents: number;
  ads: number;
  days: number;
  seed: number;
  models: string;
  regretDays: number;
  eventsPerDay?: number;
  events?: string;
  adLog?: string;
  json?: boolean;
}

export function addSimulateCommand(program: Command): void {
  program.command('simulate')
    .description('Judge the rankers of ads in a world whose truth is known, or write such a world\'s interactions.')
    .option('--readers <n>', 'readers', whole, WORLD_DEFAULTS.readers)
    .option('--contents <n>', 'contents', whole, WORLD_DEFAULTS.contents)
    .option('--ads <n>', 'ads', whole, 10)
    .option('--days <n>', 'days; the last is the test', whole, 14)
    .option('--seed <n>', 'seed of the world', whole, 1)
    .option('--models <names>', `${adTrainers().map(({ name }) => name).join(',')}, or all`, 'm0,m1,m2')
    .option('--regret-days <n>', 'days in which policies learn from their own choices; 0 leaves them out', wholeOrNone, 4)
    .option('--events-per-day <n>', 'interactions of a reader on a day, in the mean (default: 12.5 contents shown, 27 % clicked)', positive)
    .option('--events <file>', 'write the interactions of all days as CSV that `tandem import` reads, and judge nothing')
    .option('--ad-log <folder>', 'write the log of ads too, which `tandem evaluate --data` reads')
    .option('--json', 'answer with one line of JSON')
    .action(simulate);
}

const adTrainers = (): AdTrainer[] => Object.values(TRAINERS).filter(({ stage }) => stage === 'ads') as unknown as AdTrainer[];

async function simulate(options: SimulateOptions): Promise<void> {
  const { readers, contents, ads, days, seed, json, eventsPerDay } = options;
  const world = { ...WORLD_DEFAULTS, readers, contents, seed, ...(eventsPerDay && { impressionsPerDay: impressionsFor(eventsPerDay) }) };
  if (options.events !== undefined) return writeEvents(options.events, new World(world), days, json === true);
  if (days < 2) throw new ParamsError('a judgement needs two days at least: the last is the test');
  const trainers = chosen(options.models);
  const bar = process.stderr.isTTY && !json ? new SingleBar({ format: ' {bar} {percentage}% | {message}', hideCursor: true }, Presets.shades_classic) : null;
  bar?.start(100, 0, { message: '' });
  try {
    const log = simulateLog({ ...world, ads, days });
    if (options.adLog !== undefined) await writeAdLog(options.adLog, log);
    const simulation = await judgeAds(log, trainers, () => ({}), seed, (fraction, message) => bar?.update(Math.round(100 * fraction), { message }));
    const regret = options.regretDays > 0 ? simulateRegret({ ...world, ads, days: options.regretDays }) : [];
    bar?.stop();
    if (json) console.log(JSON.stringify({ readers, contents, ads, days, seed, ...simulation, regret }));
    else print(simulation, regret);
  } finally {
    bar?.stop();
  }
}

async function writeAdLog(folder: string, { dataset }: SimulatedLog): Promise<void> {
  await mkdir(folder, { recursive: true });
  await writeFile(join(folder, IMPRESSIONS_FILE), encodeImpressions(dataset.impressions!));
}

function chosen(names: string): AdTrainer[] {
  const known = adTrainers();
  if (names === 'all') return known;
  return names.split(',').map((name) => {
    const trainer = known.find((one) => one.name === name.trim());
    if (!trainer) throw new ParamsError(`there is no ranker of ads '${name}'; there are ${known.map((one) => one.name).join(', ')}`);
    return trainer;
  });
}

function print({ impressions, clicks, pages, rows }: Simulation, regret: readonly RegretRow[]): void {
  const percent = (share: number, digits = 1): string => `${(100 * share).toFixed(digits)} %`;
  console.log(`${impressions} impressions of ads drawn evenly, ${clicks} clicked; judged on ${pages} pages of the last day, every ad in the first place, in expectation over the truth`);
  console.table(Object.fromEntries(rows.map((row) => [row.model, {
    'click rate': row.clickRate.toFixed(4), 'of oracle': percent(row.ofOracle), 'gap closed': percent(row.closed), 'log-loss': row.logLoss.toFixed(4),
    'log-loss gap closed': percent(row.logLossClosed), AUC: row.auc.toFixed(4), 'ndcg of oracle': percent(row.ndcg),
    'ECE before': row.calibrationErrorBefore === null ? '' : percent(row.calibrationErrorBefore, 2), ECE: percent(row.calibrationError, 2), orders: row.orders,
  }])));
  if (regret.length === 0) return;
  console.log(`Policies that learn from their own choices alone, ${regret[0].pages} pages`);
  console.table(Object.fromEntries(regret.map((row) => [row.policy, {
    regret: row.regret.toFixed(0), 'of oracle': percent(row.ofOracle), 'regret per 1000 pages at the end': (1000 * row.lastRegret).toFixed(1), 'mean propensity': row.meanPropensity.toFixed(3),
  }])));
}

const FIRST_MS = Date.UTC(2026, 8, 1);
const LINES_AT_ONCE = 20_000;

/** The columns of plain import files; a reader's name and a content's are their indices. */
async function writeEvents(path: string, world: World, days: number, json: boolean): Promise<void> {
  const startedMs = performance.now();
  const file = createWriteStream(path);
  file.write('reader,content,kind,occurredAt\n');
  let events = 0;
  for (const day of simulateDays(world, days, FIRST_MS)) {
    for (let from = 0; from < day.readers.length; from += LINES_AT_ONCE) {
      const lines: string[] = [];
      for (let at = from; at < Math.min(from + LINES_AT_ONCE, day.readers.length); at++) {
        lines.push(`r${day.readers[at]},c${day.contents[at]},${EVENT_KINDS[day.kinds[at]]},${new Date(day.timesMs[at]).toISOString()}\n`);
      }
      if (!file.write(lines.join(''))) await once(file, 'drain');
    }
    events += day.readers.length;
  }
  file.end();
  await once(file, 'close');
  const seconds = (performance.now() - startedMs) / 1000;
  if (json) console.log(JSON.stringify({ file: path, events, days, seconds }));
  else console.log(`${events} interactions of ${days} days in ${path}, ${seconds.toFixed(1)} s`);
}

const number = (text: string, least: number, isWhole: boolean, message: string): number => {
  const value = Number(text);
  if (!(value >= least) || (isWhole && !Number.isSafeInteger(value))) throw new InvalidArgumentError(message);
  return value;
};
const whole = (text: string): number => number(text, 1, true, 'It must be a whole number above 0.');
const wholeOrNone = (text: string): number => number(text, 0, true, 'It must be a whole number from 0.');
const positive = (text: string): number => number(text, 1e-3, false, 'It must be a number above 0.');
