import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { Presets, SingleBar } from 'cli-progress';
import { InvalidArgumentError, Option, type Command } from 'commander';
import { DatasetError } from '../models/dataset.js';
import { CHECKPOINT_FILES } from '../models/text/bert/checkpoint.js';
import { labelledPlaces, labelNamesOf, usableTexts } from '../models/text/labelled-lines.js';
import type { LabelledLine, TextLine } from '../models/text/labelled-lines.js';
import { stratifiedSplit } from '../models/text/stratified-split.js';
import { tune, TUNE_METHODS } from '../models/text/tune.js';
import type { TuneData, TuneMethod, TuneResult } from '../models/text/tune.js';
import { openTuned, tunedFolder } from '../models/text/tuned-model.js';
import { DomainError } from '../server/platform/errors.js';
import { RejectsFile } from './import/rejects-file.js';
import { placesOf } from './text-places.js';

interface FinetuneOptions {
  data: string;
  dev?: string;
  test?: string;
  unlabelled?: string;
  model?: string;
  method?: TuneMethod;
  epochs?: number;
  learningRate?: number;
  batch: number;
  maxLength: number;
  rank: number;
  seed: number;
  out: string;
  json?: boolean;
}

const SHARES = { dev: 0.1, test: 0.1 };
/** The stored model must agree with the tuned one to this before its folder is called good. */
const RELOAD_TOLERANCE = 1e-4;

export function addFinetuneCommand(program: Command): void {
  program.command('finetune')
    .description('Teach a text model your labels: a file of labelled texts in, a tested model in a folder out.')
    .requiredOption('--data <file>', 'JSON lines, or .csv and .tsv with a line of names: text (or sentence, review; sentence1 and sentence2 for pairs) and label')
    .option('--dev <file>', 'texts that choose the best epoch (default: a tenth of the data, of each label)')
    .option('--test <file>', 'texts for the last measurement (default: a tenth of the data, of each label)')
    .option('--model <folder>', 'a BERT checkpoint to start from: config.json, vocab.txt and model.safetensors or model.onnx')
    .option('--unlabelled <file>', 'texts or pairs without labels, that vectors and pairs learn from as well')
    .addOption(new Option('--method <name>', 'full: all weights of an encoder; lora: adapters beside frozen weights; linear: characters and words; vectors: also what texts without labels say; pairs: do two texts mean the same').choices(TUNE_METHODS))
    .option('--epochs <n>', 'how often every text is seen (default: 3 with --model, else 10)', whole)
    .option('--learning-rate <rate>', 'the highest rate (default: 2e-5 full with --model, 3e-4 lora, 1e-3 from scratch)', positive)
    .option('--batch <n>', 'texts in one step', whole, 16)
    .option('--max-length <n>', 'tokens of a text that are read', whole, 128)
    .option('--rank <n>', 'rank of the adapters', whole, 8)
    .option('--seed <n>', 'seed of all randomness', whole, 1)
    .option('--out <folder>', 'where the model goes', 'tuned-model')
    .option('--json', 'answer with one line of JSON')
    .addHelpText('after', `
Without --model and --method a small encoder is trained from nothing, with a vocabulary made from your texts.
Lines that cannot be used are listed in rejects.jsonl in the output folder. The figures of the most frequent label and of
the linear model stand beside those of the model. What the model says of other texts: tandem classify.`)
    .action(finetune);
}

async function finetune(options: FinetuneOptions): Promise<void> {
  if (existsSync(options.out) && readdirSync(options.out).length > 0 && !existsSync(join(options.out, 'card.json'))) {
    throw new DomainError('BAD_INPUT', {}, `${options.out} has other files in it; name another folder with --out.`);
  }
  mkdirSync(options.out, { recursive: true });
  const rejects = new RejectsFile(join(options.out, 'rejects.jsonl'));
  const data = await dataOf(options, rejects);
  rejects.close();
  if (!options.json) sayData(data, rejects);
  const bar = process.stderr.isTTY && !options.json ? new SingleBar({ format: ' {bar} {percentage}% | {message}', hideCursor: true }, Presets.shades_classic) : null;
  bar?.start(100, 0, { message: '' });
  try {
    const result = await tune(data, {
      ...options, checkpoint: options.model === undefined ? null : readFolder(options.model),
      report: (share, message) => bar?.update(Math.round(100 * share), { message }),
      onEpoch: ({ epoch, trainLoss, devAccuracy }) => {
        if (!options.json) console.error(`epoch ${epoch}: train loss ${trainLoss.toFixed(4)}, dev accuracy ${devAccuracy.toFixed(4)}`);
      },
    });
    bar?.stop();
    const difference = await store(result, data, options.out);
    if (options.json) console.log(JSON.stringify(figuresOf(result, data, rejects.count, options.out)));
    else say(result, options.out, difference);
    await result.model.close();
  } finally {
    bar?.stop();
  }
}

