import { createUnionType, Field, Float, Int, ObjectType, type ClassType } from 'type-graphql';
import type { ValueTransformer } from 'typeorm';
import { ClauseBase, ClauseKind } from './clause-kind.js';
import { AuditRightClause, ExclusivityClause, ResponsibilityClause, RightClause } from './duty-clauses.js';
import { enumOf } from './enum-of.js';
import { DisputeClause, RenewalClause, Signatory, SigningClause, TerminationClause } from './life-clauses.js';
import { Money } from './money.js';

export const RevenueBase = enumOf('RevenueBase', 'The revenue that a share is taken of.', {
  gross: 'All that readers paid.',
  net: 'After taxes and the fees of payment providers.',
  net_of_refunds: 'After taxes, fees and refunds.',
});
export type RevenueBase = (typeof RevenueBase)[keyof typeof RevenueBase];

export const ShareMode = enumOf('ShareMode', 'How bands of a revenue share are read.', {
  slab: 'Each band has its own share, as with income tax: more revenue never pays less.',
  whole: 'The share of the highest band reached counts for the whole revenue.',
});
export type ShareMode = (typeof ShareMode)[keyof typeof ShareMode];

export const BudgetPeriod = enumOf('BudgetPeriod', 'How long a budget is meant for.', {
  total: 'Once, for the whole contract.',
  month: 'Anew each month.',
  quarter: 'Anew each quarter.',
  year: 'Anew each year.',
});
export type BudgetPeriod = (typeof BudgetPeriod)[keyof typeof BudgetPeriod];

export const SharingLevel = enumOf('SharingLevel', 'How much of the data leaves the platform.', {
  none: 'Nothing.',
  counts: 'Noisy counts of at least so many people.',
  pseudonymous: 'Records under names that only this recipient has.',
  record: 'Records as they are.',
});
export type SharingLevel = (typeof SharingLevel)[keyof typeof SharingLevel];

export const LegalBasis = enumOf('LegalBasis', 'What allows the use of personal data.', {
  consent: 'The person agreed to this use and this recipient.',
  contract: 'A contract with the person needs it.',
  law: 'A law demands it.',
});
export type LegalBasis = (typeof LegalBasis)[keyof typeof LegalBasis];

export const SlaDirection = enumOf('SlaDirection', 'Which side of the target is good.', { at_least: 'At the target or above.', at_most: 'At the target or below.' });
export type SlaDirection = (typeof SlaDirection)[keyof typeof SlaDirection];

export const SlaRemedy = enumOf('SlaRemedy', 'What makes a missed target good.', { credit: 'A credit in money.', makegood: 'What was missed is delivered again.' });
export type SlaRemedy = (typeof SlaRemedy)[keyof typeof SlaRemedy];

@ObjectType({ simpleResolvers: true, description: 'Another share from some revenue on.' })
export class ShareBand {
  @Field(() => Money, { description: 'The revenue of one settlement from which it counts.' })
  from: Money;

  @Field(() => Int, { description: 'The share, in millionths.' })
  sharePpm: number;
}

@ObjectType({ simpleResolvers: true, description: 'The partner gets a share of a revenue.' })
export class RevenueShareClause extends ClauseBase {
  @Field(() => ClauseKind, { description: 'REVENUE_SHARE.' })
  readonly kind = 'revenue_share' as const;

  @Field(() => Int, { description: 'The share from the first unit on, in millionths (250000 is 25 %).' })
  sharePpm: number;

  @Field(() => ShareMode, { description: 'How the bands are read.' })
  mode: ShareMode;

  @Field(() => [ShareBand], { description: 'Other shares from some revenue on, ascending; empty: one share throughout.' })
  bands: ShareBand[];

  @Field(() => RevenueBase, { description: 'The revenue that the share is taken of.' })
  base: RevenueBase;

  @Field(() => Money, { nullable: true, description: 'Least sum per settlement.' })
  floor: Money | null;

  @Field(() => Money, { nullable: true, description: 'Greatest sum per settlement.' })
  cap: Money | null;

