import { randomBytes } from 'node:crypto';
import type { Database } from './database.js';
import { DomainError } from './errors.js';

/** An AES-256 key and the name under which it stands in the header of what it sealed. */
export interface FieldKey {
  readonly id: string;
  readonly bytes: Buffer;
}

/** Other processes learn within so long that a new key was made; what they seal meanwhile is sealed anew by the next rewrap-fields. */
const freshMs = 60_000;
const lockKey = 7_214_061;

/**
 * The keys that fields are sealed under, the newest first: those of FIELD_KEYS, or, where that is not set, of a table that every
 * process shares, like the signing keys. A dump of the database alone is unreadable only with FIELD_KEYS.
 */
export class FieldKeys {
  private known: { keys: readonly FieldKey[]; readAtMs: number } | undefined;

  constructor(private readonly database: Database, private readonly configured: readonly FieldKey[]) {}

  async current(): Promise<FieldKey> {
    return (await this.all(Date.now() - freshMs))[0];
  }

  /** Throws when the key has been destroyed, or left out of FIELD_KEYS too early. */
  async byId(id: string): Promise<FieldKey> {
    const find = (keys: readonly FieldKey[]) => keys.find((key) => key.id === id);
    const key = find(await this.all(0)) ?? find(await this.all(Infinity));
    if (!key) throw new Error(`The key ${id}, under which a field was sealed, is not here: put it back into FIELD_KEYS.`);
    return key;
  }

  /** From now on fields are sealed under a new key; the old ones go on opening what they sealed. Answers the new key's id. */
  async rotate(): Promise<string> {
    if (this.configured.length) throw new DomainError('BAD_INPUT', { path: ['FIELD_KEYS'] }, 'The keys come from FIELD_KEYS: put a new one before the others there, and start again.');
    await this.database.transaction(async (tx) => {
      await tx.query('SELECT pg_advisory_xact_lock($1)', [lockKey]);
      await tx.query(`INSERT INTO field_keys (id, key_bytes) SELECT 'k' || 1 + count(*), $1 FROM field_keys`, [randomBytes(32)]);
    });
    return (await this.all(Infinity))[0].id;
  }

  /** As they were at `notBeforeMs` or later. */
  private async all(notBeforeMs: number): Promise<readonly FieldKey[]> {
    if (this.configured.length) return this.configured;
    if (this.known && this.known.readAtMs >= notBeforeMs) return this.known.keys;
    let keys = await this.kept();
    if (!keys.length) {
      // Of several processes that start at once, one wins here and the others read its key.
      await this.database.query(`INSERT INTO field_keys (id, key_bytes) VALUES ('k1', $1) ON CONFLICT DO NOTHING`, [randomBytes(32)]);
      keys = await this.kept();
    }
    this.known = { keys, readAtMs: Date.now() };
    return keys;
  }

  private kept(): Promise<FieldKey[]> {
    return this.database.query<{ id: string; bytes: Buffer }>('SELECT id, key_bytes AS bytes FROM field_keys ORDER BY number DESC');
  }
}
