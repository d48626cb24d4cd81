import { entrySources, type Entry } from './blend.js';

/** What is not the same for every entry, by slot: [slot, campaign id or null, propensity]. */
export type Mark = [slot: number, campaignId: string | null, propensity: number];

export interface FrozenList {
  /** Per entry 9 bytes: u32 content numbers, then f32 scores, then u8 sources, little-endian. */
  entries: Buffer;
  marks: Mark[];
}

const ENTRY_BYTES = 9;

/** About a kilobyte for a whole list: below the size at which Postgres starts to compress and move rows. */
export function freeze(list: readonly Entry[]): FrozenList {
  const entries = Buffer.alloc(list.length * ENTRY_BYTES);
  const marks: Mark[] = [];
  list.forEach(({ contentNo, score, source, campaignId, propensity }, slot) => {
    entries.writeUInt32LE(contentNo, slot * 4);
    entries.writeFloatLE(score, list.length * 4 + slot * 4);
    entries.writeUInt8(entrySources.indexOf(source), list.length * 8 + slot);
    if (campaignId !== null || propensity !== 1) marks.push([slot, campaignId, propensity]);
  });
  return { entries, marks };
}

/** Throws RangeError for bytes that were cut. */
export function thaw({ entries, marks }: FrozenList): Entry[] {
  if (entries.length % ENTRY_BYTES !== 0) throw new RangeError(`a list of ${entries.length} bytes is cut: entries have ${ENTRY_BYTES}`);
  const count = entries.length / ENTRY_BYTES;
  const list = Array.from({ length: count }, (_, slot): Entry => ({
    contentNo: entries.readUInt32LE(slot * 4),
    score: entries.readFloatLE(count * 4 + slot * 4),
    source: entrySources[entries.readUInt8(count * 8 + slot)],
    campaignId: null,
    propensity: 1,
  }));
  for (const [slot, campaignId, propensity] of marks) Object.assign(list[slot], { campaignId, propensity });
  return list;
}
