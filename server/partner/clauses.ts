import { z } from 'zod';
import { BudgetPeriod, clauseOf, LegalBasis, RevenueBase, ShareMode, SharingLevel, SlaDirection, SlaRemedy, unsaid, type Clause } from '../../schema/clause.js';
import type { ClauseKind } from '../../schema/clause-kind.js';
import { ContractParty } from '../../schema/contract-party.js';
import { DisputeMethod, RenewalMode } from '../../schema/life-clauses.js';
import { Money } from '../../schema/money.js';
import type { PartnerKind } from '../../schema/partner.js';
import { DomainError } from '../platform/errors.js';

const PPM = 1_000_000;
const words = (max: number) => z.string().trim().min(1).max(max);
const oneOf = <Value extends string>(values: Record<string, Value>) => z.enum(Object.values(values) as [Value, ...Value[]]);

const money = z.object({
  amountMinor: z.bigint().min(0n).max(10n ** 17n),
  currency: z.string().regex(/^[A-Z]{3}$/, 'must be an ISO 4217 code'),
}).transform(({ amountMinor, currency }) => Money.of(amountMinor, currency));

/** Of one currency, whatever is given of them. */
const ofOneCurrency = (amounts: readonly (Money | null)[]) => new Set(amounts.flatMap((one) => one?.currency ?? [])).size <= 1;

const key = z.string().regex(/^[a-z][a-z0-9_]{0,49}$/, 'must be small letters, digits and _, at most 50');

const ppm = z.int().min(0).max(PPM);
const days = (least: number, most: number) => z.int().min(least).max(most);
const party = oneOf(ContractParty);
const or = <Schema extends z.ZodType>(schema: Schema, otherwise: z.output<Schema>) => schema.nullish().transform((value) => value ?? otherwise);

const revenueShare = z.strictObject({
  key,
  kind: z.literal('revenue_share'),
  sharePpm: ppm,
  mode: oneOf(ShareMode).nullish().transform((mode) => mode ?? 'slab' as const),
  bands: z.array(z.strictObject({ from: money, sharePpm: ppm })).max(20).nullish().transform((bands) => bands ?? [])
    .refine((bands) => bands.every(({ from }, place) => from.amountMinor > (bands[place - 1]?.from.amountMinor ?? 0n)), 'must begin above zero, each above the one before'),
  base: oneOf(RevenueBase),
  floor: money.nullable().default(null),
  cap: money.nullable().default(null),
  guarantee: money.nullish().transform((guarantee) => guarantee ?? null),
}).refine(({ floor, cap }) => !floor || !cap || (floor.currency === cap.currency && floor.amountMinor <= cap.amountMinor), { path: ['cap'], message: 'must be of the currency of the floor and not below it' })
  .refine(({ floor, cap, guarantee, bands }) => ofOneCurrency([floor, cap, guarantee, ...bands.map(({ from }) => from)]), { path: ['bands'], message: 'must be of the currency of the other amounts' })
  .refine(({ cap, guarantee }) => !cap || !guarantee || guarantee.amountMinor <= cap.amountMinor, { path: ['guarantee'], message: 'must not be above the cap' });