  @Field(() => Money, { nullable: true, description: 'Advanced per settlement when less was earned; what is earned above it later pays the advances back.' })
  guarantee: Money | null;
}

@ObjectType({ simpleResolvers: true, description: 'The platform may spend up to a budget on a purpose.' })
export class CostBudgetClause extends ClauseBase {
  @Field(() => ClauseKind, { description: 'COST_BUDGET.' })
  readonly kind = 'cost_budget' as const;

  @Field(() => Money, { description: 'The most that may be spent in a period.' })
  budget: Money;

  @Field(() => BudgetPeriod, { description: 'What a period is.' })
  period: BudgetPeriod;

  @Field(() => String, { description: 'What it may be spent on.' })
  purpose: string;
}

@ObjectType({ simpleResolvers: true, description: 'Data that may be used for one purpose.' })
export class DataScopeClause extends ClauseBase {
  @Field(() => ClauseKind, { description: 'DATA_SCOPE.' })
  readonly kind = 'data_scope' as const;

  @Field(() => String, { description: 'Name of the data set.' })
  dataset: string;

  @Field(() => String, { description: 'What it may be used for, and nothing else.' })
  purpose: string;

  @Field(() => [String], { description: 'The fields that may be used; others may not.' })
  fields: string[];

  @Field(() => Int, { description: 'After so many days it must be deleted.' })
  retentionDays: number;

  @Field(() => SharingLevel, { description: 'How much of it leaves the platform.' })
  level: SharingLevel;

  @Field(() => LegalBasis, { description: 'What allows the use.' })
  basis: LegalBasis;

  @Field(() => String, { nullable: true, description: 'ISO 3166 code of the country that it may be processed in; null: where the platform is.' })
  region: string | null;

  @Field(() => Int, { description: 'A count of fewer people is not told.' })
  kMin: number;

  @Field(() => Float, { description: 'Differential privacy: the ε that all counts of one period may spend together.' })
  epsilon: number;

  @Field(() => BudgetPeriod, { description: 'The period of ε.' })
  epsilonPeriod: BudgetPeriod;
}

@ObjectType({ simpleResolvers: true, description: 'A quality of service that is owed, and what is credited when it is missed.' })
export class SlaClause extends ClauseBase {
  @Field(() => ClauseKind, { description: 'SLA.' })
  readonly kind = 'sla' as const;

  @Field(() => String, { description: 'What is measured, for example availability.' })
  metric: string;

  @Field(() => Float, { description: 'The value to be reached.' })
  target: number;

  @Field(() => String, { description: 'Unit of the target, for example % or ms.' })
  unit: string;

  @Field(() => Int, { description: 'Measured over so many days.' })
  windowDays: number;

  @Field(() => Int, { description: 'Credit for a missed window, in millionths of its fee.' })
  creditPpm: number;

  @Field(() => SlaDirection, { description: 'Which side of the target is good.' })
  direction: SlaDirection;

  @Field(() => String, { nullable: true, description: 'Whose measurement counts; null: the platform’s.' })
  measuredBy: string | null;

  @Field(() => Int, { description: 'The counts of both sides may differ by so many millionths before they are compared one by one.' })
  maxVariancePpm: number;

  @Field(() => SlaRemedy, { description: 'What makes a missed window good.' })
  remedy: SlaRemedy;

  @Field(() => Int, { description: 'A missed window that is cured within so many days needs no remedy.' })
  cureDays: number;
}

@ObjectType({ simpleResolvers: true, description: 'A clause in words.' })
export class TextClause extends ClauseBase {
  @Field(() => ClauseKind, { description: 'TEXT.' })
  readonly kind = 'text' as const;

  @Field(() => String, { description: 'Heading.' })
  heading: string;

  @Field(() => String, { description: 'The words.' })
  body: string;
}

