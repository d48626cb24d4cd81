import { createHmac, randomBytes } from 'node:crypto';
import type { EntityManager } from 'typeorm';
import type { Clock } from '../platform/clock.js';
import type { FieldEncryption } from '../platform/field-encryption.js';
import type { NewId } from '../platform/ids.js';

const DAY_MS = 86_400_000;
/** So long a recipient knows a person under one name. */
export const EPOCH_DAYS = 90;
/** An old key lives on for so long, or as long as data that went out under it may be kept, so that its people can still be found there. */
export const OVERLAP_DAYS = 30;

export interface PseudonymKey {
  readonly id: string;
  readonly epoch: number;
  nameOf(readerId: string): Buffer;
}

interface KeyRow { id: string; epoch: number; sealed_key: string }

/**
 * HMAC-SHA256 of the reader's id under a key of the recipient and the epoch: without the key nobody joins the names of two recipients or of two
 * epochs. With the key destroyed the names mean nobody any more, wherever copies of them are.
 */
export class Pseudonyms {
  constructor(private readonly fields: FieldEncryption, private readonly clock: Clock, private readonly newId: NewId, private readonly random: (bytes: number) => Buffer = randomBytes) {}

  /** The key of the present epoch; a new epoch begins with the first use after the old one's end. */
  async current(tx: EntityManager, partnerId: string): Promise<PseudonymKey> {
    const now = this.clock();
    const read = () => tx.query<KeyRow[]>('SELECT id, epoch, sealed_key FROM pseudonym_keys WHERE partner_id = $1 AND starts_at <= $2 AND ends_at > $2 AND sealed_key IS NOT NULL ORDER BY epoch DESC LIMIT 1', [partnerId, now]);
    let [row] = await read();
    if (!row) {
      // Two that begin an epoch at once would begin two.
      await tx.query('SELECT pg_advisory_xact_lock(hashtextextended($1, 0))', [`epoch:${partnerId}`]);
      [row] = await read();
    }
    if (!row) {
      const id = this.newId();
      const sealed = await this.fields.seal(place(id), this.random(32).toString('base64'));
      await tx.query('INSERT INTO pseudonym_keys (id, partner_id, epoch, sealed_key, starts_at, ends_at) SELECT $1, $2, 1 + coalesce(max(epoch), 0), $3, $4, $5 FROM pseudonym_keys WHERE partner_id = $2',
        [id, partnerId, sealed, now, new Date(now.getTime() + EPOCH_DAYS * DAY_MS)]);
      [row] = await read();
    }
    return this.opened(row);
  }

  /** The names of a reader under every key that is left, of one recipient or (null) of all. */
  async namesOf(tx: EntityManager, readerId: string, partnerId: string | null = null): Promise<Buffer[]> {
    const rows = await tx.query<KeyRow[]>('SELECT id, epoch, sealed_key FROM pseudonym_keys WHERE sealed_key IS NOT NULL AND ($1::uuid IS NULL OR partner_id = $1)', [partnerId]);
    return Promise.all(rows.map(async (row) => (await this.opened(row)).nameOf(readerId)));
  }

  async destroyOf(tx: EntityManager, partnerId: string): Promise<void> {
    await tx.query('UPDATE pseudonym_keys SET sealed_key = NULL, destroyed_at = $2 WHERE partner_id = $1 AND sealed_key IS NOT NULL', [partnerId, this.clock()]);
  }

  private async opened({ id, epoch, sealed_key }: KeyRow): Promise<PseudonymKey> {
    const key = Buffer.from(await this.fields.open(place(id), sealed_key), 'base64');
    return { id, epoch, nameOf: (readerId) => createHmac('sha256', key).update(readerId).digest() };
  }
}

/** Of epochs that ended long enough ago, once nothing that went out under them may be kept any longer. */
export const spentKeysSql = `UPDATE pseudonym_keys k SET sealed_key = NULL, destroyed_at = $1
  WHERE sealed_key IS NOT NULL AND ends_at + interval '${OVERLAP_DAYS} days' <= $1 AND NOT EXISTS (SELECT FROM disclosures d WHERE d.pseudonym_key_id = k.id AND d.expires_at > $1) RETURNING 1`;

function place(rowId: string) {
  return { table: 'pseudonym_keys', column: 'sealed_key', rowId };
}
