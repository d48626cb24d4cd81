import { expect, test } from '@jest/globals';
import { BoundedWork } from '../../../server/feed/bounded-work.js';
import { SharedRead } from '../../../server/feed/shared-read.js';

const tick = () => new Promise<void>((done) => setImmediate(done));

test('never more than so many at once, and all of them in the end', async () => {
  const work = new BoundedWork(2);
  let [running, most, ended] = [0, 0, 0];
  for (let at = 0; at < 9; at++) {
    await work.add(async () => {
      most = Math.max(most, ++running);
      for (let wait = 0; wait < at % 3; wait++) await tick();
      running -= 1;
      ended += 1;
    });
  }
  await work.finish();
  expect([most, ended]).toEqual([2, 9]);
});

test('a failure is thrown once the next piece is to begin, and again at the end; what had begun ends', async () => {
  const work = new BoundedWork(2);
  const broken = new Error('broken');
  let ended = 0;
  await work.add(async () => { await tick(); await tick(); ended += 1; });
  await work.add(async () => { throw broken; });
  await tick();
  await expect(work.add(async () => { ended += 10; })).rejects.toBe(broken);
  await expect(work.finish()).rejects.toBe(broken);
  expect(ended).toBe(1);
});

test('whoever asks during a read shares the next one; a failure reaches those who shared it and nobody else', async () => {
  const reads: number[][] = [];
  const shared = new SharedRead<number, string>(async (keys) => {
    reads.push(keys);
    await tick();
    if (keys.includes(13)) throw new Error('unlucky');
    return keys.join();
  });
  const [first, second, third] = [shared.ask([1, 2]), shared.ask([3]), shared.ask([3, 4])];
  expect(await Promise.all([first, second, third])).toEqual(['1,2', '3,4', '3,4']);
  expect(reads).toEqual([[1, 2], [3, 4]]);
  const [good, bad, worse] = [shared.ask([5]), shared.ask([13]), shared.ask([6])];
  expect(await Promise.allSettled([good, bad, worse])).toMatchObject([{ status: 'fulfilled' }, { status: 'rejected' }, { status: 'rejected' }]);
  expect(await shared.ask([6])).toBe('6');
});
