import { createCipheriv, createDecipheriv, createHash } from 'node:crypto';
import { gunzipSync, gzipSync } from 'node:zlib';

const ivBytes = 12;
const tagBytes = 16;

export const sha256 = (bytes: Uint8Array | string) => createHash('sha256').update(bytes).digest();

/** Records as gzip of one JSON object a line: the bytes that the recipient gets. */
export function packRecords(records: readonly object[]): Buffer {
  return gzipSync(records.map((one) => `${JSON.stringify(one)}\n`).join(''));
}

export function unpackRecords(bytes: Buffer): Record<string, unknown>[] {
  return gunzipSync(bytes).toString('utf8').split('\n').filter(Boolean).map((line) => JSON.parse(line) as Record<string, unknown>);
}

/** Whose archive it is goes into the authenticated data: under another recipient's or export's name it does not open. */
export interface ArchivePlace { readonly exportId: string; readonly partnerId: string }

const aad = ({ exportId, partnerId }: ArchivePlace) => Buffer.from(`data_exports|${partnerId}|${exportId}`);

/** AES-256-GCM under a key that is used for this archive alone: IV, ciphertext, tag. */
export function sealArchive(bytes: Buffer, key: Buffer, iv: Buffer, place: ArchivePlace): Buffer {
  const cipher = createCipheriv('aes-256-gcm', key, iv).setAAD(aad(place));
  return Buffer.concat([iv, cipher.update(bytes), cipher.final(), cipher.getAuthTag()]);
}

export function openArchive(sealed: Buffer, key: Buffer, place: ArchivePlace): Buffer {
  const decipher = createDecipheriv('aes-256-gcm', key, sealed.subarray(0, ivBytes), { authTagLength: tagBytes }).setAAD(aad(place)).setAuthTag(sealed.subarray(-tagBytes));
  return Buffer.concat([decipher.update(sealed.subarray(ivBytes, -tagBytes)), decipher.final()]);
}

/** One digest for a set of people, whatever their order. */
export function subjectsDigest(names: readonly Buffer[]): Buffer {
  return sha256(Buffer.concat([...names].sort(Buffer.compare)));
}
