import 'reflect-metadata';
import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { plainClauses, clausesColumn, type Clause } from '../../../schema/clause.js';
import { checkedClauses, type ClauseDraft } from '../../../server/partner/clauses.js';
import { contentHashOf, type ContractContent } from '../../../server/partner/contract-content.js';
import { contractText } from '../../../server/partner/contract-text.js';

const drafts: ClauseDraft[] = [
  { key: 'share', kind: 'revenue_share', sharePpm: 333_333, base: 'net', floor: { amountMinor: 5n, currency: 'CNY' }, cap: { amountMinor: 123_456_789n, currency: 'CNY' } },
  { key: 'ads', kind: 'cost_budget', budget: { amountMinor: 1_000_000n, currency: 'JPY' }, period: 'month', purpose: 'promotion' },
  { key: 'data', kind: 'data_scope', dataset: 'learning', purpose: 'recommendation', fields: ['reader', 'course'], retentionDays: 90 },
  { key: 'uptime', kind: 'sla', metric: 'availability', target: 99.9, unit: '%', windowDays: 30, creditPpm: 50_000 },
  { key: 'law', kind: 'text', heading: 'Law', body: 'The law of the place.' },
];
const content = (clauses: Clause[] = checkedClauses(drafts)): ContractContent => ({
  code: 'C-2026-0001', number: 2, parties: { platform: { name: 'Tandem' }, partner: { code: 'P-2026-0007', name: '学堂' } }, title: 'Courses',
  startsAt: new Date('2026-01-01T00:00:00Z'), endsAt: new Date('2027-01-01T00:00:00Z'), clauses,
});

describe('the text of a contract', () => {
  test('in English', () => {
    expect(contractText(content(), 'en')).toBe(`Courses
Contract C-2026-0001, version 2
Platform: Tandem
Partner: 学堂 (P-2026-0007)
In force from 2026-01-01 00:00 UTC until 2027-01-01 00:00 UTC.

1. Revenue share
The partner receives 33.3333% of what readers paid after taxes and payment fees, at least 0.05 CNY per settlement, at most 1,234,567.89 CNY per settlement.

2. Cost budget
At most 1,000,000 JPY may be spent each month on “promotion”.

3. Data scope
Of the data set “learning” only these fields may be used: reader, course; only for “recommendation”; to be deleted after 90 days.

4. Service level
availability reaches 99.9 % in each window of 30 days; when it does not, 5% of the fee of that window is credited.

5. Law
The law of the place.`);
  });

  test('in Chinese', () => {
    expect(contractText(content(), 'zh')).toBe(`《Courses》
协议编号：C-2026-0001（第 2 版）
甲方：Tandem
乙方：学堂（P-2026-0007）
有效期：自 2026-01-01 00:00 UTC 起，至 2027-01-01 00:00 UTC 止。

1. 收益分成
乙方分得扣除税费与支付手续费后的金额的 33.3333%，每次结算不低于 0.05 CNY，每次结算不高于 1,234,567.89 CNY。

2. 费用预算
每月用于“promotion”的费用不超过 1,000,000 JPY。

3. 数据范围
数据集“learning”中仅可使用以下字段：reader、course；仅用于“recommendation”；90 天后删除。

4. 服务水平
availability在每 30 天内达到 99.9 %；未达到时，抵扣该期费用的 5%。

5. Law
The law of the place.`);
  });
});

