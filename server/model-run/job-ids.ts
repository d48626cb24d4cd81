import { DomainError } from '../platform/errors.js';
import { queueNames, type QueueName } from '../platform/queues.js';

/** A job is found by its queue and its id there, which is no uuid: base64url of "Job:queue:id". */
export function toJobId(queue: QueueName, id: string): string {
  return Buffer.from(`Job:${queue}:${id}`, 'utf8').toString('base64url');
}

/** Throws BAD_INPUT for anything that toJobId did not make. */
export function fromJobId(text: string): { queue: QueueName; id: string } {
  const [, queue, id] = (text.length <= 400 && /^Job:(\w+):(.+)$/.exec(Buffer.from(text, 'base64url').toString('utf8'))) || [];
  const known = queueNames.find((name) => name === queue);
  if (!known || toJobId(known, id) !== text) throw new DomainError('BAD_INPUT', { path: ['id'] }, 'This is not the id of a job.');
  return { queue: known, id };
}
