import type { EntityManager } from 'typeorm';
import { LessThanOrEqual } from 'typeorm';
import { ExchangeRate } from '../../schema/exchange-rate.js';
import type { Audit } from '../audit/audit.js';
import { type Actor, actorAccountId } from '../platform/actor.js';
import type { Clock } from '../platform/clock.js';
import { DomainError } from '../platform/errors.js';
import type { NewId } from '../platform/ids.js';
import { ratePpbOf } from './exchange.js';

/** An older rate is nobody's price any more. */
const MOST_DAYS = 7;
const MOST_SPREAD_PPM = 100_000;

export interface NewRate {
  readonly source: string;
  readonly target: string;
  /** Whole units of `target` for one of `source`, a decimal of at most nine places. */
  readonly rate: string;
  readonly spreadPpm: number;
}

/** Rates that people set. They are only added: what was paid at one can be computed again for ever. */
export class ExchangeRates {
  constructor(private readonly audit: Audit, private readonly clock: Clock, private readonly newId: NewId) {}

  /** From now on. BAD_INPUT for what is no pair, no rate or more than a tenth kept; FORBIDDEN without a person. */
  async set(tx: EntityManager, { source, target, rate, spreadPpm }: NewRate, actor: Actor): Promise<string> {
    const setBy = actorAccountId(actor);
    if (setBy === null) throw new DomainError('FORBIDDEN');
    for (const [path, code] of [['source', source], ['target', target]]) {
      if (!/^[A-Z]{3}$/.test(code)) throw new DomainError('BAD_INPUT', { path: [path] }, 'A currency is an ISO 4217 code of three capitals.');
    }
    if (source === target) throw new DomainError('BAD_INPUT', { path: ['target'] }, 'A currency is not exchanged for itself.');
    const ratePpb = ratePpbOf(rate);
    if (ratePpb === null) throw new DomainError('BAD_INPUT', { path: ['rate'] }, 'A rate is a decimal above zero, at most 999999.999999999.');
    if (!Number.isInteger(spreadPpm) || spreadPpm < 0 || spreadPpm > MOST_SPREAD_PPM) throw new DomainError('BAD_INPUT', { path: ['spreadPpm'] }, `The spread is between 0 and ${MOST_SPREAD_PPM} millionths.`);
    const id = this.newId();
    await tx.insert(ExchangeRate, { id, source, target, ratePpb, spreadPpm, setBy, validFrom: this.clock() });
    await this.audit.append(tx, { actor, action: 'exchangeRateSet', noun: 'ExchangeRate', nounId: id, detail: { source, target, rate, spreadPpm } });
    return id;
  }
}

/** The rate that counts now; NOT_READY where nobody has set one lately. */
export async function rateNow(tx: EntityManager, source: string, target: string, now: Date): Promise<ExchangeRate> {
  const rate = await tx.findOne(ExchangeRate, { where: { source, target, validFrom: LessThanOrEqual(now) }, order: { validFrom: 'DESC' } });
  if (!rate || now.getTime() - rate.validFrom.getTime() > MOST_DAYS * 86_400_000) {
    throw new DomainError('NOT_READY', { missing: ['exchange_rate'] }, `Nobody has set a rate from ${source} to ${target} within ${MOST_DAYS} days: set one first.`);
  }
  return rate;
}
