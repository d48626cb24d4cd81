import { createHash } from 'node:crypto';

/** RFC 6962 §2.1: leaves and nodes are hashed with different first bytes, so that no node passes for a leaf. */
export function leafHash(leaf: string): Buffer {
  return createHash('sha256').update(leafMark).update(leaf).digest();
}
const leafMark = Buffer.from([0]);
const nodeMark = Buffer.from([1]);
const nodeHash = (left: Buffer, right: Buffer): Buffer => createHash('sha256').update(nodeMark).update(left).update(right).digest();

/** The largest power of two below n, for n > 1: where the tree over n leaves is split. */
const splitOf = (n: number): number => 2 ** (31 - Math.clz32(n - 1));

/** Root over leaf hashes; of none it is SHA-256 of nothing. */
export function merkleRoot(leaves: readonly Buffer[]): Buffer {
  if (!leaves.length) return createHash('sha256').digest();
  return rootOf(leaves, 0, leaves.length);
}

function rootOf(leaves: readonly Buffer[], from: number, to: number): Buffer {
  if (to - from === 1) return leaves[from];
  const middle = from + splitOf(to - from);
  return nodeHash(rootOf(leaves, from, middle), rootOf(leaves, middle, to));
}

/** The hashes that, with the leaf at `index` (from 0), give the root; from the leaf upwards. At most ⌈log₂ n⌉. */
export function merklePath(leaves: readonly Buffer[], index: number): Buffer[] {
  const path: Buffer[] = [];
  for (let [from, to] = [0, leaves.length]; to - from > 1;) {
    const middle = from + splitOf(to - from);
    if (index < middle) {
      path.unshift(rootOf(leaves, middle, to));
      to = middle;
    } else {
      path.unshift(rootOf(leaves, from, middle));
      from = middle;
    }
  }
  return path;
}

/** RFC 9162 §2.1.3.2: the root that leaf, place and path lead to; null when the path has the wrong length. */
export function rootFromPath(leaf: Buffer, index: number, size: number, path: readonly Buffer[]): Buffer | null {
  if (!Number.isInteger(index) || index < 0 || index >= size) return null;
  let [place, last, root] = [index, size - 1, leaf];
  for (const beside of path) {
    if (last === 0) return null;
    if (place % 2 === 1 || place === last) {
      root = nodeHash(beside, root);
      while (place % 2 === 0 && place > 0) [place, last] = [place >> 1, last >> 1];
    } else {
      root = nodeHash(root, beside);
    }
    [place, last] = [place >> 1, last >> 1];
  }
  return last === 0 ? root : null;
}
