import { z } from 'zod';
import { BudgetPeriod, clauseOf, RevenueBase, ShareMode, type Clause } from '../../schema/clause.js';
import { Money } from '../../schema/money.js';
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

const clause = z.discriminatedUnion('kind', [
  z.strictObject({
    key,
    kind: z.literal('revenue_share'),
    sharePpm: z.int().min(0).max(PPM),
    mode: oneOf(ShareMode).nullish().transform((mode) => mode ?? 'slab' as const),
    bands: z.array(z.strictObject({ from: money, sharePpm: z.int().min(0).max(PPM) })).max(20).nullish().transform((bands) => bands ?? [])
      .refine((bands) => bands.every(({ from }, place) => from.amountMinor > (bands[place - 1]?.from.amountMinor ?? 0n)), 'must begin above zero, each above the one before'),
    base: oneOf(RevenueBase),
    floor: money.nullable().default(null),
    cap: money.nullable().default(null),
    guarantee: money.nullish().transform((guarantee) => guarantee ?? null),
  }).refine(({ floor, cap }) => !floor || !cap || (floor.currency === cap.currency && floor.amountMinor <= cap.amountMinor), { path: ['cap'], message: 'must be of the currency of the floor and not below it' })
    .refine(({ floor, cap, guarantee, bands }) => ofOneCurrency([floor, cap, guarantee, ...bands.map(({ from }) => from)]), { path: ['bands'], message: 'must be of the currency of the other amounts' })
    .refine(({ cap, guarantee }) => !cap || !guarantee || guarantee.amountMinor <= cap.amountMinor, { path: ['guarantee'], message: 'must not be above the cap' }),
  z.strictObject({ key, kind: z.literal('cost_budget'), budget: money, period: oneOf(BudgetPeriod), purpose: words(500) }),
  z.strictObject({
    key,
    kind: z.literal('data_scope'),
    dataset: words(200),
    purpose: words(500),
    fields: z.array(words(100)).min(1).max(100).refine((fields) => new Set(fields).size === fields.length, 'must not repeat a field'),
    retentionDays: z.int().min(1).max(3650),
  }),
  z.strictObject({ key, kind: z.literal('sla'), metric: words(100), target: z.number().min(0).max(1e9), unit: words(20), windowDays: z.int().min(1).max(366), creditPpm: z.int().min(0).max(PPM) }),
  z.strictObject({ key, kind: z.literal('text'), heading: words(200), body: words(20_000) }),
]);

const clauses = z.array(clause).min(1).max(50)
  .refine((all) => new Set(all.map((one) => one.key)).size === all.length, 'must not use a key twice');

export type ClauseDraft = z.input<typeof clause>;

/** Rates in whole ppm, amounts in whole minor units. Throws BAD_INPUT with the path of the first fault. */
export function checkedClauses(input: readonly ClauseDraft[]): Clause[] {
  const parsed = clauses.safeParse(input);
  if (parsed.success) return parsed.data.map((one) => clauseOf(one));
  const [{ path, message }] = parsed.error.issues;
  const where = ['clauses', ...path.map(String)];
  throw new DomainError('BAD_INPUT', { path: where }, `${where.join('.')}: ${message}`);
}
