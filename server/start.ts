import { join } from 'node:path';
import { ConfigError, readConfig } from './platform/config.js';
import { StartError } from './platform/preflight.js';
import { Supervisor } from './supervisor.js';
import { welcome } from './welcome.js';

/** `npm start`: the whole platform on one machine. Ends with 1 and one sentence when it cannot start. */
async function start(): Promise<void> {
  const config = readConfig();
  const supervisor = new Supervisor(config, (line) => console.log(line));
  let stopping: Promise<never> | undefined;
  const stop = (code: number) => stopping ??= supervisor.stop().then(() => process.exit(code));
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, () => { void stop(0); });
  if (config.startedByNpm) whenParentIsGone(() => { void stop(0); });
  try {
    const summaryFile = join(config.dataDir, 'demo.json');
    await supervisor.start(summaryFile, (error) => {
      console.error(error.message);
      void stop(1);
    });
    if (!stopping) for (const line of welcome(config, summaryFile)) console.log(line);
  } catch (error) {
    if (stopping) return; // parts that were being started fail when they are stopped
    console.error(sentence(error));
    await stop(1);
  }
}

/** Who kills npm with -9 means us, and we get no signal: but then another process has become our parent. */
function whenParentIsGone(stop: () => void): void {
  const npm = process.ppid;
  const watch = setInterval(() => {
    if (process.ppid === npm) return;
    clearInterval(watch);
    stop();
  }, 250);
  watch.unref();
}

/** Expected refusals say themselves; anything else is a fault of ours and keeps its stack. */
function sentence(error: unknown): string {
  if (error instanceof StartError || error instanceof ConfigError) return error.message;
  return (error as Error).stack ?? String(error);
}

try {
  await start();
} catch (error) {
  console.error(sentence(error));
  process.exitCode = 1;
}
