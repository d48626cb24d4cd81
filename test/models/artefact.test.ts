import { beforeAll, describe, expect, test } from '@jest/globals';
import { sign } from 'node:crypto';
import canonicalize from 'canonicalize';
import fc from 'fast-check';
import { ArtefactError, openArtefact, sealArtefact, withMetrics } from '../../models/artefact.js';
import type { Artefact, Card } from '../../models/artefact.js';
import { float32Table, int32Table, packFiles, unpackFiles } from '../../models/artefact-pack.js';
import { graphFilter } from '../../models/item-item/graph-filter.js';
import { silent } from '../../models/trainer.js';
import { FOREIGN_KEYS, KEYS, plantedDataset } from './planted.js';

let artefact: Artefact;
let sealed: Map<string, Uint8Array>;

beforeAll(async () => {
  artefact = await graphFilter.fit(plantedDataset(), graphFilter.defaults, 7, silent);
  sealed = sealArtefact(artefact, KEYS.privateKey);
});

function refusal(files: ReadonlyMap<string, Uint8Array>, key = KEYS.publicKey): string {
  try {
    openArtefact(files, key);
  } catch (error) {
    expect(error).toBeInstanceOf(ArtefactError);
    return (error as ArtefactError).code;
  }
  return 'opened';
}

const flipped = (bytes: Uint8Array, at: number): Uint8Array => {
  const copy = bytes.slice();
  copy[at] ^= 1;
  return copy;
};

/** A card changed and signed again with the right key: what another build would have written. */
function resealed(change: Partial<Card>): Map<string, Uint8Array> {
  const card = new TextEncoder().encode(canonicalize({ ...artefact.card, ...change }) as string);
  return new Map([...sealed, ['card.json', card], ['card.sig', new Uint8Array(sign(null, card, KEYS.privateKey))]]);
}

describe('a sealed artefact', () => {
  test('opens with its key and gives the card and files back', () => {
    const opened = openArtefact(unpackFiles(packFiles(sealed)), KEYS.publicKey);
    expect(opened.card).toEqual(artefact.card);
    expect([...opened.files.keys()].sort()).toEqual([...artefact.files.keys()].sort());
    expect(opened.card.params).toEqual({ alpha: 0.6, power: 0.7, source: 0, target: 0, neighbours: 200, halfLifeDays: 14 });
    expect(opened.card.seed).toBe(7);
  });

  test('metrics join the card before sealing', () => {
    const metrics = { ndcg: { value: 0.2, low: 0.1, high: 0.3 } };
    const opened = openArtefact(sealArtefact(withMetrics(artefact, metrics), KEYS.privateKey), KEYS.publicKey);
    expect(opened.card.metrics).toEqual(metrics);
  });

  test('any flipped byte of any file is refused', () => {
    const places = [...sealed].flatMap(([name, bytes]) => (bytes.length ? [{ name, size: bytes.length }] : []));
    fc.assert(fc.property(fc.constantFrom(...places), fc.nat(), ({ name, size }, at) => {
      const changed = new Map([...sealed, [name, flipped(sealed.get(name) as Uint8Array, at % size)]]);
      expect(refusal(changed)).toBe(name === 'card.json' || name === 'card.sig' ? 'SIGNATURE' : 'DIGEST');
    }));
  });

  test('foreign key, version, feature spec, missing and foreign files are refused', () => {
    expect(refusal(sealed, FOREIGN_KEYS.publicKey)).toBe('SIGNATURE');
    expect(refusal(resealed({ formatVersion: 2 }))).toBe('FORMAT_VERSION');
    expect(refusal(resealed({ featureSpecHash: '0'.repeat(64) }))).toBe('FEATURE_SPEC');
    expect(refusal(new Map([...sealed].filter(([name]) => name !== 'values.bin')))).toBe('FILE_SET');
    expect(refusal(new Map([...sealed, ['extra.bin', Uint8Array.of(1)]]))).toBe('FILE_SET');
    expect(refusal(new Map([...sealed].filter(([name]) => name !== 'card.sig')))).toBe('NOT_AN_ARTEFACT');
    expect(refusal(resealed({}))).toBe('opened');
  });

  test('a model that answers differently from its golden outputs is refused', () => {
    const outputs = (artefact.card.golden.outputs as { items: number[]; scores: number[] }[])
      .map(({ items, scores }, at) => (at === 0 ? { items, scores: scores.map((score) => score * 1.001) } : { items, scores }));
    const opened = openArtefact(resealed({ golden: { inputs: artefact.card.golden.inputs, outputs } }), KEYS.publicKey);
    expect(() => graphFilter.load(opened)).toThrow(/no longer gives the answers.*retrain/);
  });

  test('every refusal says what to do', () => {
    const broken = new Map([...sealed, ['values.bin', flipped(sealed.get('values.bin') as Uint8Array, 0)]]);
    expect(() => openArtefact(broken, KEYS.publicKey)).toThrow('restore it from a copy or retrain');
    expect(() => openArtefact(resealed({ formatVersion: 9 }), KEYS.publicKey)).toThrow('retrain the model graph-filter');
  });
});

describe('packing', () => {
  test('round-trips any set of files, aligned for typed arrays', () => {
    const files = fc.dictionary(fc.stringMatching(/^[a-z]{1,9}$/), fc.uint8Array({ maxLength: 40 }));
    fc.assert(fc.property(files, (entries) => {
      const original = new Map(Object.entries(entries));
      const unpacked = unpackFiles(packFiles(original));
      expect([...unpacked.keys()]).toEqual([...original.keys()].sort());
      for (const [name, bytes] of unpacked) {
        expect(Buffer.compare(bytes, original.get(name) as Uint8Array)).toBe(0);
        expect(bytes.byteOffset % 8).toBe(0);
      }
    }));
  });

  test('cut or foreign bytes are refused at every length', () => {
    const packed = packFiles(new Map([['a.bin', Uint8Array.of(1, 2, 3)], ['b.bin', new Uint8Array(9)]]));
    for (let length = 0; length < packed.length; length++) {
      expect(() => unpackFiles(packed.slice(0, length))).toThrow(ArtefactError);
    }
    expect(() => unpackFiles(Uint8Array.of(...packed, 0))).toThrow('bytes after the last file');
    expect(() => unpackFiles(flipped(packed, 0))).toThrow('unknown first bytes');
  });

  test('tables are read wherever the bytes start', () => {
    const buffer = Buffer.alloc(13);
    buffer.writeFloatLE(1.5, 5);
    buffer.writeInt32LE(-7, 9);
    const files = new Map([['x.bin', buffer.subarray(5, 9)], ['i.bin', buffer.subarray(9, 13)], ['odd.bin', buffer.subarray(0, 3)]]);
    expect([...float32Table(files, 'x.bin')]).toEqual([1.5]);
    expect([...int32Table(files, 'i.bin')]).toEqual([-7]);
    expect(() => int32Table(files, 'odd.bin')).toThrow('no multiple of 4');
    expect(() => int32Table(files, 'none.bin')).toThrow('none.bin is missing');
  });
});
