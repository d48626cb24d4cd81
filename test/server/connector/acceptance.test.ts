import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { Acceptance } from '../../../schema/acceptance.js';
import { ConformanceRun } from '../../../schema/conformance-run.js';
import { Connector } from '../../../schema/connector.js';
import { Acceptances, type AcceptanceDraft } from '../../../server/connector/acceptances.js';
import { overallVerdict, policies, unwaived, verdictOf } from '../../../server/connector/conformance-policy.js';
import { ConformanceRuns } from '../../../server/connector/conformance-runs.js';
import { ConnectorSecrets } from '../../../server/connector/connector-secrets.js';
import { Connectors } from '../../../server/connector/connectors.js';
import type { Finding, ScenarioEvidence } from '../../../server/connector/scenario.js';
import { scenarios } from '../../../server/connector/scenarios.js';
import { readConfig } from '../../../server/platform/config.js';
import { newId } from '../../../server/platform/ids.js';
import { openLog } from '../../../server/platform/log.js';
import { Outbox } from '../../../server/platform/outbox.js';
import { SigningKeys } from '../../../server/platform/signing-keys.js';
import { runConformance } from '../../../workers/run-conformance.js';
import type { Defect } from '../../reference-partner/defects.js';
import { buildDigest, declared, openReferencePartner, type Interface, type ReferencePartner } from '../../reference-partner/reference-partner.js';
import { DAY_MS, openPartnerWorld, signedContract, type PartnerWorld } from '../partner/partner-world.js';

let world: PartnerWorld;
let connectors: Connectors;
let runs: ConformanceRuns;
let acceptances: Acceptances;
let job: ReturnType<typeof runConformance>;
const partners: ReferencePartner[] = [];
const running = { id: 'test', attempt: 1, lastAttempt: false, signal: new AbortController().signal, report: () => {}, note: () => {} };

beforeAll(async () => {
  world = await openPartnerWorld();
  world.time.now = new Date();
  const { database, audit, clock } = world;
  const [signingKeys, outbox, config] = [new SigningKeys(database), new Outbox(newId), readConfig({ NODE_ENV: 'test', PARTNER_HTTP_ALLOW: '127.0.0.1' })];
  connectors = new Connectors(database, audit, clock, newId, new ConnectorSecrets(signingKeys));
  runs = new ConformanceRuns(database, outbox, audit, clock, newId);
  acceptances = new Acceptances(database, audit, clock, newId);
  job = runConformance({ database, outbox, audit, signingKeys, clock, newId, log: openLog('test', 'silent'), config });
});
afterAll(async () => {
  await Promise.all(partners.map((partner) => partner.close()));
  await world.close();
});

const read = (id: string) => world.database.dataSource.getRepository(Connector).findOneByOrFail({ id });
const readRun = (id: string) => world.database.dataSource.getRepository(ConformanceRun).findOneByOrFail({ id });
const seen = async (id: string) => ({ id, expectedVersion: (await read(id)).version });

/** A connector of A whose other end runs, configured and with a secret. */
async function connected(kind: Interface, defects: readonly Defect[] = []) {
  const { id } = await connectors.register({ partnerId: world.a.id, kind, name: newId() }, world.annOfA);
  const { secret } = await connectors.rotateSecret(await seen(id), world.annOfA);
  const partner = await openReferencePartner({ secret, defects });
  partners.push(partner);
  await connectors.configure({ ...await seen(id), baseUrl: partner.addressOf(kind), environment: 'sandbox', profileVersion: '1.0', capabilities: declared[kind], buildDigest }, world.annOfA);
  return { id, partner };
}

async function tested(id: string): Promise<ConformanceRun> {
  const run = await runs.start(await seen(id), world.annOfA);
  await job({ runId: run.id }, running);
  return readRun(run.id);
}
const draftOf = (run: ConformanceRun, waivers: AcceptanceDraft['waivers'] = []): AcceptanceDraft => ({ runId: run.id, evidenceHash: run.evidenceHash!, waivers });
async function accepted(id: string) {
  const run = await tested(id);
  const acceptance = await acceptances.propose(await seen(id), draftOf(run), world.annOfA);
  return acceptances.sign(await seen(id), acceptance.hash, world.manager);
}

