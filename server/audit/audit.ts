import type { EntityManager } from 'typeorm';
import { actorLabel } from '../platform/actor.js';
import type { AuditEvent, AuditTrail } from '../platform/audit-trail.js';
import type { Clock } from '../platform/clock.js';
import type { Database } from '../platform/database.js';
import type { NewId } from '../platform/ids.js';
import { genesis, linkHash, plainDetail, type ChainedEntry } from './chain.js';

/** Any constant that nothing else locks on; held from append to the end of the transaction. */
const chainLock = 7_214_033;

export type AuditVerdict =
  | { readonly intact: true; readonly checked: number }
  | { readonly intact: false; readonly checked: number; readonly brokenAt: bigint; readonly why: 'missing' | 'hash' | 'link' };

interface StoredEntry extends Omit<ChainedEntry, 'seq'> { seq: string; prevHash: Buffer; hash: Buffer }

/**
 * Append-only, and every entry's hash covers the one before: who changes or removes a row breaks the chain from there.
 * The lock puts all writers in one line, so call append LAST in the transaction to keep that line short.
 */
export class Audit implements AuditTrail {
  constructor(private readonly database: Database, private readonly clock: Clock, private readonly newId: NewId) {}

  async append(tx: EntityManager, event: AuditEvent): Promise<void> {
    await tx.query('SELECT pg_advisory_xact_lock($1)', [chainLock]);
    // A statement of its own: under READ COMMITTED it sees what was committed while the lock made us wait.
    const [last] = await tx.query<{ seq: string; hash: Buffer }[]>('SELECT seq, hash FROM audit_entries ORDER BY seq DESC LIMIT 1');
    const previous = last?.hash ?? genesis;
    const entry: ChainedEntry = {
      seq: BigInt(last?.seq ?? 0) + 1n,
      id: this.newId(),
      at: this.clock(),
      actor: actorLabel(event.actor),
      action: event.action,
      noun: event.noun,
      nounId: event.nounId,
      detail: plainDetail(event.detail ?? {}),
    };
    await tx.query(
      'INSERT INTO audit_entries (seq, id, at, actor, action, noun, noun_id, detail, prev_hash, hash) VALUES ($1,$2,$3,$4,$5,$6,$7,$8,$9,$10)',
      [String(entry.seq), entry.id, entry.at, entry.actor, entry.action, entry.noun, entry.nounId, entry.detail, previous, linkHash(previous, entry)]);
  }

  /**
   * Recomputes the chain from `from` to `to` (both included; to the end without `to`) in pages, and finds the first
   * broken link. A range that begins later than 1 is checked against the stored hash of the entry before it.
   */
  async verify(from = 1n, to?: bigint): Promise<AuditVerdict> {
    let [seq, checked] = [from, 0];
    let previous: Buffer = genesis;
    if (from > 1n) {
      const [before] = await this.database.query<{ hash: Buffer }>('SELECT hash FROM audit_entries WHERE seq = $1', [String(from - 1n)]);
      if (!before) return { intact: false, checked, brokenAt: from - 1n, why: 'missing' };
      previous = before.hash;
    }
    for (;;) {
      const page = await this.database.query<StoredEntry>(
        `SELECT seq, id, at, actor, action, noun, noun_id AS "nounId", detail, prev_hash AS "prevHash", hash
         FROM audit_entries WHERE seq >= $1 AND ($2::bigint IS NULL OR seq <= $2) ORDER BY seq LIMIT 1000`, [String(seq), to === undefined ? null : String(to)]);
      for (const { prevHash, hash, ...stored } of page) {
        const entry: ChainedEntry = { ...stored, seq: BigInt(stored.seq) };
        if (entry.seq !== seq) return { intact: false, checked, brokenAt: seq, why: 'missing' };
        if (!prevHash.equals(previous)) return { intact: false, checked, brokenAt: seq, why: 'link' };
        if (!hash.equals(linkHash(previous, entry))) return { intact: false, checked, brokenAt: seq, why: 'hash' };
        [previous, seq, checked] = [hash, seq + 1n, checked + 1];
      }
      if (page.length < 1000) break;
    }
    if (to !== undefined && seq <= to) return { intact: false, checked, brokenAt: seq, why: 'missing' };
    return { intact: true, checked };
  }
}
