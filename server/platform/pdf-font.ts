import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { inflateSync } from 'node:zlib';

/** Chinese and Latin in one file; of it, the few glyphs that are used are embedded. */
const fontPath = createRequire(import.meta.url).resolve('@fontsource/noto-sans-sc/files/noto-sans-sc-chinese-simplified-400-normal.woff');

let unpacked: Buffer | undefined;

/** The font as pdfkit reads it fast: of a WOFF it would inflate the whole table of outlines for every glyph that it embeds. */
export function pdfFont(): Buffer {
  unpacked ??= sfntOf(readFileSync(fontPath));
  return unpacked;
}

const [SFNT_HEAD, WOFF_HEAD, SFNT_ENTRY, WOFF_ENTRY] = [12, 44, 16, 20];

/** WOFF 1.0 (W3C, §4 and §5) to the OpenType file that it packs: each table inflated where it is shorter than it was. */
function sfntOf(woff: Buffer): Buffer {
  const count = woff.readUInt16BE(12);
  const tables = Array.from({ length: count }, (_, at) => {
    const entry = woff.subarray(WOFF_HEAD + at * WOFF_ENTRY, WOFF_HEAD + (at + 1) * WOFF_ENTRY);
    const [offset, packed, length] = [4, 8, 12].map((place) => entry.readUInt32BE(place));
    const bytes = woff.subarray(offset, offset + packed);
    return { tag: entry.subarray(0, 4), checksum: entry.subarray(16, 20), length, bytes: packed < length ? inflateSync(bytes) : bytes };
  });
  const power = 2 ** Math.floor(Math.log2(count));
  const head = Buffer.alloc(SFNT_HEAD + count * SFNT_ENTRY);
  woff.copy(head, 0, 4, 8);
  for (const [at, value] of [count, power * 16, Math.log2(power), (count - power) * 16].entries()) head.writeUInt16BE(value, 4 + at * 2);
  let offset = head.length;
  for (const [at, { tag, checksum, length }] of tables.entries()) {
    const place = SFNT_HEAD + at * SFNT_ENTRY;
    tag.copy(head, place);
    checksum.copy(head, place + 4);
    head.writeUInt32BE(offset, place + 8);
    head.writeUInt32BE(length, place + 12);
    offset += Math.ceil(length / 4) * 4;
  }
  return Buffer.concat([head, ...tables.map(({ bytes }) => Buffer.concat([bytes], Math.ceil(bytes.length / 4) * 4))]);
}
