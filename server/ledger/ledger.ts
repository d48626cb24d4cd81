import { createHash } from 'node:crypto';
import canonicalize from 'canonicalize';
import type { EntityManager } from 'typeorm';
import type { Clock } from '../platform/clock.js';
import { DomainError } from '../platform/errors.js';
import type { NewId } from '../platform/ids.js';
import { limitedKinds, nameKey, type AccountName } from './chart.js';

/** Money from one account to another of the same currency: a debit of `from`, a credit of `to`. */
export interface Leg {
  readonly from: AccountName;
  readonly to: AccountName;
  readonly amountMinor: bigint;
}

export interface NewTransfer {
  /** From outside, 1 to 200 characters: the same key with the same legs is the same transfer, with others a conflict. */
  readonly key: string;
  readonly kind: string;
  readonly legs: readonly Leg[];
  /** Only reserves; `resolve` posts or voids it later. */
  readonly pending?: boolean;
}

interface Entry { account: string; currency: string; side: 'debit' | 'credit'; posted: bigint; pending: bigint }

/**
 * Double entry with the semantics of TigerBeetle. The database holds the rules: Σ debits = Σ credits per transfer and
 * currency, no account of a limited kind below zero, a pending transfer resolved once and never beyond what it reserved.
 * Every method works inside the caller's transaction. OVER_LIMIT: an account has too little; IDEMPOTENCY_MISMATCH: the key
 * was used for something else.
 */
export class Ledger {
  constructor(private readonly clock: Clock, private readonly newId: NewId) {}

  /** Legs may be of several accounts and currencies: all of them or none. Legs of nothing are left out. Answers whether the key was new. */
  async transfer(tx: EntityManager, { key, kind, legs, pending = false }: NewTransfer): Promise<boolean> {
    for (const { from, to, amountMinor } of legs) {
      if (amountMinor < 0n) throw new DomainError('BAD_INPUT', { path: ['amountMinor'] }, 'A transfer moves no negative amount: turn it around.');
      if (from.currency !== to.currency) throw new DomainError('BAD_INPUT', { path: ['currency'] }, 'Both accounts of a leg are of one currency.');
    }
    const moved = legs.filter(({ amountMinor }) => amountMinor > 0n);
    const id = this.newId();
    const input = { kind, pending, legs: moved.map(({ from, to, amountMinor }) => [nameKey(from), nameKey(to), String(amountMinor)]) };
    if (!await this.claim(tx, { id, key, kind, phase: pending ? 'pending' : 'posted', pendingId: null }, input)) return false;
    const accounts = await this.ensure(tx, moved.flatMap(({ from, to }) => [from, to]));
    const amounts = (amount: bigint) => (pending ? { posted: 0n, pending: amount } : { posted: amount, pending: 0n });
    await this.write(tx, id, moved.flatMap(({ from, to, amountMinor }): Entry[] => [
      { account: accounts.get(nameKey(from))!, currency: from.currency, side: 'debit', ...amounts(amountMinor) },
      { account: accounts.get(nameKey(to))!, currency: to.currency, side: 'credit', ...amounts(amountMinor) },
    ]));
    return true;
  }

  /**
   * Ends a pending transfer: posts `amountMinor` of each of its legs (all of it without one; 0 voids it) and gives the rest
   * back. NOT_FOUND without such a pending transfer; ILLEGAL_TRANSITION when it has ended by another key.
   */
  async resolve(tx: EntityManager, { key, pendingKey, amountMinor }: { key: string; pendingKey: string; amountMinor?: bigint }): Promise<boolean> {
    const [held] = await tx.query<{ id: string; kind: string }[]>(`SELECT id, kind FROM ledger_transfers WHERE key = $1 AND phase = 'pending'`, [pendingKey]);
    if (!held) throw new DomainError('NOT_FOUND', { path: ['pendingKey'] });
    const entries = await tx.query<{ account: string; currency: string; side: 'debit' | 'credit'; pending: string }[]>(
      'SELECT account_id AS account, currency, side, pending_minor AS pending FROM ledger_entries WHERE transfer_id = $1 ORDER BY number', [held.id]);
    if (amountMinor !== undefined && (amountMinor < 0n || entries.some(({ pending }) => amountMinor > BigInt(pending)))) throw new DomainError('OVER_LIMIT', { path: ['amountMinor'] }, 'No more can be posted than was reserved.');
    const id = this.newId();
    const input = { pendingKey, amountMinor: amountMinor === undefined ? null : String(amountMinor) };
    if (!await this.claim(tx, { id, key, kind: held.kind, phase: amountMinor === 0n ? 'void' : 'post', pendingId: held.id }, input)) return false;
    await this.write(tx, id, entries.map((entry) => ({ ...entry, posted: amountMinor ?? BigInt(entry.pending), pending: -BigInt(entry.pending) })));
    return true;
  }