const clause = z.discriminatedUnion('kind', [
  z.strictObject({ key, kind: z.literal('responsibility'), party, duty: words(2000), withinDays: days(1, 3650).nullish().transform((within) => within ?? null) }),
  z.strictObject({ key, kind: z.literal('right'), party, permission: words(2000) }),
  revenueShare,
  z.strictObject({ key, kind: z.literal('cost_budget'), budget: money, period: oneOf(BudgetPeriod), purpose: words(500) }),
  z.strictObject({
    key,
    kind: z.literal('data_scope'),
    dataset: words(200),
    purpose: words(500),
    fields: z.array(words(100)).min(1).max(100).refine((fields) => new Set(fields).size === fields.length, 'must not repeat a field'),
    retentionDays: days(1, 3650),
    level: or(oneOf(SharingLevel), unsaid.data_scope.level),
    basis: or(oneOf(LegalBasis), unsaid.data_scope.basis),
    region: z.string().regex(/^[A-Z]{2}$/, 'must be an ISO 3166 code of two capitals').nullish().transform((region) => region ?? null),
    kMin: or(z.int().min(2).max(1_000_000), unsaid.data_scope.kMin),
    epsilon: or(z.number().min(0).max(100), unsaid.data_scope.epsilon),
    epsilonPeriod: or(oneOf(BudgetPeriod), unsaid.data_scope.epsilonPeriod),
  }),
  z.strictObject({
    key,
    kind: z.literal('sla'),
    metric: words(100),
    target: z.number().min(0).max(1e9),
    unit: words(20),
    windowDays: days(1, 366),
    creditPpm: ppm,
    direction: or(oneOf(SlaDirection), unsaid.sla.direction),
    measuredBy: words(200).nullish().transform((measurer) => measurer ?? null),
    maxVariancePpm: or(ppm, unsaid.sla.maxVariancePpm),
    remedy: or(oneOf(SlaRemedy), unsaid.sla.remedy),
    cureDays: or(days(0, 366), unsaid.sla.cureDays),
  }),
  z.strictObject({ key, kind: z.literal('exclusivity'), party, scope: words(500), territory: words(200) }),
  z.strictObject({ key, kind: z.literal('audit_right'), party, noticeDays: days(0, 366), timesPerYear: z.int().min(1).max(366) }),
  z.strictObject({ key, kind: z.literal('termination'), noticeDays: days(0, 366), cureDays: days(0, 366), fee: money.nullish().transform((fee) => fee ?? null) }),
  z.strictObject({ key, kind: z.literal('renewal'), atEnd: oneOf(RenewalMode), months: z.int().min(0).max(120) })
    .refine(({ atEnd, months }) => (atEnd === 'none') === (months === 0), { path: ['months'], message: 'must be 0 where the contract ends, and more where it is prolonged' }),
  z.strictObject({ key, kind: z.literal('signing'), ordered: z.boolean(), signatories: z.array(z.strictObject({ party, title: words(100) })).min(2).max(10) })
    .refine(({ signatories }) => Object.values(ContractParty).every((side) => signatories.some((one) => one.party === side)), { path: ['signatories'], message: 'must name at least one of each side' }),
  z.strictObject({ key, kind: z.literal('dispute'), talkDays: days(0, 366), method: oneOf(DisputeMethod), seat: words(200), law: words(200) }),
  z.strictObject({ key, kind: z.literal('text'), heading: words(200), body: words(20_000) }),
]);

/** Two of these would contradict each other. */
const onceKinds: readonly ClauseKind[] = ['termination', 'renewal', 'signing', 'dispute'];

const clauses = z.array(clause).min(1).max(50)
  .refine((all) => new Set(all.map((one) => one.key)).size === all.length, 'must not use a key twice')
  .refine((all) => onceKinds.every((kind) => all.filter((one) => one.kind === kind).length <= 1), `must not have two of: ${onceKinds.join(', ')}`);

export type ClauseDraft = z.input<typeof clause>;

/** Rates in whole ppm, amounts in whole minor units. Throws BAD_INPUT with the path of the first fault. */
export function checkedClauses(input: readonly ClauseDraft[]): Clause[] {
  const parsed = clauses.safeParse(input);
  if (parsed.success) return parsed.data.map((one) => clauseOf(one));
  const [{ path, message }] = parsed.error.issues;
  const where = ['clauses', ...path.map(String)];
  throw new DomainError('BAD_INPUT', { path: where }, `${where.join('.')}: ${message}`);
}

/** What a contract with a partner of each kind is about: of every list it needs one. */
const mandatory: Readonly<Record<PartnerKind, readonly (readonly ClauseKind[])[]>> = {
  content_producer: [['revenue_share', 'cost_budget']],
  technology_supplier: [['sla']],
  // Its campaigns are paid with its own money: a budget of the platform is no part of the bargain.
  advertiser: [['revenue_share', 'cost_budget', 'responsibility', 'right', 'text']],
  channel: [['revenue_share', 'cost_budget']],
  education: [['revenue_share', 'cost_budget']],
};

/** Throws BAD_INPUT when clauses are missing without which no contract is offered to a partner of this kind. */
export function requireMandatory(kind: PartnerKind, given: readonly Clause[]): void {
  const missing = mandatory[kind].filter((any) => !given.some((one) => any.includes(one.kind)));
  if (missing.length) throw new DomainError('BAD_INPUT', { path: ['clauses'], missing }, `A contract of this kind needs a clause of ${missing.map((any) => any.join(' or ')).join(', and one of ')}.`);
}
