import { createHash } from 'node:crypto';
import canonicalize from 'canonicalize';
import { z } from 'zod';

const hex = (bytes: number) => z.string().regex(new RegExp(`^[0-9a-f]{${bytes * 2}}$`));
const shape = z.strictObject({
  number: z.int().min(1), day: z.iso.date(), auditSeq: z.string().regex(/^\d+$/), auditHash: hex(32), madeAt: z.iso.datetime(), filed: z.boolean(), prevHash: hex(32), hash: hex(32), signature: hex(64),
});

/** The head of the audit log on one day; `filed`: whether it was meant for the file too. Anchors are chained, so that none can be left out between two others. */
export type Anchor = z.infer<typeof shape>;

export const noAnchor = '0'.repeat(64);

/** SHA-256 over the RFC 8785 form of everything before the hash, the previous anchor's hash among it. */
export function anchorHash({ number, day, auditSeq, auditHash, madeAt, filed, prevHash }: Omit<Anchor, 'hash' | 'signature'>): string {
  return createHash('sha256').update(canonicalize({ number, day, auditSeq, auditHash, madeAt, filed, prevHash })!).digest('hex');
}

export function lineOf(anchor: Anchor): string {
  return `${canonicalize(anchor)!}\n`;
}

/** null for what is no anchor. */
export function parsedLine(line: string): Anchor | null {
  try {
    return shape.safeParse(JSON.parse(line)).data ?? null;
  } catch {
    return null;
  }
}