describe('a run', () => {
  test('plays every scenario, says which did not apply, and is frozen', async () => {
    const { id } = await connected('webhook');
    const run = await tested(id);
    expect(run).toMatchObject({ state: 'finished', verdict: expect.stringMatching(/passed|warning/), played: scenarios.length, evidenceHash: expect.stringMatching(/^[0-9a-f]{64}$/) });
    expect(run.results.find(({ scenario }) => scenario === 'recommender.ordinary')).toEqual({ scenario: 'recommender.ordinary', verdict: 'not_applicable', reason: null });
    expect((await read(id)).state).toBe('testing');
    await expect(world.database.query(`UPDATE conformance_runs SET verdict = 'warning' WHERE id = $1`, [run.id])).rejects.toThrow(/stays as it was/);
    await expect(world.database.query(`DELETE FROM conformance_evidence WHERE run_id = $1`, [run.id])).rejects.toThrow(/append/);
    await job({ runId: run.id }, running);
    expect(await readRun(run.id)).toEqual(run);
  });

  test('goes on behind the evidence that stands, and keeps no signature', async () => {
    const { id } = await connected('webhook');
    const run = await runs.start(await seen(id), world.manager);
    const first: ScenarioEvidence = { scenario: scenarios[0].key, skipped: null, steps: [{ step: 'ask', exchanges: [], findings: [] }] };
    await runs.record(run, first);
    await runs.record(run, { ...first, skipped: 'refused_address' });
    await job({ runId: run.id }, running);
    const evidence = await runs.evidenceOf(run.id);
    expect(evidence[0]).toEqual(first);
    expect(evidence).toHaveLength(scenarios.length);
    expect(JSON.stringify(evidence)).not.toMatch(/webhook-signature|v1,|whsec_/);
  });

  test('is one at a time, also for two who start at once; without a secret none', async () => {
    const { id } = await connected('webhook');
    const change = await seen(id);
    const ends = await Promise.allSettled([runs.start(change, world.annOfA), runs.start(change, world.manager)]);
    expect(ends.map(({ status }) => status).sort()).toEqual(['fulfilled', 'rejected']);
    await expect(runs.start(await seen(id), world.manager)).rejects.toMatchObject({ code: 'ALREADY_EXISTS' });
    const bare = await connectors.register({ partnerId: world.a.id, kind: 'webhook', name: newId() }, world.manager);
    await connectors.configure({ ...await seen(bare.id), baseUrl: 'https://partner.example', environment: 'sandbox', profileVersion: '1.0', capabilities: [], buildDigest }, world.manager);
    await expect(runs.start(await seen(bare.id), world.manager)).rejects.toMatchObject({ code: 'NOT_READY' });
  });

  test('of an address that may not be called is skipped, not failed', async () => {
    const { id } = await connected('webhook');
    await connectors.configure({ ...await seen(id), baseUrl: 'http://169.254.169.254', environment: 'sandbox', profileVersion: '1.0', capabilities: [], buildDigest }, world.manager);
    expect(await tested(id)).toMatchObject({ verdict: 'skipped' });
  });

  test('P19: leaves everything but runs, outbox and audit as it was', async () => {
    const { id } = await connected('ad_delivery');
    const counts = async () => {
      const tables = await world.database.query<{ name: string }>(`SELECT relname AS name FROM pg_class WHERE relkind IN ('r','p') AND relnamespace = 'public'::regnamespace ORDER BY 1`);
      const mine = ['connectors', 'conformance_runs', 'conformance_evidence', 'outbox', 'audit_entries'];
      return Promise.all(tables.filter(({ name }) => !mine.includes(name)).map(async ({ name }) => (
        [name, (await world.database.query<{ sum: string }>(`SELECT md5(coalesce(string_agg(t::text, '|' ORDER BY t::text), '')) AS sum FROM ${name} t`))[0].sum])));
    };
    const before = await counts();
    expect(before.length).toBeGreaterThan(20);
    await tested(id);
    expect(await counts()).toEqual(before);
  });
});