const classes = {
  responsibility: ResponsibilityClause,
  right: RightClause,
  revenue_share: RevenueShareClause,
  cost_budget: CostBudgetClause,
  sla: SlaClause,
  data_scope: DataScopeClause,
  exclusivity: ExclusivityClause,
  audit_right: AuditRightClause,
  termination: TerminationClause,
  renewal: RenewalClause,
  signing: SigningClause,
  dispute: DisputeClause,
  text: TextClause,
} satisfies Record<ClauseKind, ClassType>;

export type ClauseOf<Kind extends ClauseKind> = InstanceType<(typeof classes)[Kind]>;
export type Clause = ClauseOf<ClauseKind>;

export const ClauseUnion = createUnionType({
  name: 'Clause',
  description: 'One thing that a contract settles.',
  types: () => Object.values(classes) as ClassType<Clause>[] as [ClassType<Clause>],
});

/** Instances, so that the union resolves by instanceof. */
export function clauseOf(plain: Omit<Clause, never> & { kind: ClauseKind }): Clause {
  return Object.assign(new (classes[plain.kind] as ClassType<Clause>)(), plain);
}

/** The first clause of a kind, for kinds that a contract has once. */
export function theClause<Kind extends ClauseKind>(clauses: readonly Clause[], kind: Kind): ClauseOf<Kind> | undefined {
  return clauses.find((clause) => clause.kind === kind) as ClauseOf<Kind> | undefined;
}

/** What a clause says when it does not say it: the least that it can mean. */
export const unsaid = {
  revenue_share: { mode: 'slab', bands: [] as ShareBand[], guarantee: null },
  data_scope: { level: 'counts', basis: 'consent', region: null, kMin: 10, epsilon: 0, epsilonPeriod: 'month' },
  sla: { direction: 'at_least', measuredBy: null, maxVariancePpm: 0, remedy: 'credit', cureDays: 0 },
} as const;

function unsaidBy(kind: ClauseKind): Readonly<Record<string, unknown>> {
  return kind in unsaid ? unsaid[kind as keyof typeof unsaid] : {};
}

/**
 * jsonb has no 64-bit numbers: amounts are kept as strings of digits, as on the wire. A clause leaves out what goes without
 * saying, so that texts signed before a field was there keep their hash.
 */
export function plainClauses(clauses: readonly Clause[]): object[] {
  const plain = JSON.parse(JSON.stringify(clauses, (_key, value: unknown) => (typeof value === 'bigint' ? String(value) : value))) as (Record<string, unknown> & { kind: ClauseKind })[];
  return plain.map((clause) => {
    if (clause.kind !== 'revenue_share') return Object.fromEntries(Object.entries(clause).filter(([field, value]) => !(field in unsaidBy(clause.kind) && value === unsaidBy(clause.kind)[field])));
    const { mode, bands, guarantee, ...said } = clause;
    return { ...said, ...((bands as unknown[] | undefined)?.length && { mode, bands }), ...(guarantee != null && { guarantee }) };
  });
}

function moneyOf(plain: { amountMinor: string; currency: string } | null): Money | null {
  return plain && Money.of(BigInt(plain.amountMinor), plain.currency);
}

const moneyFields = ['budget', 'floor', 'cap', 'guarantee', 'fee'] as const;

/** The clauses of a jsonb column. */
export function clausesOf(rows: readonly (Clause & Record<(typeof moneyFields)[number], never>)[]): Clause[] {
  return rows.map((row) => {
    const clause = clauseOf({ ...unsaidBy(row.kind), ...row });
    for (const field of moneyFields) if (field in row) Object.assign(clause, { [field]: moneyOf(row[field]) });
    if (clause.kind === 'revenue_share') clause.bands = clause.bands.map(({ from, sharePpm }) => Object.assign(new ShareBand(), { from: moneyOf(from as never), sharePpm }));
    if (clause.kind === 'signing') clause.signatories = clause.signatories.map((one) => Object.assign(new Signatory(), one));
    return clause;
  });
}

export const clausesColumn: ValueTransformer = {
  to: (clauses: Clause[] | undefined) => clauses && plainClauses(clauses),
  from: (rows: Parameters<typeof clausesOf>[0] | undefined) => rows && clausesOf(rows),
};
