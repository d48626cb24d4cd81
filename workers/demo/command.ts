import { writeFileSync } from 'node:fs';
import type { Command } from 'commander';
import { Audit } from '../../server/audit/audit.js';
import { ModelRuns } from '../../server/model-run/model-runs.js';
import { systemClock } from '../../server/platform/clock.js';
import { newId } from '../../server/platform/ids.js';
import { Outbox } from '../../server/platform/outbox.js';
import { withPlatform, type CommandPlatform } from '../command-platform.js';
import { demoActor, demoPassword, demoPeople } from './people.js';
import { DemoLoader } from './load-demo.js';
import { waitForRun } from '../retrain-command.js';

const query = `query {
  feed(first: 5) {
    policyVersion
    edges { slot node { title kind } reasons { text } isSponsored }
  }
}`;

export function addDemoCommand(program: Command): void {
  program.command('demo')
    .description('Fill an empty platform with a demonstration and train its first model. Goes on where it was interrupted; does nothing where it is there.')
    .option('--json-summary <file>', 'where to leave the accounts and a query to try, as JSON')
    .action(loadDemo);
}

async function loadDemo({ jsonSummary }: { jsonSummary?: string }): Promise<void> {
  await withPlatform(async (platform) => {
    const { loaded, apiKey } = await new DemoLoader(platform.database, platform.config, (line) => console.log(line)).load();
    if (!loaded) {
      console.log('The platform holds data of its own: the demo is not loaded.');
      return;
    }
    if (apiKey) console.log(`API key of the scheduler, shown this once: ${apiKey}`);
    await trainFirstModel(platform);
    if (jsonSummary) writeFileSync(jsonSummary, JSON.stringify({ accounts: demoPeople.map(({ role, email }) => ({ role, email, password: demoPassword })), query }));
  });
}

/** By the ordinary way, once: whatever became of the first run, later ones are the schedule's or a person's. */
async function trainFirstModel(platform: CommandPlatform): Promise<void> {
  const { database } = platform;
  const [{ champion, attempted }] = await database.query<{ champion: boolean; attempted: boolean }>(
    `SELECT EXISTS (SELECT FROM model_aliases WHERE scenario = 'home' AND alias = 'champion') AS champion,
       EXISTS (SELECT FROM model_runs WHERE scenario = 'home' AND state = 'rejected') AS attempted`);
  if (champion || attempted) return;
  const runs = new ModelRuns(database, new Outbox(newId), new Audit(database, systemClock, newId), systemClock, newId);
  const { run } = await runs.start({ trigger: 'cli', reason: 'the first model of the demo' }, demoActor);
  const ended = await waitForRun(platform, run);
  if (ended.state === 'champion') console.log(`${ended.code} (${ended.model}) serves; ${ended.readerCount} readers are scored.`);
  else console.log(`${ended.code} ended ${ended.state}: ${ended.failure ?? ended.reason}. Feeds show the newest contents until a model serves.`);
}
