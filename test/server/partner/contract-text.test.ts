import 'reflect-metadata';
import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { plainClauses, clausesColumn, type Clause } from '../../../schema/clause.js';
import { checkedClauses, requireMandatory, type ClauseDraft } from '../../../server/partner/clauses.js';
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
Of the data set “learning” only these fields may be used: reader, course; only for “recommendation”; to be deleted after 90 days; only counts of at least 10 people leave the platform; on the ground of consent.

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
数据集“learning”中仅可使用以下字段：reader、course；仅用于“recommendation”；90 天后删除；仅提供人数，少于 10 人的不提供；依据：个人同意。

4. 服务水平
availability在每 30 天内达到 99.9 %；未达到时，抵扣该期费用的 5%。

5. Law
The law of the place.`);
  });
});

const yuan = (amountMinor: bigint) => ({ amountMinor, currency: 'CNY' });
const fuller: ClauseDraft[] = [
  { key: 'duty', kind: 'responsibility', party: 'partner', duty: 'deliver 12 columns', withinDays: 90 },
  { key: 'may', kind: 'right', party: 'platform', permission: 'quote 200 words' },
  { key: 'data', kind: 'data_scope', dataset: 'learning', purpose: 'research', fields: ['course'], retentionDays: 30, level: 'pseudonymous', basis: 'contract', region: 'CN', kMin: 20, epsilon: 0.5, epsilonPeriod: 'quarter' },
  { key: 'speed', kind: 'sla', metric: 'latency', target: 200, unit: 'ms', windowDays: 30, creditPpm: 0, direction: 'at_most', measuredBy: 'the probe', maxVariancePpm: 20_000, remedy: 'makegood', cureDays: 5 },
  { key: 'only', kind: 'exclusivity', party: 'partner', scope: 'audio', territory: 'China' },
  { key: 'books', kind: 'audit_right', party: 'partner', noticeDays: 10, timesPerYear: 2 },
  { key: 'end', kind: 'termination', noticeDays: 60, cureDays: 15, fee: yuan(500_000n) },
  { key: 'again', kind: 'renewal', atEnd: 'auto', months: 12 },
  { key: 'hands', kind: 'signing', ordered: true, signatories: [{ party: 'partner', title: 'legal representative' }, { party: 'platform', title: 'head of partnerships' }] },
  { key: 'quarrel', kind: 'dispute', talkDays: 30, method: 'arbitration', seat: 'Beijing', law: 'China' },
];

describe('every kind of clause', () => {
  test('is said in English', () => {
    expect(contractText(content(checkedClauses(fuller)), 'en').split('\n\n').slice(1).map((clause) => clause.split('\n')[1])).toEqual([
      'Owed by the partner: deliver 12 columns; within 90 days of the beginning.',
      'Allowed to the platform: quote 200 words.',
      'Of the data set “learning” only these fields may be used: course; only for “research”; to be deleted after 30 days; records are given under names that only the partner has; a privacy budget of at most ε = 0.5 each quarter; on the ground of a contract with the person; processed in CN only.',
      'latency stays within 200 ms in each window of 30 days; what counts is the measurement of the probe; counts of both sides that differ by at most 2% are not compared one by one; when it does not and is not cured within 5 days, what was missed is delivered again.',
      'In China, only with each other: audio. Bound: the partner.',
      'The records that settlements follow from may be examined by the partner, at most 2 times a year, announced 10 days ahead.',
      'Either side may end the contract with 60 days of notice, paying 5,000.00 CNY; a breach that is not cured within 15 days of being reported lets the other side end it at once.',
      'At its end it goes on for 12 more months each time, unless notice was given.',
      'Signed in this order by: 1. legal representative, for the partner; 2. head of partnerships, for the platform.',
      'Disputes are talked over for 30 days, then settled by arbitration in Beijing under the law of China.',
    ]);
  });

  test('is said in Chinese', () => {
    expect(contractText(content(checkedClauses(fuller)), 'zh').split('\n\n').slice(1).map((clause) => clause.split('\n')[1])).toEqual([
      '乙方应：deliver 12 columns；自生效起 90 天内完成。',
      '甲方有权：quote 200 words。',
      '数据集“learning”中仅可使用以下字段：course；仅用于“research”；30 天后删除；以仅供乙方使用的假名提供记录；每季度隐私预算 ε 不超过 0.5；依据：与个人的合同所必需；仅在 CN 境内处理。',
      'latency在每 30 天内不超过 200 ms；以the probe的计量为准；双方计数相差不超过 2% 时不逐条核对；未达到时且 5 天内未补救的，补足所缺部分。',
      '在China，乙方不得就“audio”与第三方合作。',
      '乙方可查阅结算所依据的记录，每年不超过 2 次，提前 10 天告知。',
      '任何一方可提前 60 天通知解除，通知方支付 5,000.00 CNY；违约经通知后 15 天内未补救的，另一方可立即解除。',
      '期满自动续期，每次 12 个月，除非已通知解除。',
      '由下列人员依次签署：1. 乙方legal representative；2. 甲方head of partnerships。',
      '争议先协商 30 天；协商不成的，在Beijing提交仲裁，适用China。',
    ]);
  });

  test('comes back from the database as it went in, and what goes without saying is not stored', () => {
    const clauses = checkedClauses([...fuller, drafts[0]]);
    expect(clausesColumn.from(JSON.parse(JSON.stringify(clausesColumn.to(clauses))) as never)).toEqual(clauses);
    expect(plainClauses(checkedClauses([drafts[2], drafts[3]]))).toEqual([drafts[2], drafts[3]]);
  });

  test('any field of it that is changed changes the hash and the words of both languages', () => {
    const other: Record<string, unknown> = { party: 'platform', duty: 'x', withinDays: 1, permission: 'x', dataset: 'x', purpose: 'x', fields: ['x'], retentionDays: 1, level: 'record', basis: 'law', region: 'SG', epsilon: 0.25, epsilonPeriod: 'year', metric: 'x', target: 1, unit: 's', windowDays: 1, direction: 'at_least', measuredBy: 'x', maxVariancePpm: 1, remedy: 'credit', cureDays: 1, scope: 'x', territory: 'x', noticeDays: 1, timesPerYear: 1, fee: yuan(1n), months: 1, atEnd: 'by_offer', ordered: false, signatories: [{ party: 'platform', title: 'x' }, { party: 'partner', title: 'x' }], talkDays: 1, method: 'court', seat: 'x', law: 'x' };
    for (const [place, draft] of fuller.entries()) {
      for (const field of Object.keys(draft).filter((name) => !['key', 'kind', 'kMin', 'creditPpm'].includes(name))) {
        const value = draft.kind === 'right' && field === 'party' ? 'partner' : other[field];
        const [before, after] = [content(checkedClauses(fuller)), content(checkedClauses(fuller.with(place, { ...draft, [field]: value } as ClauseDraft)))];
        expect([field, contentHashOf(after).equals(contentHashOf(before))]).toEqual([field, false]);
        for (const locale of ['zh', 'en'] as const) expect([field, contractText(after, locale) === contractText(before, locale)]).toEqual([field, false]);
      }
    }
  });

  test.each([
    ['content_producer', 'share', true], ['education', 'duty', false], ['technology_supplier', 'speed', true], ['technology_supplier', 'share', false], ['advertiser', 'share', true], ['advertiser', 'books', false], ['channel', 'law', false],
  ] as const)('to a %s is offered only what it is about: %s → %s', (kind, key, isEnough) => {
    const given = checkedClauses([...fuller, ...drafts].filter((one) => one.key === key));
    const refusal = () => requireMandatory(kind, given);
    if (isEnough) refusal();
    else expect(refusal).toThrow(expect.objectContaining({ code: 'BAD_INPUT', details: expect.objectContaining({ path: ['clauses'] }) }));
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
    ['two renewals', [fuller[7], { ...fuller[7], key: 'other' }], ['clauses']],
    ['a renewal by no months', [{ key: 'a', kind: 'renewal', atEnd: 'auto', months: 0 }], ['clauses', '0', 'months']],
    ['signatories of one side', [{ key: 'a', kind: 'signing', ordered: true, signatories: [{ party: 'partner', title: 'x' }, { party: 'partner', title: 'y' }] }], ['clauses', '0', 'signatories']],
    ['a region that is no code', [{ ...drafts[2], region: 'China' } as ClauseDraft], ['clauses', '0', 'region']],
    ['none', [], ['clauses']],
  ];
  test.each(refused)('refuses %s', (_name, given, path) => {
    expect(() => checkedClauses(given)).toThrow(expect.objectContaining({ code: 'BAD_INPUT', details: { path } }));
  });
});
