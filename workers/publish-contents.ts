import { Contents } from '../server/content/contents.js';
import { systemActor } from '../server/platform/actor.js';
import type { Processor, WorkerServices } from './processor.js';

/** Twice a minute: scheduled contents whose time has come become published. A crash in the middle leaves the rest for the next run. */
export function publishContents({ database, audit, clock, newId }: WorkerServices): Processor<'publish-contents'> {
  const contents = new Contents(database, audit, clock, newId);
  return async (_payload, job) => {
    const published = await contents.publishDue(systemActor('publish-contents'));
    if (published) job.note(`${published} contents published`);
    return { published };
  };
}
