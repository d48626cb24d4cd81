import { setTimeout as sleep } from 'node:timers/promises';
import { describe, expect, test } from '@jest/globals';
import { poll } from '../../../server/graphql/poll.js';

/** A table of one row that counts how often it is asked. */
function watched(states: (string | null)[]) {
  const table = { asked: 0 };
  const found = poll<string>({
    load: async () => states[Math.min(table.asked++, states.length - 1)],
    fingerprint: (state) => state,
    isLast: (state) => state === 'done',
    everyMs: 1,
  });
  return { table, states: found };
}

describe('a poll', () => {
  test('tells each new state once and ends with the last one', async () => {
    const seen: string[] = [];
    for await (const state of watched(['a', 'a', 'b', 'b', 'done', 'never']).states) seen.push(state);
    expect(seen).toEqual(['a', 'b', 'done']);
  });

  test('ends where the thing is gone, and refuses what was never there', async () => {
    const seen: string[] = [];
    for await (const state of watched(['a', null]).states) seen.push(state);
    expect(seen).toEqual(['a']);
    await expect(watched([null]).states.next()).rejects.toMatchObject({ code: 'NOT_FOUND' });
  });

  test('asks no more once nobody listens, although nothing changes', async () => {
    const { table, states } = watched(['a']);
    await states.next();
    const next = states.next();
    await sleep(10);
    await expect(states.return()).resolves.toEqual({ done: true, value: undefined });
    await expect(next).resolves.toEqual({ done: true, value: undefined });
    const { asked } = table;
    await sleep(20);
    expect(table.asked).toBe(asked);
  });
});
