import { createHash, randomBytes } from 'node:crypto';
import canonicalize from 'canonicalize';
import type { EntityManager } from 'typeorm';
import { privateGroups, releaseThreshold, type PrivacyTerms, type RandomBytes } from '../../models/serving.js';
import type { Audit } from '../audit/audit.js';
import { periodStart } from '../partner/budget-period.js';
import { maySeePartner, sideOf } from '../partner/sides.js';
import type { Actor } from '../platform/actor.js';
import type { Clock } from '../platform/clock.js';
import { DomainError } from '../platform/errors.js';
import type { NewId } from '../platform/ids.js';
import { datasetOf, type Dataset } from './datasets.js';
import { hasBasis, openGate, type Opening, type Row } from './gate.js';
import { basesAt, holdStanding, type Held } from './sharing-rows.js';

const DAY_MS = 86_400_000;
const MAX_ROWS = 1_000_000;
const GROUPS_OF_PERSON = 4;
const DELTA = 1e-6;

export interface AggregateAsked {
  readonly contractId: string;
  readonly dataset: string;
  readonly purpose: string;
  readonly region: string | null;
  readonly groupBy: readonly string[];
  /** 'people', 'rows', or a field of the data set that can be summed. */
  readonly measure: string;
  /** Of the clause's budget, in millionths. */
  readonly epsilonMicro: bigint;
}

/**
 * Noisy numbers about a partner's own contents. Budget, noise and release are one transaction behind the row of the period's budget: what is spent
 * never exceeds what the clause grants, and the same question in the same period gets the same answer for nothing. The release is its own record of
 * disclosure: it is never changed. Refuses with NOT_READY and the gate's reason, OVER_LIMIT when too little ε is left, BAD_INPUT.
 */
export class Aggregates {
  constructor(private readonly audit: Audit, private readonly clock: Clock, private readonly newId: NewId, private readonly random: RandomBytes = randomBytes) {}

  /** Answers the id of the release. */
  async release(tx: EntityManager, asked: AggregateAsked, actor: Actor): Promise<string> {
    const [contract] = await tx.query<{ partnerId: string }[]>('SELECT partner_id AS "partnerId" FROM contracts WHERE id = $1', [asked.contractId]);
    if (!contract || !maySeePartner(actor, contract.partnerId)) throw new DomainError('NOT_FOUND', { path: ['contractId'] });
    if (sideOf(actor, contract.partnerId) === null) throw new DomainError('FORBIDDEN');
    requireSane(asked);
    const held = await holdStanding(tx, asked.contractId, this.clock);
    const dataset = datasetOf(asked.dataset);
    const opening = openCounts(asked, held, dataset);
    const period = await this.openPeriod(tx, asked.contractId, opening, held);
    const queryHash = createHash('sha256').update(canonicalize({ ...asked, groupBy: [...asked.groupBy], epsilonMicro: String(asked.epsilonMicro) })!).digest();
    const key = [asked.contractId, opening.scope.key, period];
    const [known] = await tx.query<{ id: string }[]>('SELECT id FROM aggregate_releases WHERE contract_id = $1 AND clause_key = $2 AND period_start = $3 AND query_hash = $4', [...key, queryHash]);
    if (known) return known.id;
    const [, charged] = await tx.query<[unknown[], number]>(
      'UPDATE epsilon_budgets SET spent_micro = spent_micro + $4 WHERE contract_id = $1 AND clause_key = $2 AND period_start = $3 AND spent_micro + $4 <= granted_micro', [...key, String(asked.epsilonMicro)]);
    if (!charged) throw new DomainError('OVER_LIMIT', { path: ['epsilonMicro'] }, 'Not so much ε is left in this period: ask for less, or again for what was released already.');
    const terms = termsOf(asked, opening, dataset!);
    const groups = privateGroups(await contributions(tx, asked, opening, dataset!, held), terms, this.random)
      .map(({ group, people, amount }) => ({ values: JSON.parse(group) as string[], people: String(people), amount: amount === null ? null : String(amount) }));
    const id = this.newId();
    await tx.query(
      `INSERT INTO aggregate_releases (id, partner_id, contract_id, contract_version_id, clause_key, period_start, query_hash, dataset, purpose, region, group_by, measure, epsilon_micro, threshold, groups, released_at)
       VALUES ($1,$2,$3,$4,$5,$6,$7,$8,$9,$10,$11,$12,$13,$14,$15,$16)`,
      [id, held.partnerId, asked.contractId, held.versionId, opening.scope.key, period, queryHash, asked.dataset, asked.purpose, asked.region, asked.groupBy, asked.measure, String(asked.epsilonMicro), releaseThreshold(terms), JSON.stringify(groups), held.now]);
    await this.audit.append(tx, { actor, action: 'partnerAggregate', noun: 'Partner', nounId: held.partnerId, detail: { releaseId: id, dataset: asked.dataset, measure: asked.measure, epsilonMicro: String(asked.epsilonMicro) } });
    return id;
  }

