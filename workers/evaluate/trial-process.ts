import { protocolsOf } from '../../models/evaluation/protocols.js';
import type { Task } from '../../models/evaluation/tasks.js';
import { runTrial } from '../../models/evaluation/trial.js';
import type { TrialJob, TrialOutcome } from '../../models/tuning/tune.js';

export interface TrialMessage {
  readonly folder: string;
  readonly protocol: string;
  readonly model: string;
  readonly job: TrialJob;
  readonly seed: number;
  readonly folds: number;
}

/** Entry of a trial child: reads the folder once, runs the trials it is sent one at a time, and ends with the channel. */
const loaded = new Map<string, Promise<Task>>();

async function taskOf({ folder, protocol, seed }: TrialMessage): Promise<Task> {
  const { listing, protocols } = await protocolsOf(folder, protocol);
  return protocols[0].load(listing, seed);
}

process.on('disconnect', () => process.exit(0));
for (const signal of ['SIGINT', 'SIGTERM'] as const) process.on(signal, () => {}); // the parent decides

process.on('message', (message: TrialMessage) => {
  void answer(message).then((outcome) => process.send?.(outcome));
});

async function answer(message: TrialMessage): Promise<TrialOutcome> {
  const key = JSON.stringify([message.folder, message.protocol, message.seed]);
  try {
    const task = loaded.get(key) ?? taskOf(message);
    loaded.set(key, task);
    return await runTrial(await task, message.model, message.job, message);
  } catch (error) {
    return { value: null, error: (error as Error).message, seconds: 0 };
  }
}