  /** Credits less debits, posted; 0 for an account that was never used. With `lock`: nobody changes it before the transaction ends. */
  async balance(tx: EntityManager, name: AccountName, { lock = false } = {}): Promise<{ posted: bigint; reserved: bigint }> {
    const [row] = await tx.query<{ posted: string; reserved: string }[]>(
      `SELECT credits_posted - debits_posted AS posted, debits_pending AS reserved FROM ledger_accounts
       WHERE partner_id IS NOT DISTINCT FROM $1 AND kind = $2 AND currency = $3 AND subject = $4 ${lock ? 'FOR NO KEY UPDATE' : ''}`, [name.partnerId, name.kind, name.currency, name.subject ?? '']);
    return { posted: BigInt(row?.posted ?? 0), reserved: BigInt(row?.reserved ?? 0) };
  }

  private async claim(tx: EntityManager, transfer: { id: string; key: string; kind: string; phase: string; pendingId: string | null }, input: object): Promise<boolean> {
    const hash = createHash('sha256').update(canonicalize(input)!).digest();
    try {
      const claimed = await tx.query<unknown[]>(
        `INSERT INTO ledger_transfers (id, key, input_hash, kind, phase, pending_id, at) VALUES ($1, $2, $3, $4, $5, $6, $7) ON CONFLICT (key) DO NOTHING RETURNING id`,
        [transfer.id, transfer.key, hash, transfer.kind, transfer.phase, transfer.pendingId, this.clock()]);
      if (claimed.length) return true;
    } catch (error) {
      if (isViolation(error, 'ledger_transfers_pending_id_key')) throw new DomainError('ILLEGAL_TRANSITION', { from: 'resolved', allowed: [] });
      throw error;
    }
    const [stored] = await tx.query<{ input_hash: Buffer }[]>('SELECT input_hash FROM ledger_transfers WHERE key = $1', [transfer.key]);
    if (!stored.input_hash.equals(hash)) throw new DomainError('IDEMPOTENCY_MISMATCH', { path: ['key'] });
    return false;
  }

  private async ensure(tx: EntityManager, names: readonly AccountName[]): Promise<Map<string, string>> {
    const wanted = [...new Map(names.map((name) => [nameKey(name), name])).entries()].sort(([one], [two]) => (one < two ? -1 : 1)).map(([, name]) => name);
    const columns = [wanted.map(() => this.newId()), wanted.map(({ partnerId }) => partnerId), wanted.map(({ kind }) => kind), wanted.map(({ subject }) => subject ?? ''), wanted.map(({ currency }) => currency)];
    await tx.query(
      `INSERT INTO ledger_accounts (id, partner_id, kind, subject, currency, limited)
       SELECT id, partner_id, kind, subject, currency, kind = ANY($6) FROM unnest($1::uuid[], $2::uuid[], $3::text[], $4::text[], $5::text[]) AS n (id, partner_id, kind, subject, currency)
       ON CONFLICT DO NOTHING`, [...columns, limitedKinds]);
    const rows = await tx.query<{ id: string; partnerId: string | null; kind: AccountName['kind']; subject: string; currency: string }[]>(
      `SELECT a.id, a.partner_id AS "partnerId", a.kind, a.subject, a.currency FROM ledger_accounts a
       JOIN unnest($1::uuid[], $2::text[], $3::text[], $4::text[]) AS n (partner_id, kind, subject, currency)
         ON a.partner_id IS NOT DISTINCT FROM n.partner_id AND a.kind = n.kind AND a.subject = n.subject AND a.currency = n.currency`, columns.slice(1));
    return new Map(rows.map(({ id, ...name }) => [nameKey(name), id]));
  }

  private async write(tx: EntityManager, transferId: string, entries: readonly Entry[]): Promise<void> {
    if (!entries.length) return;
    try {
      await tx.query(
        `INSERT INTO ledger_entries (transfer_id, number, account_id, currency, side, posted_minor, pending_minor)
         SELECT $1, number, account, currency, side, posted, pending FROM unnest($2::uuid[], $3::text[], $4::text[], $5::bigint[], $6::bigint[]) WITH ORDINALITY AS e (account, currency, side, posted, pending, number)`,
        [transferId, entries.map(({ account }) => account), entries.map(({ currency }) => currency), entries.map(({ side }) => side), entries.map(({ posted }) => String(posted)), entries.map(({ pending }) => String(pending))]);
    } catch (error) {
      if (isViolation(error, 'ledger_accounts_limit')) throw new DomainError('OVER_LIMIT');
      throw error;
    }
  }
}

function isViolation(error: unknown, constraint: string): boolean {
  return error instanceof Error && (error as { constraint?: unknown; driverError?: { constraint?: unknown } }).driverError?.constraint === constraint;
}
