import { setTimeout as sleep } from 'node:timers/promises';
import { DomainError } from '../platform/errors.js';

export interface PollOptions<T> {
  /** Reads the present state from our own tables; null ends the stream (gone, or no longer visible). */
  readonly load: () => Promise<T | null>;
  /** Equal fingerprints are one state: nothing is sent. */
  readonly fingerprint: (value: T) => string;
  /** The last state: sent, then the stream ends. */
  readonly isLast: (value: T) => boolean;
  readonly everyMs?: number;
}

/**
 * A subscription that asks our tables again and again. Queue events may be lost, tables are not: a reader who comes
 * back after a broken connection gets the present state first and has missed nothing that still matters. What is not
 * there at first is NOT_FOUND at once, rather than silence for ever. Give it out as it is: inside another generator
 * it would not hear that its reader has left.
 */
export function poll<T>(options: PollOptions<T>): AsyncGenerator<T, void, void> {
  const left = new AbortController();
  const states = follow(options, left.signal);
  const end = states.return.bind(states);
  // A generator takes return() only when it comes to a yield, and while nothing changes it comes to none.
  return Object.assign(states, {
    return: () => {
      left.abort();
      return end();
    },
  });
}

async function* follow<T>({ load, fingerprint, isLast, everyMs = 500 }: PollOptions<T>, left: AbortSignal): AsyncGenerator<T, void, void> {
  let sent: string | undefined;
  while (!left.aborted) {
    const value = await load();
    if (value === null && sent === undefined) throw new DomainError('NOT_FOUND');
    if (value === null || left.aborted) return;
    const now = fingerprint(value);
    if (now !== sent) yield value;
    sent = now;
    if (isLast(value)) return;
    await sleep(everyMs, undefined, { signal: left }).catch(() => {});
  }
}
