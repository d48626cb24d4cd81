import { afterAll, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import type { ClauseDraft } from '../../../server/partner/clauses.js';
import { ContractComments } from '../../../server/partner/contract-comments.js';
import { newId } from '../../../server/platform/ids.js';
import { moveContracts } from '../../../workers/move-contracts.js';
import { DAY_MS, openPartnerWorld, shareClause, signedContract, type PartnerWorld, type PersonActor } from './partner-world.js';

let world: PartnerWorld;
let annsColleague: PersonActor;
beforeAll(async () => {
  world = await openPartnerWorld();
  annsColleague = await world.person('partner', world.a.id);
});
afterAll(() => world.close());
beforeEach(() => { world.time.now = new Date('2026-03-01T00:00:00.000Z'); });

const days = (count: number) => new Date(world.time.now.getTime() + count * DAY_MS);
const at = async (versionId: string) => ({ versionId, expectedVersion: (await world.version(versionId)).version });
const signing = (ordered: boolean): ClauseDraft => ({
  key: 'signatures', kind: 'signing', ordered, signatories: [{ party: 'partner', title: 'Legal representative' }, { party: 'partner', title: 'Head of finance' }, { party: 'platform', title: 'Director' }],
});
const draft = (clauses: ClauseDraft[] = [shareClause(300_000)]) => world.do((tx) => world.contracts.draft(tx, { partnerId: world.a.id, title: 'Courses', ...world.terms({ clauses }) }, world.manager));
const agreed = async (clauses: ClauseDraft[]) => {
  const versionId = await draft(clauses);
  await world.do(async (tx) => world.contracts.offer(tx, await at(versionId), world.manager));
  const { contentHash } = await world.version(versionId);
  await world.do(async (tx) => world.contracts.agree(tx, { ...await at(versionId), answersHash: contentHash }, world.annOfA));
  return versionId;
};
const sign = async (versionId: string, actor: PersonActor, place?: number) => {
  const now = { ...await at(versionId), contentHash: (await world.version(versionId)).contentHash };
  return world.do((tx) => world.contracts.sign(tx, { ...now, place }, actor));
};
const state = async (versionId: string) => (await world.version(versionId)).state;

describe('P11: several signatories', () => {
  test('sign in the order of the clause; whoever is out of turn hears whose turn it is, and nothing changes', async () => {
    const versionId = await agreed([shareClause(300_000), signing(true)]);
    await expect(sign(versionId, world.manager)).rejects.toMatchObject({ code: 'OUT_OF_TURN', details: { place: 1, party: 'partner', title: 'Legal representative' } });
    await expect(sign(versionId, world.annOfA, 2)).rejects.toMatchObject({ code: 'OUT_OF_TURN', details: { place: 1 } });
    await sign(versionId, world.annOfA);
    const before = await world.version(versionId);
    expect(before.state).toBe('signing');
    // Once more is the signature that stands; as somebody else it is refused: each signatory is another person.
    await sign(versionId, world.annOfA);
    await expect(sign(versionId, world.annOfA, 2)).rejects.toMatchObject({ code: 'FORBIDDEN' });
    await expect(sign(versionId, world.manager)).rejects.toMatchObject({ code: 'OUT_OF_TURN', details: { place: 2, title: 'Head of finance' } });
    expect(await world.version(versionId)).toEqual(before);
    await sign(versionId, annsColleague);
    expect(await state(versionId)).toBe('signing');
    await sign(versionId, world.manager);
    expect(await state(versionId)).toBe('scheduled');
    const rows = await world.database.query<{ id: string; party: 'partner' | 'platform'; place: number; signer_id: string; content_hash: Buffer; signature: Buffer; signed_at: Date }>(
      'SELECT * FROM contract_signatures WHERE contract_version_id = $1 ORDER BY place', [versionId]);
    expect(rows.map(({ place, signer_id: signer, content_hash: hash }) => [place, signer, hash.toString('hex')]))
      .toEqual([world.annOfA, annsColleague, world.manager].map(({ accountId }, index) => [index + 1, accountId, before.contentHash]));
    for (const row of rows) {
      const consent = { contractVersionId: versionId, party: row.party, place: row.place, signerId: row.signer_id, contentHash: row.content_hash, signedAt: row.signed_at };
      expect(await world.seal.holds(consent, row.signature)).toBe(true);
      for (const place of [null, 3 - row.place]) expect(await world.seal.holds({ ...consent, place }, row.signature)).toBe(false);
    }
  });

  test('sign in any order where none was agreed, each for the place that it names', async () => {
    const versionId = await agreed([shareClause(300_000), signing(false)]);
    await sign(versionId, world.manager);
    await sign(versionId, annsColleague, 2);
    await expect(sign(versionId, world.second)).rejects.toMatchObject({ code: 'ILLEGAL_TRANSITION' });
    await expect(sign(versionId, world.annOfA, 2)).rejects.toMatchObject({ code: 'BAD_INPUT', details: { path: ['place'] } });
    expect(await state(versionId)).toBe('signing');
    await sign(versionId, world.annOfA);
    expect(await state(versionId)).toBe('scheduled');
  });
});

describe('an offer', () => {
  test('says why, and until when: then nobody agrees to it and the clock lapses it', async () => {
    const versionId = await draft();
    const offer = await at(versionId);
    for (const expiresAt of [days(0), days(366)]) {
      await expect(world.do((tx) => world.contracts.offer(tx, { ...offer, expiresAt }, world.manager))).rejects.toMatchObject({ code: 'BAD_INPUT', details: { path: ['expiresAt'] } });
    }
    await world.do((tx) => world.contracts.offer(tx, { ...offer, rationale: ' A first year. ', expiresAt: days(3) }, world.manager));
    const first = await world.version(versionId);
    await world.do((tx) => world.contracts.counter(tx, { versionId, expectedVersion: first.version, answersHash: first.contentHash, rationale: 'More work for us.', expiresAt: days(2), ...world.terms({ clauses: [shareClause(400_000)] }) }, world.annOfA));
    const second = await world.version(versionId);
    const offers = await world.database.query<object>(`SELECT number, party, encode(answers_hash, 'hex') AS answers, encode(content_hash, 'hex') AS hash, rationale, expires_at FROM contract_offers WHERE contract_version_id = $1 ORDER BY number`, [versionId]);
    expect(offers).toEqual([
      { number: 1, party: 'platform', answers: null, hash: first.contentHash, rationale: 'A first year.', expires_at: days(3) },
      { number: 2, party: 'partner', answers: first.contentHash, hash: second.contentHash, rationale: 'More work for us.', expires_at: days(2) },
    ]);
    world.time.now = new Date(days(2).getTime() - 1);
    await moveContracts(world.contractClock);
    expect(await state(versionId)).toBe('countered');
    world.time.now = new Date(world.time.now.getTime() + 1);
    const now = await at(versionId);
    await expect(world.do((tx) => world.contracts.agree(tx, { ...now, answersHash: second.contentHash }, world.manager))).rejects.toMatchObject({ code: 'ILLEGAL_TRANSITION', details: { from: 'lapsed' } });
    await moveContracts(world.contractClock);
    expect(await state(versionId)).toBe('lapsed');
  });
});

describe('P14: an amendment', () => {
  const amendment = async (clauses: ClauseDraft[], endsIn = 50) => {
    const first = await signedContract(world, world.a.id, world.annOfA, world.terms({ startsAt: days(-1), endsAt: days(50), clauses: [shareClause(300_000)] }));
    const { contractId } = await world.version(first);
    const versionId = await world.do((tx) => world.contracts.amend(tx, { contractId, ...world.terms({ startsAt: days(5), endsAt: days(endsIn), clauses }) }, world.manager));
    await world.do(async (tx) => world.contracts.offer(tx, await at(versionId), world.manager));
    const { contentHash } = await world.version(versionId);
    await world.do(async (tx) => world.contracts.agree(tx, { ...await at(versionId), answersHash: contentHash }, world.annOfA));
    return { first, versionId, contentHash };
  };

  test('with one increase in it is signed by nobody before a second person of the platform has approved it', async () => {
    const { versionId, contentHash } = await amendment([shareClause(310_000)], 40);
    const before = await world.version(versionId);
    for (const actor of [world.annOfA, world.manager]) await expect(sign(versionId, actor)).rejects.toMatchObject({ code: 'APPROVAL_MISSING', details: { increases: [{ clauseKey: 'share', kind: 'revenue_share', field: 'sharePpm' }] } });
    const approve = async (actor: PersonActor) => { const now = await at(versionId); return world.do((tx) => world.contracts.approve(tx, { ...now, contentHash }, actor)); };
    await expect(approve(world.manager)).rejects.toMatchObject({ code: 'FORBIDDEN' });
    await expect(approve(world.annOfA)).rejects.toMatchObject({ code: 'ILLEGAL_TRANSITION' });
    expect(await world.version(versionId)).toEqual(before);
    await approve(world.second);
    await expect(approve(world.second)).rejects.toMatchObject({ code: 'ILLEGAL_TRANSITION' });
    await sign(versionId, world.manager);
    await sign(versionId, world.annOfA);
    expect(await world.version(versionId)).toMatchObject({ state: 'scheduled', approvedBy: world.second.accountId });
  });

  test('that only lowers exposure is signed without anybody else, and so are a rest, a notice and an end', async () => {
    const { first, versionId } = await amendment([shareClause(250_000)], 40);
    await sign(versionId, world.manager);
    await sign(versionId, world.annOfA);
    expect(await state(versionId)).toBe('scheduled');
    // Nobody approves anything here: the one manager acts alone, beside an increase that waits.
    const waiting = await amendment([shareClause(900_000)]);
    await world.do(async (tx) => world.contracts.suspend(tx, { ...await at(waiting.first), reason: 'rest' }, world.manager));
    await world.do(async (tx) => world.contracts.giveNotice(tx, { ...await at(waiting.first), reason: 'end' }, world.manager));
    await world.do(async (tx) => world.contracts.reportBreach(tx, { ...await at(first), clauseKey: null, reason: 'broken' }, world.manager));
    world.time.now = days(31);
    await moveContracts(world.contractClock);
    expect(await state(waiting.first)).toBe('terminated');
    const live = versionId;
    expect(await state(live)).toBe('active');
    await world.do(async (tx) => world.contracts.reportBreach(tx, { ...await at(live), clauseKey: null, reason: 'broken' }, world.manager));
    await world.do(async (tx) => world.contracts.suspend(tx, { ...await at(live), reason: 'rest' }, world.manager));
    expect(await state(live)).toBe('suspended');
  });
});

test('comments on a clause are of both sides, settled once, and change no text; another partner finds none', async () => {
  const comments = new ContractComments(world.audit, world.clock, newId);
  const versionId = await draft();
  await world.do(async (tx) => world.contracts.offer(tx, await at(versionId), world.manager));
  const before = await world.version(versionId);
  const say = (actor: PersonActor, clauseKey: string | null, body = 'Why so much?') => world.do((tx) => comments.comment(tx, { versionId, clauseKey, body }, actor));
  await say(world.annOfA, 'share');
  await say(world.manager, null, 'See the annex.');
  await expect(say(world.annOfA, 'nothing')).rejects.toMatchObject({ code: 'BAD_INPUT', details: { path: ['clauseKey'] } });
  await expect(say(world.annOfA, 'share', ' ')).rejects.toMatchObject({ code: 'BAD_INPUT', details: { path: ['body'] } });
  await expect(say(world.bobOfB, 'share')).rejects.toMatchObject({ code: 'NOT_FOUND' });
  const resolve = (actor: PersonActor, number: number) => world.do((tx) => comments.resolve(tx, { versionId, number }, actor));
  await expect(resolve(world.bobOfB, 1)).rejects.toMatchObject({ code: 'NOT_FOUND' });
  await resolve(world.manager, 1);
  await expect(resolve(world.annOfA, 1)).rejects.toMatchObject({ code: 'BAD_INPUT', details: { path: ['number'] } });
  expect(await world.database.query('SELECT number, party, clause_key, resolved_at FROM contract_comments WHERE contract_version_id = $1 ORDER BY number', [versionId])).toEqual([
    { number: 1, party: 'partner', clause_key: 'share', resolved_at: world.time.now }, { number: 2, party: 'platform', clause_key: null, resolved_at: null },
  ]);
  expect(await world.version(versionId)).toEqual(before);
});
