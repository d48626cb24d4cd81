import { Presets, SingleBar } from 'cli-progress';
import { InvalidArgumentError, type Command } from 'commander';
import type { ModelRun } from '../schema/model-run.js';
import { Audit } from '../server/audit/audit.js';
import { adModelChoices, modelChoices } from '../server/model-run/model-choices.js';
import { ModelRuns } from '../server/model-run/model-runs.js';
import { systemActor } from '../server/platform/actor.js';
import { systemClock } from '../server/platform/clock.js';
import { newId } from '../server/platform/ids.js';
import { openLog } from '../server/platform/log.js';
import { Outbox } from '../server/platform/outbox.js';
import { withPlatform, type CommandPlatform } from './command-platform.js';
import { runProgress, watchRun } from './watch-run.js';
import { startWorker } from './worker.js';

interface RetrainOptions {
  model?: string;
  params?: Record<string, unknown>;
  reason?: string;
  adModel?: string;
  shadow?: number;
  scenario: string;
  wait?: boolean;
  json?: boolean;
}

/** Exit codes, so that a scheduler can tell "the new model is not better" from "something broke". */
export const retrainExitCodes = { champion: 0, started: 0, failed: 1, rejected: 3 } as const;

export function addRetrainCommand(program: Command): void {
  program.command('retrain')
    .description('Learn a model anew from what readers did, compare it, and let it serve when it is good enough.')
    .option('--model <name>', `${Object.keys(modelChoices).join(', ')} (default: auto)`)
    .option('--params <json>', 'hyper-parameters that differ from the defaults, as JSON', parseParams)
    .option('--ad-model <name>', `${adModelChoices.join(' or ')} (default: m0)`)
    .option('--shadow <requests>', 'answer so many feeds beside the champion before it serves (default: none)', wholeNumber)
    .option('--scenario <name>', 'the feed it is for', 'home')
    .option('--reason <text>', 'why, for the log')
    .option('--wait', 'wait for the end, with a progress bar; does the work itself where no worker runs')
    .option('--json', 'answer with one line of JSON')
    .addHelpText('after', `
A run that is under way is joined, not doubled.
Exit codes: ${retrainExitCodes.champion} the model serves (or, without --wait, the run is started); ${retrainExitCodes.rejected} it was rejected and the old one serves; ${retrainExitCodes.failed} the run failed.`)
    .action(retrain);
}

export function parseParams(text: string): Record<string, unknown> {
  try {
    const params: unknown = JSON.parse(text);
    if (typeof params === 'object' && params !== null && !Array.isArray(params)) return params as Record<string, unknown>;
  } catch { /* said below */ }
  throw new InvalidArgumentError('It must be a JSON object, for example \'{"lambda": 200}\'.');
}

function wholeNumber(text: string): number {
  const value = Number(text);
  if (!Number.isSafeInteger(value) || value < 0) throw new InvalidArgumentError('It must be a whole number from 0.');
  return value;
}

async function retrain(options: RetrainOptions): Promise<void> {
  await withPlatform(async (platform) => {
    const { database } = platform;
    const runs = new ModelRuns(database, new Outbox(newId), new Audit(database, systemClock, newId), systemClock, newId);
    const { model, params, reason, scenario, adModel, shadow: requests = 0 } = options;
    const { run, started } = await runs.start({ model, params, adModel, reason, scenario, trigger: 'cli', shadow: { requests, minutes: platform.config.shadow.minutes } }, systemActor('cli'));
    if (!started) console.error(`${run.code} is under way already${options.wait ? '; waiting for it' : ''}.`);
    const ended = options.wait ? await waitForRun(platform, run) : run;
    say(ended, started, options);
  });
}

/** Until the run has come to rest, with a progress bar; does the work itself where no worker runs. */
export async function waitForRun(platform: CommandPlatform, run: ModelRun): Promise<ModelRun> {
  const { config, database, databaseUrl } = platform;
  const worker = await hasWorker(platform) ? null : await startWorker(config, databaseUrl, openLog('worker', 'error'));
  const bar = process.stderr.isTTY ? new SingleBar({ format: ' {bar} {percentage}% | {state} {message}', hideCursor: true }, Presets.shades_classic) : null;
  bar?.start(100, 0, { state: run.state, message: '' });
  let shown = '';
  try {
    return await watchRun(database, run.id, (now) => {
      bar?.update(Math.round(100 * runProgress(now)), { state: now.state, message: now.stepMessage });
      // Without a terminal: one line per step, so that a log stays readable.
      if (!bar && now.state !== shown) console.error(`${now.code}: ${shown = now.state}`);
    });
  } finally {
    bar?.stop();
    await worker?.stop();
  }
}

/** Every worker holds a connection of this name for its notices. */
async function hasWorker({ database }: CommandPlatform): Promise<boolean> {
  const [{ found }] = await database.query<{ found: boolean }>(
    `SELECT EXISTS (SELECT FROM pg_stat_activity WHERE datname = current_database() AND application_name = 'tandem-worker-notices') AS found`);
  return found;
}

function say(run: ModelRun, started: boolean, { json, wait: waited }: RetrainOptions): void {
  const { id, code, state, model, reason, failure, metrics, createdAt, finishedAt } = run;
  if (waited) process.exitCode = state === 'champion' ? retrainExitCodes.champion : state === 'rejected' ? retrainExitCodes.rejected : retrainExitCodes.failed;
  const seconds = finishedAt && Number(((finishedAt.getTime() - createdAt.getTime()) / 1000).toFixed(2));
  if (json) {
    console.log(JSON.stringify({
      id, code, started, state, model, reason, failure, seconds, metrics,
      interactions: run.interactionCount === null ? null : Number(run.interactionCount), readers: run.readerCount, contents: run.contentCount,
    }));
  } else {
    console.log([`${code}: ${state}`, failure ?? reason, seconds && `${seconds} s`].filter(Boolean).join(' — '));
  }
}
