import { createHash } from 'node:crypto';
import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { leafHash, merklePath, merkleRoot, rootFromPath } from '../../../server/settlement/merkle.js';

/** RFC 6962 §2.1 as it is written, without any index arithmetic of ours. */
function rootAsWritten(leaves: string[]): Buffer {
  const sha = (...parts: (Buffer | string)[]) => parts.reduce((hash, part) => hash.update(part), createHash('sha256')).digest();
  if (!leaves.length) return sha('');
  if (leaves.length === 1) return sha(Buffer.from([0]), leaves[0]);
  let split = 1;
  while (split * 2 < leaves.length) split *= 2;
  return sha(Buffer.from([1]), rootAsWritten(leaves.slice(0, split)), rootAsWritten(leaves.slice(split)));
}

const anyLeaves = fc.array(fc.string({ maxLength: 8 }), { minLength: 1, maxLength: 70 });

describe('the tree of RFC 6962', () => {
  test('known roots: of nothing, of one empty leaf', () => {
    expect(merkleRoot([]).toString('hex')).toBe('e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855');
    expect(merkleRoot([leafHash('')]).toString('hex')).toBe('6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d');
  });

  test('the root is the one of the definition, and every path leads to it', () => {
    fc.assert(fc.property(anyLeaves, (texts) => {
      const leaves = texts.map(leafHash);
      const root = merkleRoot(leaves);
      expect(root).toEqual(rootAsWritten(texts));
      leaves.forEach((leaf, index) => expect(rootFromPath(leaf, index, leaves.length, merklePath(leaves, index))).toEqual(root));
    }));
  });

  test('no other leaf, place, size or path leads to the root', () => {
    fc.assert(fc.property(anyLeaves, fc.nat(), fc.nat(), (texts, at, flip) => {
      const leaves = texts.map((text, place) => leafHash(`${place} ${text}`));
      const [root, index] = [merkleRoot(leaves), at % leaves.length];
      const path = merklePath(leaves, index);
      expect(rootFromPath(leafHash('else'), index, leaves.length, path)).not.toEqual(root);
      for (let other = 0; other < leaves.length; other++) if (other !== index) expect(rootFromPath(leaves[index], other, leaves.length, path)).not.toEqual(root);
      if (path.length) {
        const changed = path.map((hash) => Buffer.from(hash));
        changed[flip % path.length][flip % 32] ^= 1;
        expect(rootFromPath(leaves[index], index, leaves.length, changed)).not.toEqual(root);
        expect(rootFromPath(leaves[index], index, leaves.length, path.slice(1))).not.toEqual(root);
      }
      expect(rootFromPath(leaves[index], index, leaves.length, [...path, leaves[0]])).toBeNull();
    }));
  });
});
