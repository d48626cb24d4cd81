import { Ctx, FieldResolver, Resolver, Root } from 'type-graphql';
import { ContractVersion } from '../../schema/contract-version.js';
import { Money } from '../../schema/money.js';
import { StatementDispute } from '../../schema/statement-dispute.js';
import { Statement } from '../../schema/statement.js';
import { StatementLine } from '../../schema/statement-line.js';
import type { Context } from '../graphql/context.js';
import type { Database } from '../platform/database.js';
import { bandParts, roundingOf } from './line-trace.js';
import { revenueOfClause, termsOfLine } from './settlement-loaders.js';
import { LineComputation } from './statement.types.js';

async function currencyOf(line: StatementLine, { loaders }: Context): Promise<string> {
  return (await loaders.byId(Statement).load(line.statementId))!.currency;
}

@Resolver(() => StatementLine)
export class StatementLineResolver {
  constructor(private readonly database: Database) {}

  @FieldResolver(() => Money, { description: 'What it adds to the balance; below zero it takes away.' })
  async amount(@Root() line: StatementLine, @Ctx() context: Context): Promise<Money> {
    return Money.of(line.amountMinor, await currencyOf(line, context));
  }

  @FieldResolver(() => ContractVersion, { nullable: true, description: 'The version of the contract that was in force when the event happened.' })
  contractVersion(@Root() { contractVersionId }: StatementLine, @Ctx() { loaders }: Context): Promise<ContractVersion | null> | null {
    return contractVersionId === null ? null : loaders.byId(ContractVersion).load(contractVersionId);
  }

  @FieldResolver(() => LineComputation, { description: 'How it came to its amount.' })
  async computation(@Root() line: StatementLine, @Ctx() context: Context): Promise<LineComputation> {
    const currency = await currencyOf(line, context);
    const money = (minor: bigint) => Money.of(minor, currency);
    const terms = line.kind === 'share' ? await termsOfLine(this.database, line, currency, context) : null;
    const parts = terms ? bandParts(line, terms, terms.mode === 'whole' ? await revenueOfClause(this.database, line, context) : 0n) : [];
    const rounding = terms && roundingOf(parts, line.amountMinor);
    return Object.assign(new LineComputation(), {
      gross: money(line.grossMinor), tax: money(line.taxMinor), fee: money(line.feeMinor), base: money(line.baseMinor), below: money(line.belowMinor),
      bands: parts.map(({ fromMinor, toMinor, partMinor, sharePpm }) => ({ from: money(fromMinor), to: toMinor === null ? null : money(toMinor), part: money(partMinor), sharePpm: Number(sharePpm) })),
      exactMillionths: rounding?.exactMillionths ?? null, shifted: rounding && money(rounding.shiftedMinor), platform: terms && money(line.baseMinor - line.amountMinor),
    });
  }

  @FieldResolver(() => StatementDispute, { nullable: true, description: 'Its newest dispute.' })
  async dispute(@Root() line: StatementLine, @Ctx() { loaders }: Context): Promise<StatementDispute | null> {
    const all = await loaders.of(StatementDispute, 'statementId', { openedAt: 'ASC' }, 100).load(line.statementId);
    return all.findLast(({ lineNumber }) => lineNumber === line.number) ?? null;
  }
}