describe('an acceptance', () => {
  test('needs both sides over one hash; then an agreement lets it go live, and another build sends it back', async () => {
    const { id } = await connected('webhook');
    const run = await tested(id);
    const acceptance = await acceptances.propose(await seen(id), draftOf(run), world.annOfA);
    const again = async (hash: string, actor = world.manager) => acceptances.sign(await seen(id), hash, actor);
    await expect(again(acceptance.hash, world.annOfA)).rejects.toMatchObject({ code: 'ILLEGAL_TRANSITION' });
    await expect(again('0'.repeat(64))).rejects.toMatchObject({ code: 'HASH_MISMATCH' });
    await again(acceptance.hash);
    expect((await read(id)).state).toBe('accepted');
    await expect(connectors.goLive(await seen(id), world.annOfA)).rejects.toMatchObject({ code: 'ILLEGAL_TRANSITION' });
    await expect(connectors.goLive(await seen(id), world.manager)).rejects.toMatchObject({ code: 'NOT_READY', details: { missing: ['no_agreement'] } });
    await signedContract(world, world.a.id, world.annOfA, world.terms({ startsAt: new Date(world.time.now.getTime() - DAY_MS) }));
    expect((await connectors.goLive(await seen(id), world.manager)).state).toBe('live');
    const settings = { environment: 'sandbox', profileVersion: '1.0', capabilities: declared.webhook, baseUrl: (await read(id)).baseUrl! } as const;
    expect((await connectors.configure({ ...await seen(id), ...settings, buildDigest: 'cd'.repeat(32) }, world.annOfA)).state).toBe('testing');
    expect((await world.database.dataSource.getRepository(Acceptance).findOneByOrFail({ id: acceptance.id })).endedAt).not.toBeNull();
    await expect(acceptances.propose(await seen(id), draftOf(run), world.manager)).rejects.toMatchObject({ code: 'BAD_INPUT' });
  });

  test('cannot be had for a failure, nor for a waiver of what every connector must do', async () => {
    const { id } = await connected('webhook', ['sick']);
    const run = await tested(id);
    expect(run.verdict).toBe('failed');
    const until = new Date(world.time.now.getTime() + DAY_MS);
    for (const waivers of [[], [{ scenario: 'health', reason: 'hurry', until }]]) {
      await expect(acceptances.propose(await seen(id), draftOf(run, waivers), world.manager)).rejects.toMatchObject({ code: 'NOT_READY', details: { missing: ['health'] } });
    }
  });

  test('with a waiver ends with it', async () => {
    const { id } = await connected('webhook', ['message-works-twice']);
    const until = new Date(world.time.now.getTime() + 3 * DAY_MS);
    const run = await tested(id);
    const acceptance = await acceptances.propose(await seen(id), draftOf(run, [{ scenario: 'webhook.receipts', reason: 'mended next week', until }]), world.manager);
    expect(acceptance.expiresAt).toEqual(until);
    world.time.now = new Date(until.getTime() + 1);
    await expect(acceptances.sign(await seen(id), acceptance.hash, world.annOfA)).rejects.toMatchObject({ code: 'ILLEGAL_TRANSITION' });
    world.time.now = new Date();
  });

  test('that is signed loses no signature', async () => {
    const { id } = await connected('webhook');
    const { id: acceptanceId } = await accepted(id);
    await expect(world.database.query('UPDATE acceptances SET partner_signed_by = NULL, partner_signed_at = NULL WHERE id = $1', [acceptanceId])).rejects.toThrow(/stays as it was/);
    await expect(world.database.query('DELETE FROM acceptances WHERE id = $1', [acceptanceId])).rejects.toThrow(/stays as it was/);
  });

  test('is nobody else’s: strangers, other readers of it, the system', async () => {
    const { id } = await connected('webhook');
    const draft = draftOf(await tested(id));
    const change = await seen(id);
    const before = await read(id);
    await expect(acceptances.propose(change, draft, world.bobOfB)).rejects.toMatchObject({ code: 'NOT_FOUND' });
    await expect(acceptances.propose(change, draft, await world.person('marketer'))).rejects.toMatchObject({ code: 'FORBIDDEN' });
    await expect(acceptances.propose(change, draft, world.system)).rejects.toMatchObject({ code: 'FORBIDDEN' });
    await expect(acceptances.propose(change, { ...draft, evidenceHash: '0' }, world.manager)).rejects.toMatchObject({ code: 'HASH_MISMATCH' });
    expect(await read(id)).toEqual(before);
  });
});

describe('the policy', () => {
  const finding = (severity: Finding['severity'], ok: boolean): Finding => ({ check: 'status', severity, ok, expected: '200', actual: '500' });
  const evidence = (...findings: Finding[]): ScenarioEvidence => ({ scenario: 'health', skipped: null, steps: [{ step: 'ask', exchanges: [], findings }] });
  const health = scenarios[0];

  test.each([
    ['passed', [finding('must', true)], 'channel'], ['failed', [finding('must', false), finding('should', false)], 'channel'], ['warning', [finding('should', false)], 'channel'],
    ['failed', [finding('should', false)], 'technology_supplier'], ['review', [finding('must', true), finding('review', false)], 'advertiser'],
  ] as const)('%s', (verdict, findings, kind) => {
    expect(verdictOf(health, evidence(...findings), kind).verdict).toBe(verdict);
  });

  test('what was not seen is unfinished, which nothing waives', () => {
    const results = scenarios.map((scenario) => verdictOf(scenario, undefined, 'channel'));
    expect(overallVerdict(results)).toBe('unfinished');
    expect(unwaived(results, scenarios, new Set(scenarios.map(({ key }) => key)))).toHaveLength(scenarios.length);
    expect(Object.values(policies).every(({ validDays }) => validDays > 0)).toBe(true);
  });
});
