import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { randomUUID } from 'node:crypto';
import { toGlobalId } from '../../server/graphql/global-ids.js';
import { anonymous } from '../../server/platform/actor.js';
import { buildTestApp, type TestApp } from '../support/app.js';

let api: TestApp;
beforeAll(async () => { api = await buildTestApp(); });
afterAll(() => api.close());

/* oxlint-disable typescript/no-explicit-any -- answers are asserted on, not typed */
async function write(name: string, type: string, select: string, input: object, as: any): Promise<any> {
  const answer = await api.execute(`mutation ($input: ${type}!) { ${name}(input: $input) { result { ${select} } userErrors { code path message } } }`, { input }, as);
  return answer.errors ? { errors: answer.errors.map(({ extensions }) => extensions?.code) } : answer.data[name];
}

const applyForm = () => ({ name: `Radio ${randomUUID()}`, kind: 'CHANNEL', industry: 'radio', contactEmail: `${randomUUID()}@example.test`, statement: 'A million listeners.', idempotencyKey: randomUUID() });
const evidence = (partnerId: string, criterion: string, value: number, observations = 1) => ({ partnerId, criterion, value, observations, source: 'visit', verified: true, observedAt: new Date(Date.now() - 60_000).toISOString() });
const channel = { monthly_readers: [900_000, 3], audience_fit: [0.4, 1000], conversion: [0.02, 8000], events_returned: [0.95, 500], integration_days: [12, 2], security_level: [3, 1], legal_standing: [1, 1], on_time: [0.9, 40], invalid_traffic: [0.03, 5000] } as const;

async function newChannel(state = 'screening'): Promise<string> {
  const id = await api.newPartner();
  await api.database.query(`UPDATE partners SET kind = 'channel', state = $2 WHERE id = $1`, [id, state]);
  return toGlobalId('Partner', id);
}

describe('partnerApply', () => {
  test('is for anybody, once per key, and tells nothing but the reference', async () => {
    const form = applyForm();
    const select = 'id code submittedAt statement partner { id } submitter { id }';
    const first = await write('partnerApply', 'PartnerApplyInput', select, form, anonymous);
    expect(first.result).toMatchObject({ code: expect.stringMatching(/^P-\d{4}-\d{4}$/), statement: null, partner: null, submitter: null });
    expect((await write('partnerApply', 'PartnerApplyInput', select, form, anonymous)).result).toEqual(first.result);
    expect((await write('partnerApply', 'PartnerApplyInput', select, { ...form, name: 'Other' }, anonymous)).userErrors).toMatchObject([{ code: 'IDEMPOTENCY_MISMATCH' }]);
    const [{ count }] = await api.database.query<{ count: number }>('SELECT count(*)::int AS count FROM partners WHERE name = $1', [form.name]);
    expect(count).toBe(1);
    const seen = await api.execute('query ($id: ID!) { node(id: $id) { ... on Application { code statement partner { name state } } } }', { id: first.result.id }, 'partner_manager');
    expect(seen.data.node).toEqual({ code: first.result.code, statement: 'A million listeners.', partner: { name: form.name, state: 'APPLIED' } });
    expect((await api.execute('query ($id: ID!) { node(id: $id) { id } }', { id: first.result.id }, 'reader')).data.node).toBeNull();
  });

  test('has limits', async () => {
    let codes: unknown[] = [];
    for (let at = 0; at < 6 && !codes.length; at++) codes = (await write('partnerApply', 'PartnerApplyInput', 'id', applyForm(), anonymous)).errors ?? [];
    expect(codes).toEqual(['RATE_LIMITED']);
  });
});

const blockNeedsCase = { action: 'partnerBlock', code: 'NO_RISK_CASE', criterion: null };