describe('the hash of a contract', () => {
  test('is the one that another implementation computes, and survives the database', () => {
    const stored = JSON.parse(JSON.stringify(plainClauses(content().clauses))) as object[];
    const read = content(clausesColumn.from(stored) as Clause[]);
    expect(contentHashOf(read).toString('hex')).toBe(contentHashOf(content()).toString('hex'));
    expect(contentHashOf(content([checkedClauses(drafts)[4]])).toString('hex')).toBe('08075fa2044b77178eaeaaf20fc0748692f2f0fee0925e847a7b99cf8f533391');
  });

  test('changes with anything that is agreed', () => {
    const known = contentHashOf(content()).toString('hex');
    const others: Partial<ContractContent>[] = [
      { code: 'C-2026-0002' }, { number: 3 }, { title: 'Course' }, { startsAt: new Date('2026-01-01T00:00:00.001Z') }, { endsAt: new Date('2027-01-02T00:00:00Z') },
      { parties: { platform: { name: 'Tandem' }, partner: { code: 'P-2026-0008', name: '学堂' } } }, { clauses: checkedClauses([...drafts].reverse()) },
    ];
    const hashes = others.map((changes) => contentHashOf({ ...content(), ...changes }).toString('hex'));
    expect(new Set([known, ...hashes]).size).toBe(others.length + 1);
  });

  test('a share without bands and guarantee is kept and hashed as before there were any', () => {
    const stored = { key: 'share', kind: 'revenue_share', sharePpm: 350_000, base: 'net', floor: null, cap: null };
    const [read] = clausesColumn.from([stored]) as Clause[];
    expect(read).toMatchObject({ mode: 'slab', bands: [], guarantee: null });
    expect(plainClauses([read])).toEqual([stored]);
    expect(plainClauses(checkedClauses([{ key: 'share', kind: 'revenue_share', sharePpm: 350_000, base: 'net' }]))).toEqual([stored]);
  });

  test('bands and guarantee are kept, hashed and said', () => {
    const yuan = (amountMinor: bigint) => ({ amountMinor, currency: 'CNY' });
    const clauses = checkedClauses([{ key: 'share', kind: 'revenue_share', sharePpm: 100_000, mode: 'whole', bands: [{ from: yuan(500n), sharePpm: 200_000 }], base: 'gross', guarantee: yuan(900n) }]);
    const back = clausesColumn.from(clausesColumn.to(clauses) as never) as Clause[];
    expect(back).toEqual(clauses);
    expect(contentHashOf(content(clauses))).not.toEqual(contentHashOf(content(checkedClauses([{ key: 'share', kind: 'revenue_share', sharePpm: 100_000, base: 'gross' }]))));
    expect(contractText(content(clauses), 'en')).toContain('The partner receives 10% of all that readers paid, 20% of all of it once it reaches 5.00 CNY per settlement, with 9.00 CNY guaranteed per settlement, advances being recouped from later shares above it.');
    expect(contractText(content(clauses), 'zh')).toContain('乙方分得读者支付的全部金额的 10%，每次结算达到 5.00 CNY 时全部为 20%，每次结算保底 9.00 CNY，垫付部分从以后超出保底的分成中抵扣。');
  });

  test('differs for any two shares', () => {
    const hashOfShare = (sharePpm: number) => contentHashOf(content(checkedClauses([{ key: 'share', kind: 'revenue_share', sharePpm, base: 'net' }]))).toString('hex');
    fc.assert(fc.property(fc.integer({ min: 0, max: 1_000_000 }), fc.integer({ min: 0, max: 1_000_000 }), (one, two) => {
      expect(hashOfShare(one) === hashOfShare(two)).toBe(one === two);
    }));
  });
});

describe('clauses', () => {
  const refused: [string, ClauseDraft[], string[]][] = [
    ['a fraction of a ppm', [{ key: 'a', kind: 'revenue_share', sharePpm: 0.5, base: 'net' }], ['clauses', '0', 'sharePpm']],
    ['more than all', [{ key: 'a', kind: 'revenue_share', sharePpm: 1_000_001, base: 'net' }], ['clauses', '0', 'sharePpm']],
    ['a cap below the floor', [{ key: 'a', kind: 'revenue_share', sharePpm: 1, base: 'net', floor: { amountMinor: 2n, currency: 'CNY' }, cap: { amountMinor: 1n, currency: 'CNY' } }], ['clauses', '0', 'cap']],
    ['a cap of another currency', [{ key: 'a', kind: 'revenue_share', sharePpm: 1, base: 'net', floor: { amountMinor: 1n, currency: 'CNY' }, cap: { amountMinor: 2n, currency: 'USD' } }], ['clauses', '0', 'cap']],
    ['bands that do not ascend', [{ key: 'a', kind: 'revenue_share', sharePpm: 1, base: 'net', bands: [{ from: { amountMinor: 0n, currency: 'CNY' }, sharePpm: 2 }] }], ['clauses', '0', 'bands']],
    ['bands of another currency', [{ key: 'a', kind: 'revenue_share', sharePpm: 1, base: 'net', cap: { amountMinor: 1n, currency: 'USD' }, bands: [{ from: { amountMinor: 9n, currency: 'CNY' }, sharePpm: 2 }] }], ['clauses', '0', 'bands']],
    ['a guarantee above the cap', [{ key: 'a', kind: 'revenue_share', sharePpm: 1, base: 'net', cap: { amountMinor: 1n, currency: 'CNY' }, guarantee: { amountMinor: 2n, currency: 'CNY' } }], ['clauses', '0', 'guarantee']],
    ['a negative budget', [{ key: 'a', kind: 'cost_budget', budget: { amountMinor: -1n, currency: 'CNY' }, period: 'total', purpose: 'x' }], ['clauses', '0', 'budget', 'amountMinor']],
    ['a number as an amount', [{ key: 'a', kind: 'cost_budget', budget: { amountMinor: 1 as never, currency: 'CNY' }, period: 'total', purpose: 'x' }], ['clauses', '0', 'budget', 'amountMinor']],
    ['an unknown field', [{ key: 'a', kind: 'text', heading: 'x', body: 'y', more: 1 } as never], ['clauses', '0']],
    ['an unknown kind', [{ key: 'a', kind: 'gift' } as never], ['clauses', '0', 'kind']],
    ['a key twice', [drafts[4], drafts[4]], ['clauses']],
    ['a field twice', [{ ...drafts[2], fields: ['x', 'x'] } as ClauseDraft], ['clauses', '0', 'fields']],
    ['none', [], ['clauses']],
  ];
  test.each(refused)('refuses %s', (_name, given, path) => {
    expect(() => checkedClauses(given)).toThrow(expect.objectContaining({ code: 'BAD_INPUT', details: { path } }));
  });
});