  /** Brings the period's budget to what the version grants (never below what is spent) and holds it. */
  private async openPeriod(tx: EntityManager, contractId: string, { scope }: Opening, { partnerId, now }: Held): Promise<string> {
    const [{ zone }] = await tx.query<{ zone: string }[]>('SELECT time_zone AS zone FROM partners WHERE id = $1', [partnerId]);
    const period = periodStart(scope.epsilonPeriod, now, zone);
    await tx.query(
      `INSERT INTO epsilon_budgets AS b (contract_id, clause_key, period_start, granted_micro) VALUES ($1, $2, $3, $4)
       ON CONFLICT (contract_id, clause_key, period_start) DO UPDATE SET granted_micro = GREATEST(b.spent_micro, EXCLUDED.granted_micro)`, [contractId, scope.key, period, String(BigInt(Math.floor(scope.epsilon * 1e6)))]);
    return period;
  }
}

function requireSane({ groupBy, measure, epsilonMicro }: AggregateAsked): void {
  if (groupBy.length < 1 || groupBy.length > 3 || new Set(groupBy).size !== groupBy.length) throw new DomainError('BAD_INPUT', { path: ['groupBy'] }, 'Group by 1 to 3 different fields.');
  if (measure.length < 1 || measure.length > 100) throw new DomainError('BAD_INPUT', { path: ['measure'] }, 'Measure people, rows, or a field that can be summed.');
  if (epsilonMicro < 1000n || epsilonMicro > 100_000_000n) throw new DomainError('BAD_INPUT', { path: ['epsilonMicro'] }, 'A release spends 1000 to 100000000 millionths of ε.');
}

/** Every field of the question must be in the scope: with one of them left out it would be another question. */
function openCounts(asked: AggregateAsked, { standing }: Held, dataset: Dataset | undefined): Opening {
  const summed = asked.measure === 'people' || asked.measure === 'rows' ? [] : [asked.measure];
  const opening = openGate({ ...asked, fields: [...asked.groupBy, ...summed] }, standing, dataset, 'counts');
  const refusal = typeof opening === 'string' ? opening : opening.stripped[0]?.reason;
  if (refusal) throw new DomainError('NOT_READY', { reason: refusal }, 'The contract does not allow this disclosure now.');
  const wrong = asked.groupBy.find((field) => dataset!.fields[field].role !== 'quasi');
  if (wrong) throw new DomainError('BAD_INPUT', { path: ['groupBy'], field: wrong }, 'People are not grouped by themselves or by what one would learn of them.');
  if (summed.some((field) => dataset!.fields[field].most === undefined)) throw new DomainError('BAD_INPUT', { path: ['measure'] }, 'This field cannot be summed.');
  return opening as Opening;
}

function termsOf({ measure, epsilonMicro }: AggregateAsked, { scope }: Opening, dataset: Dataset): PrivacyTerms {
  const most = measure === 'people' ? null : measure === 'rows' ? dataset.mostRows : dataset.fields[measure].most!;
  return { epsilonMicro, delta: DELTA, groupsOfPerson: GROUPS_OF_PERSON, mostOfPerson: most, kMin: scope.kMin };
}

async function contributions(tx: EntityManager, { groupBy, measure }: AggregateAsked, { scope }: Opening, dataset: Dataset, { partnerId, now }: Held) {
  const rows = await tx.query<Row[]>(dataset.sql, [partnerId, new Date(now.getTime() - scope.retentionDays * DAY_MS), now, MAX_ROWS + 1]);
  if (rows.length > MAX_ROWS) throw new DomainError('TOO_LARGE', { reason: 'too_many_rows' }, 'More than a million rows: agree on fewer days.');
  const bases = await basesAt(tx, partnerId, scope.purpose, now);
  const isSum = measure !== 'people' && measure !== 'rows';
  return rows.filter(({ subject_id: id }) => hasBasis(scope.basis, id, bases))
    .map((row) => ({ person: row.subject_id, group: JSON.stringify(groupBy.map((field) => row[field])), amount: isSum ? BigInt(String(row[measure])) : 1n }));
}
