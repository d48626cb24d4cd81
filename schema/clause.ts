import { createUnionType, Field, Float, Int, ObjectType, type ClassType } from 'type-graphql';
import type { ValueTransformer } from 'typeorm';
import { enumOf } from './enum-of.js';
import { Money } from './money.js';

export const ClauseKind = enumOf('ClauseKind', 'What a clause settles.', {
  revenue_share: 'What part of a revenue the partner gets.',
  cost_budget: 'What the platform may spend on a purpose.',
  data_scope: 'Which data may be used for what and how long.',
  sla: 'What quality of service is owed.',
  text: 'Anything else, in words.',
});
export type ClauseKind = (typeof ClauseKind)[keyof typeof ClauseKind];

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

@ObjectType()
abstract class ClauseBase {
  @Field(() => String, { description: 'Name of the clause within its contract, the same through all versions.' })
  key: string;
}

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

export type Clause = RevenueShareClause | CostBudgetClause | DataScopeClause | SlaClause | TextClause;

export const ClauseUnion = createUnionType({
  name: 'Clause',
  description: 'One thing that a contract settles.',
  types: () => [RevenueShareClause, CostBudgetClause, DataScopeClause, SlaClause, TextClause] as const,
});

const classes: Record<ClauseKind, ClassType<Clause>> = {
  revenue_share: RevenueShareClause,
  cost_budget: CostBudgetClause,
  data_scope: DataScopeClause,
  sla: SlaClause,
  text: TextClause,
};

/** Instances, so that the union resolves by instanceof. */
export function clauseOf(plain: Omit<Clause, never> & { kind: ClauseKind }): Clause {
  return Object.assign(new classes[plain.kind](), plain);
}

/** What a revenue share says when it does not say it. */
const unsaid = { mode: 'slab', bands: [] as ShareBand[], guarantee: null } as const;

/**
 * jsonb has no 64-bit numbers: amounts are kept as strings of digits, as on the wire. A revenue share leaves out what it
 * does not need, so that texts signed before there were bands keep their hash.
 */
export function plainClauses(clauses: readonly Clause[]): object[] {
  const plain = JSON.parse(JSON.stringify(clauses, (_key, value: unknown) => (typeof value === 'bigint' ? String(value) : value))) as Record<string, unknown>[];
  return plain.map((clause) => {
    if (clause.kind !== 'revenue_share') return clause;
    const { mode, bands, guarantee, ...said } = clause;
    return { ...said, ...((bands as unknown[] | undefined)?.length && { mode, bands }), ...(guarantee != null && { guarantee }) };
  });
}

function moneyOf(plain: { amountMinor: string; currency: string } | null): Money | null {
  return plain && Money.of(BigInt(plain.amountMinor), plain.currency);
}

/** The clauses of a jsonb column. */
export function clausesOf(rows: readonly (Clause & Record<'budget' | 'floor' | 'cap' | 'guarantee', never>)[]): Clause[] {
  return rows.map((row) => {
    const clause = clauseOf(row.kind === 'revenue_share' ? { ...unsaid, ...row } as RevenueShareClause : row);
    for (const field of ['budget', 'floor', 'cap', 'guarantee'] as const) if (field in row) Object.assign(clause, { [field]: moneyOf(row[field]) });
    if (clause.kind === 'revenue_share') clause.bands = clause.bands.map(({ from, sharePpm }) => Object.assign(new ShareBand(), { from: moneyOf(from as never), sharePpm }));
    return clause;
  });
}

export const clausesColumn: ValueTransformer = {
  to: (clauses: Clause[] | undefined) => clauses && plainClauses(clauses),
  from: (rows: Parameters<typeof clausesOf>[0] | undefined) => rows && clausesOf(rows),
};
