import { createWriteStream, existsSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { InvalidArgumentError, type Command } from 'commander';
import { ArtefactError } from '../models/artefact.js';
import type { TextLine, TextPlace } from '../models/text/labelled-lines.js';
import { openTuned, readCard } from '../models/text/tuned-model.js';
import type { OpenedModel } from '../models/text/tuned-model.js';
import { DomainError } from '../server/platform/errors.js';
import { placesOf } from './text-places.js';

interface ClassifyOptions {
  model: string;
  data: string;
  out?: string;
  batch: number;
}

export function addClassifyCommand(program: Command): void {
  program.command('classify')
    .description('Let a model of finetune answer: a line of JSON with label and probability for each text, in the order of the texts.')
    .requiredOption('--model <folder>', 'the folder that finetune has written')
    .requiredOption('--data <file>', 'JSON lines, or .csv and .tsv with a line of names: text (or sentence, review; sentence1 and sentence2 for pairs); - reads JSON lines from the standard input')
    .option('--out <file>', 'where the answers go (default: the standard output)')
    .option('--batch <n>', 'texts that are read and answered together', whole, 256)
    .addHelpText('after', `
Every answer has line, label and probability; where the text has a label already, also given: the share that agrees is said at the end.
A line that cannot be used is answered with line and error, and the command ends with 1. Files are streamed: their size does not matter.`)
    .action(classify);
}

interface Tally {
  answered: number;
  refused: number;
  given: number;
  agreeing: number;
}

async function classify(options: ClassifyOptions): Promise<void> {
  const model = await openFolder(options.model);
  const tally: Tally = { answered: 0, refused: 0, given: 0, agreeing: 0 };
  try {
    const answers = answersOf(model, placesOf(options.data), options.batch, tally);
    if (options.out) await pipeline(Readable.from(answers), createWriteStream(options.out));
    else for await (const answer of answers) console.log(answer.trimEnd());
  } finally {
    await model.close();
  }
  const agreement = tally.given > 0 ? `; ${tally.agreeing} of ${tally.given} given labels agree (${(tally.agreeing / tally.given).toFixed(4)})` : '';
  console.error(`${tally.answered} texts answered, ${tally.refused} lines could not be used${agreement}`);
  if (tally.refused > 0) process.exitCode = 1;
}

/** Throws DomainError in words: what is wrong with the folder and what to do. */
async function openFolder(folder: string): Promise<OpenedModel> {
  if (!existsSync(folder) || !statSync(folder).isDirectory()) throw new DomainError('BAD_INPUT', {}, `There is no folder ${folder}; name the one that finetune has written.`);
  const bytesOf = (name: string): Uint8Array | undefined => (existsSync(join(folder, name)) ? readFileSync(join(folder, name)) : undefined);
  try {
    const card = bytesOf('card.json');
    const names = Object.keys(readCard(card).files);
    const files = names.flatMap((name): [string, Uint8Array][] => {
      const bytes = /[\\/]/.test(name) ? undefined : bytesOf(name);
      return bytes ? [[name, bytes]] : [];
    });
    return await openTuned(new Map([['card.json', card as Uint8Array], ...files]));
  } catch (error) {
    if (error instanceof ArtefactError) throw new DomainError('BAD_INPUT', {}, `${folder}: ${error.message}`);
    throw error;
  }
}

/** Answers in the order of the places, `batch` at a time, each a line of JSON. */
async function* answersOf(model: OpenedModel, places: AsyncIterable<TextPlace>, batch: number, tally: Tally): AsyncGenerator<string> {
  let waiting: TextPlace[] = [];
  for await (const place of places) {
    waiting.push(place);
    if (waiting.length < batch) continue;
    yield* await answerBatch(model, waiting, tally);
    waiting = [];
  }
  yield* await answerBatch(model, waiting, tally);
}

async function answerBatch(model: OpenedModel, places: readonly TextPlace[], tally: Tally): Promise<string[]> {
  const reasons = places.map(({ found }) => (typeof found === 'string' ? found : model.pairs !== (found.second !== null) ? kindRefusal(model) : null));
  const usable = places.flatMap(({ found }, at) => (reasons[at] === null ? [found as TextLine] : []));
  const pairs = { texts: usable.map(({ text }) => text), seconds: model.pairs ? usable.map(({ second }) => second as string) : null };
  const probabilities = usable.length > 0 ? await model.probabilities(pairs) : [];
  const { labelNames } = model;
  let row = 0;
  return places.map(({ line }, at) => {
    if (reasons[at] !== null) {
      tally.refused += 1;
      return `${JSON.stringify({ line, error: reasons[at] })}\n`;
    }
    const own = labelNames.map((_, label) => probabilities[row * labelNames.length + label]);
    const { label: given } = usable[row++];
    const probability = Math.max(...own);
    const label = labelNames[own.indexOf(probability)];
    tally.answered += 1;
    if (given !== null) tally.given += 1;
    if (given === label) tally.agreeing += 1;
    return `${JSON.stringify({ line, label, probability: Number(probability.toFixed(6)), ...(given !== null && { given }) })}\n`;
  });
}

const kindRefusal = ({ pairs }: OpenedModel): string =>
  (pairs ? 'the model compares two texts: give sentence1 and sentence2' : 'the model was taught single texts, and this is a pair');

function whole(text: string): number {
  const value = Number(text);
  if (!Number.isSafeInteger(value) || value < 1 || value > 10_000) throw new InvalidArgumentError('It must be a whole number from 1 to 10000.');
  return value;
}
