import { parentPort, workerData } from 'node:worker_threads';
import { PairScorer } from '../../models/pair-scoring.js';
import { encodeTopPairs } from '../../models/top-pairs-blob.js';
import type { PairsCase } from './score-pairs.js';

/** One scoring thread: pages of readers in, their blobs out. */
const { shape, readers, contents, ads, crosses } = workerData as {
  shape: PairsCase; readers: Float32Array; contents: Float32Array; ads: Float32Array; crosses: Float32Array | null;
};
const scorer = await PairScorer.open({ items: contents, width: shape.width, adCount: shape.ads, crosses, k: shape.kept });
const stride = shape.width + shape.adWidth;

parentPort?.on('message', async ({ first, count }: { first: number; count: number }) => {
  const vectors = new Float32Array(count * shape.width);
  const adScores = new Float32Array(count * shape.ads);
  for (let at = 0; at < count; at++) {
    const start = (first + at) * stride;
    vectors.set(readers.subarray(start, start + shape.width), at * shape.width);
    for (let ad = 0; ad < shape.ads; ad++) {
      let sum = 0;
      for (let column = 0; column < shape.adWidth; column++) sum += readers[start + shape.width + column] * ads[ad * shape.adWidth + column];
      adScores[at * shape.ads + ad] = sum;
    }
  }
  const blobs = new Array<Uint8Array>(count);
  await scorer.score(vectors, adScores, null, (at, list) => { blobs[at] = encodeTopPairs(list); });
  parentPort?.postMessage({ first, blobs }, blobs.map((blob) => blob.buffer as ArrayBuffer));
});
parentPort?.postMessage('ready');
