import type { EntityManager } from 'typeorm';
import { Payout, type PayoutState } from '../../schema/payout.js';
import { Partner } from '../../schema/partner.js';
import { Statement } from '../../schema/statement.js';
import type { Bank } from '../adapters/payout/bank.js';
import type { Audit } from '../audit/audit.js';
import type { AccountName } from '../ledger/chart.js';
import type { Leg, Ledger } from '../ledger/ledger.js';
import { maySeePartner, sideOf } from '../partner/sides.js';
import { type Actor, actorAccountId } from '../platform/actor.js';
import type { Clock } from '../platform/clock.js';
import { nextCode } from '../platform/codes.js';
import type { Database } from '../platform/database.js';
import { DomainError } from '../platform/errors.js';
import type { NewId } from '../platform/ids.js';
import { revenueOf } from './accruals.js';
import { exchanged } from './exchange.js';
import { rateNow } from './exchange-rates.js';
import { payoutMoves, type PayoutAction } from './payout-states.js';
import { isHeld } from './payout-holds.js';
import type { Postings } from './postings.js';
import { lockSettlement } from './statement-windows.js';

export interface PayoutChange { readonly id: string; readonly expectedVersion: number }

export interface ProposedPayout {
  readonly statementId: string;
  readonly expectedVersion: number;
  readonly paidCurrency?: string | null;
  /** Millionths of what is owed that stay back, because of the partner's risk; a later noun knows them. */
  readonly reserveOf?: ReserveOf;
}
export type ReserveOf = (tx: EntityManager, partnerId: string) => Promise<number>;

/**
 * Two persons and a bank. Approving reserves the money on the payable account, so that no other payout can take it; the bank's
 * answer posts it. Refusals (NOT_FOUND, FORBIDDEN, CONFLICT, ILLEGAL_TRANSITION, OVER_LIMIT) change nothing.
 */
export class Payouts {
  constructor(private readonly database: Database, private readonly ledger: Ledger, private readonly postings: Postings, private readonly audit: Audit, private readonly clock: Clock, private readonly newId: NewId) {}

  /** Proposes to pay what is owed by an acknowledged statement: its closing balance, or what is left of it, less what stays back; in `paidCurrency`, at the rate of now. */
  async propose(tx: EntityManager, { statementId, expectedVersion, paidCurrency, reserveOf }: ProposedPayout, actor: Actor): Promise<string> {
    await lockSettlement(tx);
    const statement = await tx.findOneBy(Statement, { id: statementId });
    const proposer = requirePlatform(actor, statement?.partnerId ?? null);
    if (statement!.version !== expectedVersion) throw new DomainError('CONFLICT', { currentVersion: statement!.version });
    if (statement!.state !== 'acknowledged') throw new DomainError('ILLEGAL_TRANSITION', { from: statement!.state, allowed: [] }, 'Only a statement that the partner has acknowledged is paid.');
    const { partnerId, currency, closingMinor } = statement!;
    if (await tx.existsBy(Payout, (['proposed', 'approved', 'submitted', 'settled', 'failed'] as const).map((state) => ({ statementId, state })))) throw new DomainError('ALREADY_EXISTS', { path: ['statementId'] }, 'This statement has a payout.');
    const { posted, reserved } = await this.ledger.balance(tx, { partnerId, kind: 'partner_payable', currency });
    const owedMinor = closingMinor! < posted - reserved ? closingMinor! : posted - reserved;
    const amountMinor = owedMinor - (owedMinor * BigInt(await reserveOf?.(tx, partnerId) ?? 0) + 999_999n) / 1_000_000n;
    if (amountMinor <= 0n) throw new DomainError('OVER_LIMIT', { path: ['statementId'] }, 'Nothing of this statement is left to be paid.');
    const [id, now] = [this.newId(), this.clock()];
    const code = await nextCode(tx, 'PO', now);
    const exchange = paidCurrency && paidCurrency !== currency ? await exchangeFor(tx, amountMinor, currency, paidCurrency, now) : null;
    await tx.insert(Payout, { id, code, partnerId, statementId, currency, amountMinor, ...exchange, state: 'proposed', proposedBy: proposer, version: 1, createdAt: now, updatedAt: now });
    await this.audit.append(tx, { actor, action: 'payoutPropose', noun: 'Payout', nounId: id, detail: { code, statementId, amountMinor: String(amountMinor), currency, ...(exchange && { ...exchange, paidMinor: String(exchange.paidMinor), spreadMinor: String(exchange.spreadMinor) }) } });
    return id;
  }

