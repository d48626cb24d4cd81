import { createHash } from 'node:crypto';
import canonicalize from 'canonicalize';
import type { EntityManager } from 'typeorm';
import { actorLabel, type Actor } from './actor.js';
import type { Database } from './database.js';
import { DomainError } from './errors.js';

/**
 * Same key and same input: the stored answer. Same key and other input: IDEMPOTENCY_MISMATCH. Claim, work and answer
 * are one transaction, so a failed call leaves the key free, and a second call at the same time waits for the first
 * (Postgres makes its INSERT wait for the unique key).
 */
export class Idempotency {
  constructor(private readonly database: Database) {}

  /** `work` answers with plain JSON (ids, not rows): it is stored and given again as it was. */
  async once<T>(actor: Actor, key: string, operation: string, input: unknown, work: (tx: EntityManager) => Promise<T>): Promise<T> {
    if (key.length < 1 || key.length > 200) throw new DomainError('BAD_INPUT', { path: ['idempotencyKey'] }, 'An idempotency key has 1 to 200 characters.');
    return this.database.transaction(async (tx) => {
      const owner = actorLabel(actor);
      const hash = inputHash(input);
      const claimed = await tx.query<unknown[]>(
        'INSERT INTO idempotency_keys (actor, key, operation, input_hash) VALUES ($1, $2, $3, $4) ON CONFLICT DO NOTHING RETURNING key', [owner, key, operation, hash]);
      if (!claimed.length) {
        const [stored] = await tx.query<{ operation: string; input_hash: Buffer; answer: T }[]>(
          'SELECT operation, input_hash, answer FROM idempotency_keys WHERE actor = $1 AND key = $2', [owner, key]);
        // Gone: housekeeping took it between the two statements. The caller's next try will claim it.
        if (!stored) throw new DomainError('IDEMPOTENCY_IN_PROGRESS');
        if (stored.operation !== operation || !stored.input_hash.equals(hash)) throw new DomainError('IDEMPOTENCY_MISMATCH', { path: ['idempotencyKey'] });
        return stored.answer;
      }
      const answer = await work(tx);
      await tx.query('UPDATE idempotency_keys SET answer = $3 WHERE actor = $1 AND key = $2', [owner, key, JSON.stringify(answer ?? null)]);
      return answer;
    });
  }
}

/** SHA-256 of the RFC 8785 form; a bigint counts as its digits. */
function inputHash(input: unknown): Buffer {
  const plain: unknown = JSON.parse(JSON.stringify(input ?? null, (_key, value: unknown) => (typeof value === 'bigint' ? String(value) : value)));
  return createHash('sha256').update(canonicalize(plain)!).digest();
}