async function dataOf(options: FinetuneOptions, rejects: RejectsFile): Promise<TuneData> {
  if (options.data === '-') throw new DomainError('BAD_INPUT', {}, 'The card names the file that a model was taught with: give a file to --data, not the standard input.');
  const rows = await labelledRows(options.data, rejects);
  const labelNames = labelNamesOf(rows);
  const index = new Map(labelNames.map((name, at) => [name, at]));
  const examples = (from: readonly LabelledLine[], file: string) => {
    const strange = from.find(({ label }) => !index.has(label));
    if (strange) throw new DatasetError(`the label '${strange.label}' of ${file} does not occur in ${options.data}; a model cannot learn it`);
    return { ...pairsOf(from, file), labels: Int32Array.from(from, ({ label }) => index.get(label) as number) };
  };
  const pairsOf = (from: readonly TextLine[], file: string) => {
    const pairs = rows[0].second !== null;
    if (from.some(({ second }) => (second !== null) !== pairs)) throw new DatasetError(`${file} and ${options.data} must both hold single texts, or both pairs`);
    return { texts: from.map(({ text }) => text), seconds: pairs ? from.map(({ second }) => second as string) : null };
  };
  const labels = rows.map(({ label }) => index.get(label) as number);
  const shares = { dev: options.dev ? 0 : SHARES.dev, test: options.test ? 0 : SHARES.test };
  const split = stratifiedSplit(labels, shares, options.seed, (label) => labelNames[label]);
  const part = async (file: string | undefined, own: Int32Array) => (file ? labelledRows(file, rejects) : Array.from(own, (row) => rows[row]));
  const [dev, test] = [await part(options.dev, split.dev), await part(options.test, split.test)];
  if (dev.length === 0 || test.length === 0) throw new DatasetError(`the file ${dev.length === 0 ? options.dev : options.test} has no line that can be used`);
  const snapshotId = createHash('sha256').update(readFileSync(options.data)).digest('hex');
  return {
    labelNames, snapshotId, train: examples(Array.from(split.train, (row) => rows[row]), options.data),
    dev: examples(dev, options.dev ?? options.data), test: examples(test, options.test ?? options.data),
    unlabelled: options.unlabelled === undefined ? null : pairsOf(await usableTexts(placesOf(options.unlabelled), into(rejects, options.unlabelled)), options.unlabelled),
  };
}

const into = (rejects: RejectsFile, file: string) => (line: number, reason: string) => rejects.add({ file, line, reason });

const labelledRows = async (file: string, rejects: RejectsFile): Promise<LabelledLine[]> =>
  await usableTexts(labelledPlaces(placesOf(file)), into(rejects, file)) as LabelledLine[];

function readFolder(folder: string): Map<string, Uint8Array> {
  if (!existsSync(folder)) throw new DomainError('BAD_INPUT', {}, `There is no folder ${folder}.`);
  return new Map(CHECKPOINT_FILES.filter((name) => existsSync(join(folder, name))).map((name) => [name, readFileSync(join(folder, name))]));
}

/** Writes the folder, opens it again and answers the test once more: the largest difference of a probability. */
async function store({ artefact, testProbabilities }: TuneResult, data: TuneData, out: string): Promise<number> {
  const files = tunedFolder(artefact);
  for (const [name, bytes] of files) writeFileSync(join(out, name), bytes);
  const again = await openTuned(new Map([...files.keys()].map((name) => [name, readFileSync(join(out, name))])));
  const answers = await again.probabilities(data.test);
  await again.close();
  const difference = Array.from(answers).reduce((worst, value, at) => Math.max(worst, Math.abs(value - testProbabilities[at])), 0);
  if (!(difference <= RELOAD_TOLERANCE)) throw new DatasetError(`the model in ${out} answers differently from the one that was tuned, by ${difference}; do not use it`);
  return difference;
}

function sayData({ labelNames, train, dev, test }: TuneData, { count, path }: RejectsFile): void {
  console.error(`${train.texts.length} texts to learn from, ${dev.texts.length} to choose the epoch, ${test.texts.length} to measure; ${labelNames.length} labels`);
  if (count > 0) console.error(`${count} ${count === 1 ? 'line' : 'lines'} could not be used: ${path}`);
}

function figuresOf({ method, rows, epochs, bestEpoch, report }: TuneResult, data: TuneData, rejected: number, out: string) {
  return {
    method, out, rejected, labels: data.labelNames, train: data.train.texts.length, dev: data.dev.texts.length, test: data.test.texts.length,
    rows, epochs, bestEpoch, confusion: report.confusion, perLabel: report.labels,
  };
}

function say({ rows, report, bestEpoch, epochs }: TuneResult, out: string, difference: number): void {
  console.table(Object.fromEntries(rows.map(({ model, accuracy: { value, low, high }, macroF1 }) =>
    [model, { accuracy: `${value.toFixed(4)} (${low.toFixed(3)}–${high.toFixed(3)})`, 'macro F1': macroF1.toFixed(4) }])));
  console.table(Object.fromEntries(report.labels.map(({ label, precision, recall, f1, texts }, row) => [label, {
    precision: precision.toFixed(3), recall: recall.toFixed(3), F1: f1.toFixed(3), texts,
    'taken for': report.confusion[row].map((count, given) => ({ count, given })).filter(({ count, given }) => given !== row && count > 0)
      .sort((a, b) => b.count - a.count).slice(0, 3).map(({ count, given }) => `${report.labels[given].label} ×${count}`).join(', '),
  }])));
  if (epochs.length > 0) console.log(`epoch ${bestEpoch} of ${epochs.length} was best on dev`);
  console.log(`The model is in ${out}; opened again, its answers differ by at most ${difference.toExponential(1)}.`);
}

function whole(text: string): number {
  const value = Number(text);
  if (!Number.isSafeInteger(value) || value < 1) throw new InvalidArgumentError('It must be a whole number above 0.');
  return value;
}

function positive(text: string): number {
  const value = Number(text);
  if (!(value > 0 && value < Infinity)) throw new InvalidArgumentError('It must be a number above 0.');
  return value;
}