test('the way of an applicant through evidence, reviews and approval, step by step', async () => {
  const [manager, operator] = [await api.actor('partner_manager'), await api.actor('operator')];
  const applied = await write('partnerApply', 'PartnerApplyInput', 'partner { id version }', applyForm(), manager);
  const { id } = applied.result.partner;
  let version = applied.result.partner.version;
  const step = async (name: string, as: any = manager, more = {}) => {
    const answer = await write(name, name === 'partnerReject' ? 'PartnerRejectInput' : 'PartnerStepInput', 'version state obstacles { action code criterion }', { id, expectedVersion: version, ...more }, as);
    version = answer.result?.version ?? version;
    return answer;
  };
  expect((await step('partnerScreen')).result).toMatchObject({ state: 'SCREENING', obstacles: [{ action: 'partnerExamine', code: 'NO_EVIDENCE', criterion: null }, blockNeedsCase] });
  expect((await step('partnerExamine')).userErrors).toMatchObject([{ code: 'NOT_READY' }]);
  for (const [criterion, [value, observations]] of Object.entries(channel)) {
    expect((await write('evidenceAdd', 'EvidenceAddInput', 'isVerified recorder { displayName }', evidence(id, criterion, value, observations), manager)).result).toEqual({ isVerified: true, recorder: { displayName: 'A partner_manager' } });
  }
  expect((await step('partnerExamine')).result).toMatchObject({ state: 'DUE_DILIGENCE', obstacles: [{ action: 'partnerApprove', code: 'REVIEW_MISSING', criterion: null }, blockNeedsCase] });
  const page = await api.execute(`query ($id: ID!) { node(id: $id) { ... on Partner { availableActions assessment { id score low high coverage tier isValid reviewersNeeded inputsHash
    leaves { criterion weight contribution gate } next { tier lifts { criterion from to } unknown } criterionSet { version weights criteria { key group nameZh nameEn knots } } } evidence { criterion } } } }`, { id }, manager);
  const { assessment, availableActions, evidence: known } = page.data.node;
  expect(availableActions).toEqual(['partnerEdit', 'partnerApprove', 'partnerReject', 'partnerBlock', 'evidenceAdd', 'assessmentRun', 'dueDiligenceReview']);
  expect(assessment).toMatchObject({ coverage: expect.closeTo(1, 9), tier: 'PREFERRED', isValid: true, reviewersNeeded: 1, next: { tier: 'STRATEGIC', unknown: [] } });
  expect(assessment.low).toBeLessThan(assessment.score);
  expect(assessment.criterionSet.weights.reduce((sum: number, weight: number) => sum + weight, 0)).toBeCloseTo(1, 9);
  expect(known).toHaveLength(9);
  expect((await write('assessmentRun', 'AssessmentRunInput', 'id', { partnerId: id }, manager)).result.id).toBe(assessment.id);
  const review = { partnerId: id, assessmentId: assessment.id, verdict: 'ENDORSE', findings: 'Visited.' };
  expect((await write('dueDiligenceReview', 'DueDiligenceReviewInput', 'verdict reviewer { displayName } assessment { id }', review, operator)).result).toEqual({ verdict: 'ENDORSE', reviewer: { displayName: 'A operator' }, assessment: { id: assessment.id } });
  expect((await step('partnerApprove')).result).toMatchObject({ state: 'APPROVED', obstacles: [blockNeedsCase] });
});

test('a partner sees its scorecard and what would lift it, not the reviews; another partner sees neither', async () => {
  const [ann, bob] = [await api.newActor('partner'), await api.newActor('partner')];
  const id = toGlobalId('Partner', ann.partnerId!);
  await write('evidenceAdd', 'EvidenceAddInput', 'id', evidence(id, 'on_time', 0.9, 30), 'partner_manager');
  const [{ id: assessmentId }] = await api.database.query<{ id: string }>('SELECT id FROM assessments WHERE partner_id = $1', [ann.partnerId]);
  await api.database.query(`INSERT INTO due_diligence_reviews (id, partner_id, assessment_id, reviewer_id, verdict, findings, reviewed_at) VALUES ($1, $2, $3, $4, 'object', 'x', now())`, [randomUUID(), ann.partnerId, assessmentId, (await api.actor('operator')).accountId]);
  const query = 'query ($id: ID!) { node(id: $id) { ... on Partner { obstacles { code } assessment { score next { tier } } evidence { source recorder { id } } reviews { findings } } } }';
  expect((await api.execute(query, { id }, ann)).data.node).toEqual({ obstacles: [], assessment: { score: expect.any(Number), next: { tier: expect.any(String) } }, evidence: [{ source: 'visit', recorder: null }], reviews: [] });
  expect((await api.execute(query, { id }, bob)).data.node).toBeNull();
  expect((await api.execute('query ($id: ID!) { node(id: $id) { id } }', { id: toGlobalId('Assessment', assessmentId) }, bob)).data.node).toBeNull();
  expect((await api.execute(query, { id }, 'analyst')).data.node.reviews).toEqual([{ findings: 'x' }]);
});