  /** The second person. FORBIDDEN for the one who proposed it. */
  approve(change: PayoutChange, actor: Actor): Promise<Payout> {
    return this.person('payoutApprove', change, actor, async (tx, payout, accountId) => {
      if (payout.proposedBy === accountId) throw new DomainError('FORBIDDEN', {}, 'Whoever proposed a payout cannot approve it: ask another person.');
      if (payout.rateId && payout.rateId !== (await rateNow(tx, payout.currency, payout.paidCurrency!, this.clock())).id) throw new DomainError('ILLEGAL_TRANSITION', { from: 'proposed', allowed: ['cancelled'] }, 'The rate has changed since: cancel this payout and propose it again.');
      if (await isHeld(tx, payout.partnerId)) throw new DomainError('ILLEGAL_TRANSITION', { from: 'held', allowed: [] }, 'Payouts of this partner are held.');
      await this.ledger.transfer(tx, { key: `payout:${payout.id}`, kind: 'payout', pending: true, legs: payoutLegs(payout) });
      return { approvedBy: accountId };
    });
  }

  cancel(change: PayoutChange, actor: Actor): Promise<Payout> {
    return this.person('payoutCancel', change, actor, async () => ({}));
  }

  /** After the bank refused: the money is owed again, and the statement may have another payout. */
  giveBack(change: PayoutChange, actor: Actor): Promise<Payout> {
    return this.person('payoutReturn', change, actor, async (tx, payout) => {
      await this.ledger.resolve(tx, { key: `payout:${payout.id}:void`, pendingKey: `payout:${payout.id}`, amountMinor: 0n });
      return {};
    });
  }

  /** The work of move-payouts: what is approved goes to the bank, and what the bank says is recorded. Answers how many moved. Safe to run twice at once. */
  async moveDue(bank: Bank, actor: Actor): Promise<number> {
    const due = await this.database.query<{ id: string }>(`SELECT id FROM payouts WHERE state IN ('approved', 'submitted') ORDER BY id LIMIT 100`);
    let moved = 0;
    for (const { id } of due) moved += await this.advance(id, bank, actor);
    return moved;
  }

  private async advance(id: string, bank: Bank, actor: Actor): Promise<number> {
    // Claimed before the bank hears of it: a hold that comes later finds it at the bank, one that came earlier keeps it here.
    const submitted = await this.bankMove('submit', id, actor, async (tx, payout) => ((await isHeld(tx, payout.partnerId)) ? null : {}));
    const payout = await this.database.dataSource.getRepository(Payout).findOneByOrFail({ id });
    if (payout.state !== 'submitted') return submitted;
    if (!payout.bankReference) {
      const { code: payee } = await this.database.dataSource.getRepository(Partner).findOneByOrFail({ id: payout.partnerId });
      const { bankReference } = await bank.submit({ reference: id, payee, ...payout.paid });
      await this.database.query('UPDATE payouts SET bank_reference = $2 WHERE id = $1', [id, bankReference]);
    }
    const status = await bank.status(id);
    if (status?.state === 'settled') return submitted + await this.bankMove('settle', id, actor, (tx, one) => this.settle(tx, one));
    if (status?.state === 'failed') return submitted + await this.bankMove('fail', id, actor, async () => ({ failure: status.failure }));
    return submitted;
  }

  private async settle(tx: EntityManager, { id, partnerId, currency, amountMinor }: Payout): Promise<Partial<Payout>> {
    await this.ledger.resolve(tx, { key: `payout:${id}:post`, pendingKey: `payout:${id}` });
    await this.postings.post(tx, { partnerId, currency, amountMinor: -amountMinor, source: 'payout', key: `${id}:line` });
    return {};
  }

