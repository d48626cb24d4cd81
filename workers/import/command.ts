import { readdirSync, readFileSync, statSync } from 'node:fs';
import { basename } from 'node:path';
import type { Command } from 'commander';
import { Audit } from '../../server/audit/audit.js';
import { ContentImport } from '../../server/content/content-import.js';
import { Interactions } from '../../server/feed/interactions.js';
import { keptFromMs } from '../../server/feed/interaction-days.js';
import { RunningNumbers } from '../../server/feed/running-numbers.js';
import { systemClock } from '../../server/platform/clock.js';
import { DomainError } from '../../server/platform/errors.js';
import { newId } from '../../server/platform/ids.js';
import { withPlatform } from '../command-platform.js';
import { ImportProgress } from './progress.js';
import { DataImport, pathsIn } from './import-data.js';
import { parseMapping, type Mapping } from './mapping.js';
import { plainMapping, presets } from './presets.js';
import { RejectsFile } from './rejects-file.js';

interface ImportOptions {
  map?: string;
  as?: 'contents' | 'interactions';
  createContents?: boolean;
  rejects?: string;
  json?: boolean;
}

export function addImportCommand(program: Command): void {
  program.command('import')
    .description('Bring contents and interactions in from files. Running it again changes nothing and finishes what was interrupted.')
    .argument('<path>', 'a folder, or one file')
    .option('--map <name>', 'a mapping: a JSON file, or one of the sets below; without it the files say the platform\'s own names')
    .option('--as <what>', 'what one file holds: contents or interactions (without it, its name says so)')
    .option('--create-contents', 'make contents that interactions name and nobody knows')
    .option('--rejects <file>', 'where rows that cannot be used go (default: <path>.rejects.jsonl)')
    .option('--json', 'answer with one line of JSON')
    .addHelpText('after', `
Files by their own names, in a folder: contents*.{jsonl,csv,tsv} and interactions*.{jsonl,csv,tsv}; columns externalId, title,
kind, summary, body, language, tags, publishedAt and reader, content, kind, occurredAt, value, eventId.

Sets known by name:
${presets.map((preset) => `  tandem import <path> --map ${preset.name}\n      ${preset.description}`).join('\n')}`)
    .action(importFiles);
}

async function importFiles(given: string, options: ImportOptions): Promise<void> {
  const mapping = chooseMapping(given, options);
  const pathOf = pathsIn(given);
  const files = [...mapping.contents, ...mapping.interactions].map(({ file }) => pathOf(file));
  const totalBytes = files.reduce((bytes, file) => bytes + sizeOf(file), 0);
  const rejects = new RejectsFile(options.rejects ?? `${given.replace(/\/+$/, '')}.rejects.jsonl`);
  const progress = new ImportProgress(totalBytes, process.stderr);
  const startedMs = performance.now();
  let interactionDays = 0;
  try {
    const report = await withPlatform(async ({ database, config }) => {
      interactionDays = config.interactionDays;
      const numbers = new RunningNumbers(database, newId);
      // What is imported happened elsewhere: no click of it can belong to an impression of ours.
      const interactions = new Interactions(database, numbers, []);
      const contents = new ContentImport(database, new Audit(database, systemClock, newId), systemClock, newId);
      const parts = { contents, interactions, numbers, clock: systemClock, keptFromMs: keptFromMs(systemClock().getTime(), config.interactionDays) };
      return new DataImport(parts, mapping, {
        reject: (file, line, reason) => rejects.add({ file: basename(file), line, reason }),
        progress: (bytes, rows) => progress.add(bytes, rows),
      }).run(pathOf);
    });
    const seconds = (performance.now() - startedMs) / 1000;
    progress.end();
    const answer = {
      ...report,
      rejects: rejects.count > 0 ? rejects.path : null,
      seconds: Number(seconds.toFixed(2)),
      rowsPerSecond: Math.round((report.contents.rows + report.interactions.rows) / seconds),
    };
    if (options.json) console.log(JSON.stringify(answer));
    else console.table({ contents: report.contents, interactions: report.interactions });
    const { leaving } = report.interactions;
    if (leaving > 0) console.error(`${leaving} interactions are older than the ${interactionDays} days that are kept, and leave within the hour: start the platform with a larger INTERACTION_DAYS and import them again.`);
    if (rejects.count > 0) console.error(`${rejects.count} rows could not be used; they are in ${rejects.path} with their reasons.`);
  } finally {
    progress.end();
    rejects.close();
  }
}

function chooseMapping(given: string, options: ImportOptions): Mapping {
  const input = options.map === undefined ? plainFor(given, options.as) : presets.find(({ name }) => name === options.map) ?? readMapping(options.map);
  const mapping = parseMapping(input);
  return options.createContents ? { ...mapping, createContents: true } : mapping;
}

function plainFor(given: string, as: ImportOptions['as']) {
  const folder = statOf(given).isDirectory();
  const names = folder ? readdirSync(given).sort() : [basename(given)];
  const named = (word: string) => names.filter((name) => (folder || as === undefined
    ? new RegExp(`^${word}.*\\.(jsonl|ndjson|csv|tsv)$`, 'i').test(name)
    : as === word));
  const mapping = plainMapping(named('contents'), named('interactions'));
  if (mapping.contents!.length + mapping.interactions!.length === 0) {
    throw new DomainError('BAD_INPUT', {}, `Nothing in ${given} is named contents… or interactions…: say --as or --map.`);
  }
  return mapping;
}

function readMapping(path: string): unknown {
  try {
    return JSON.parse(readFileSync(path, 'utf8'));
  } catch (error) {
    throw new DomainError('BAD_INPUT', {}, `${path} is neither a set known by name (${presets.map(({ name }) => name).join(', ')}) nor a readable JSON file: ${(error as Error).message}`);
  }
}

function statOf(path: string) {
  const stat = statSync(path, { throwIfNoEntry: false });
  if (!stat) throw new DomainError('NOT_FOUND', {}, `There is no ${path}.`);
  return stat;
}

function sizeOf(path: string): number {
  return statOf(path).size;
}

