import fc from 'fast-check';
import { expect, test } from '@jest/globals';
import { lineBatches } from '../../../server/feed/line-batches.js';

async function* cut(bytes: Buffer, sizes: number[]): AsyncGenerator<Buffer> {
  for (let from = 0, turn = 0; from < bytes.length; turn++) {
    const size = sizes[turn % sizes.length];
    yield bytes.subarray(from, from + size);
    from += size;
  }
}

async function linesOf(text: string, sizes: number[], limits = { batchLines: 3, batchBytes: 24, maxLineBytes: 12 }) {
  const lines: (string | null)[] = [];
  for await (const batch of lineBatches(cut(Buffer.from(text), sizes), limits)) {
    expect(batch.firstLine).toBe(lines.length + 1);
    expect(batch.lines.length).toBeLessThanOrEqual(limits.batchLines);
    lines.push(...batch.lines);
  }
  return lines;
}

test('lines are the same however the bytes are cut', async () => {
  await fc.assert(fc.asyncProperty(
    fc.array(fc.stringMatching(/^[a-z课程 ]{0,9}$/)), fc.array(fc.integer({ min: 1, max: 7 }), { minLength: 1 }), fc.boolean(),
    async (lines, sizes, ends) => {
      const text = lines.join('\n') + (ends ? '\n' : '');
      const wanted = text === '' ? [] : text.replace(/\n$/, '').split('\n').map((line) => (Buffer.byteLength(line) > 12 ? null : line));
      expect(await linesOf(text, sizes)).toEqual(wanted);
    },
  ));
});

test('a line that is too long is thrown away and counted, the next one is whole', async () => {
  expect(await linesOf(`one\n${'x'.repeat(100)}\ntwo\r\n${'y'.repeat(13)}`, [5])).toEqual(['one', null, 'two', null]);
});

test('few long lines fill a batch as many short ones do', async () => {
  const sizes: number[] = [];
  const text = 'x'.repeat(10).concat('\n').repeat(9);
  for await (const { lines } of lineBatches(cut(Buffer.from(text), [7]), { batchLines: 100, batchBytes: 25, maxLineBytes: 12 })) sizes.push(lines.length);
  expect(sizes).toEqual([3, 3, 3]);
});