  private person(action: PayoutAction, { id, expectedVersion }: PayoutChange, actor: Actor, decide: (tx: EntityManager, payout: Payout, accountId: string) => Promise<Partial<Payout>>): Promise<Payout> {
    return this.database.transaction(async (tx) => {
      await lockSettlement(tx);
      const payout = await tx.findOneBy(Payout, { id });
      const accountId = requirePlatform(actor, payout?.partnerId ?? null);
      if (payout!.version !== expectedVersion) throw new DomainError('CONFLICT', { currentVersion: payout!.version });
      return this.write(tx, action, payout!, actor, await this.decided(action, payout!, () => decide(tx, payout!, accountId)));
    });
  }

  private async decided(action: PayoutAction, { state }: Payout, decide: () => Promise<Partial<Payout>>): Promise<Partial<Payout>> {
    const move = payoutMoves.find((one) => one.action === action && one.from === state);
    if (!move) throw new DomainError('ILLEGAL_TRANSITION', { from: state, allowed: payoutMoves.filter(({ from }) => from === state).map(({ to }) => to) });
    return { ...await decide(), state: move.to };
  }

  /** 0 when the payout is not where the move begins, or `decide` answers null. */
  private bankMove(action: PayoutAction, id: string, actor: Actor, decide: (tx: EntityManager, payout: Payout) => Promise<Partial<Payout> | null>): Promise<number> {
    return this.database.transaction(async (tx) => {
      await lockSettlement(tx);
      const payout = await tx.findOneByOrFail(Payout, { id });
      const move = payoutMoves.find((one) => one.action === action && one.from === payout.state);
      const values = move && await decide(tx, payout);
      if (!values) return 0;
      await this.write(tx, action, payout, actor, { ...values, state: move.to });
      return 1;
    });
  }

  private async write(tx: EntityManager, action: PayoutAction, payout: Payout, actor: Actor, values: Partial<Payout>): Promise<Payout> {
    const from: PayoutState = payout.state;
    const written = { ...values, version: payout.version + 1, updatedAt: this.clock() };
    await tx.update(Payout, { id: payout.id }, written);
    await this.audit.append(tx, {
      actor, action: payoutMoves.find((one) => one.action === action)!.by === 'person' ? action : `payout.${action}`, noun: 'Payout', nounId: payout.id,
      detail: { code: payout.code, from, to: values.state, amountMinor: String(payout.amountMinor), currency: payout.currency },
    });
    return Object.assign(payout, written);
  }
}

/** Without an exchange, owed money leaves the bank. With one, two currencies meet in the platform's liquidity and the spread is a leg of its own. */
function payoutLegs({ partnerId, currency, amountMinor, paidCurrency, paidMinor, spreadMinor }: Payout): Leg[] {
  const payable: AccountName = { partnerId, kind: 'partner_payable', currency };
  const own = (kind: AccountName['kind'], of: string): AccountName => ({ partnerId: null, kind, currency: of });
  if (paidCurrency === null) return [{ from: payable, to: own('cash', currency), amountMinor }];
  return [
    { from: payable, to: revenueOf(currency), amountMinor: spreadMinor! },
    { from: payable, to: own('fx_liquidity', currency), amountMinor: amountMinor - spreadMinor! },
    { from: own('fx_liquidity', paidCurrency), to: own('cash', paidCurrency), amountMinor: paidMinor! },
  ];
}

async function exchangeFor(tx: EntityManager, amountMinor: bigint, currency: string, paidCurrency: string, now: Date): Promise<Pick<Payout, 'rateId' | 'paidCurrency' | 'paidMinor' | 'spreadMinor'>> {
  const rate = await rateNow(tx, currency, paidCurrency, now);
  const { paidMinor, spreadMinor } = exchanged(amountMinor, rate);
  if (paidMinor <= 0n) throw new DomainError('BAD_INPUT', { path: ['paidCurrency'] }, `This is worth less than the smallest unit of ${paidCurrency}.`);
  return { rateId: rate.id, paidCurrency, paidMinor, spreadMinor };
}

/** A person of the platform's side; NOT_FOUND for what the actor may not see. */
function requirePlatform(actor: Actor, partnerId: string | null): string {
  if (partnerId === null || !maySeePartner(actor, partnerId)) throw new DomainError('NOT_FOUND');
  const accountId = actorAccountId(actor);
  if (sideOf(actor, partnerId) !== 'platform' || accountId === null) throw new DomainError('FORBIDDEN');
  return accountId;
}