describe('shortlist', () => {
  const list = 'query ($k: Int!, $states: [PartnerState!]!) { shortlist(kind: CHANNEL, k: $k, states: $states) { candidates unknown entries { rank topShare partner { name state } assessment { score low high tier leaves { gate } } } } }';

  test('ranks by score, counts whom nothing is known of, and says how surely each is among the best k', async () => {
    const ids = [await newChannel('suspended'), await newChannel('suspended'), await newChannel('suspended'), await newChannel('suspended')];
    for (const [place, factor] of [1, 0.8, 0.4].entries()) {
      for (const [criterion, [value, observations]] of Object.entries(channel)) await write('evidenceAdd', 'EvidenceAddInput', 'id', evidence(ids[place], criterion, criterion === 'audience_fit' || criterion === 'monthly_readers' ? value * factor : value, observations), 'operator');
    }
    const { data } = await api.execute(list, { k: 1, states: ['SUSPENDED'] }, 'analyst');
    expect(data.shortlist).toMatchObject({ candidates: 3, unknown: 1 });
    const { entries } = data.shortlist;
    expect(entries.map(({ rank }: { rank: number }) => rank)).toEqual([1, 2, 3]);
    const scores = entries.map(({ assessment }: any) => assessment.score);
    expect(scores).toEqual([...scores].sort((a, b) => b - a));
    const shares = entries.map(({ topShare }: any) => topShare);
    expect(shares.reduce((sum: number, share: number) => sum + share, 0)).toBeCloseTo(1, 9);
    expect(shares[0]).toBeGreaterThan(shares[2]);
    const all = await api.execute(list, { k: 3, states: ['SUSPENDED'] }, 'analyst');
    expect(all.data.shortlist.entries.map(({ topShare }: any) => topShare)).toEqual([1, 1, 1]);
    // Who is added changes nobody's score and nobody's order (P3).
    await write('evidenceAdd', 'EvidenceAddInput', 'id', evidence(ids[3], 'on_time', 1, 500), 'operator');
    const more = await api.execute(list, { k: 1, states: ['SUSPENDED'] }, 'analyst');
    const before = new Map(entries.map((entry: any) => [entry.partner.name, entry.assessment.score]));
    const kept = more.data.shortlist.entries.filter((entry: any) => before.has(entry.partner.name));
    expect(kept.map((entry: any) => [entry.partner.name, entry.assessment.score])).toEqual([...before]);
  });

  test('what has expired is not ranked', async () => {
    const id = await newChannel('onboarding');
    await write('evidenceAdd', 'EvidenceAddInput', 'id', { ...evidence(id, 'on_time', 0.9, 10), expiresAt: new Date(Date.now() + 3_600_000).toISOString() }, 'operator');
    const ask = async () => (await api.execute(list, { k: 1, states: ['ONBOARDING'] }, 'operator')).data.shortlist.entries.some(({ partner }: any) => partner.state === 'ONBOARDING');
    expect(await ask()).toBe(true);
    api.setNow(new Date(Date.now() + 7_200_000));
    expect(await ask()).toBe(false);
    api.setNow(null);
  });

  test('takes as many statements for many candidates as for few, and refuses a k of nothing', async () => {
    const one = await api.execute(list, { k: 1, states: ['ONBOARDING'] }, 'operator');
    const many = await api.execute(list, { k: 1, states: ['SUSPENDED'] }, 'operator');
    expect(many.data.shortlist.entries.length).toBeGreaterThan(one.data.shortlist.entries.length);
    expect(many.statements).toBe(one.statements);
    expect((await api.execute(list, { k: 0, states: [] }, 'operator')).errors?.[0].extensions?.code).toBe('BAD_INPUT');
  });
});
