import { afterAll, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import { Contract } from '../../../schema/contract.js';
import { contentHashOf } from '../../../server/partner/contract-content.js';
import { budgetClause, DAY_MS, openPartnerWorld, shareClause, signedContract, type PartnerWorld } from './partner-world.js';
import { moveContracts } from '../../../workers/move-contracts.js';

let world: PartnerWorld;
beforeAll(async () => { world = await openPartnerWorld(); });
afterAll(() => world.close());
beforeEach(() => { world.time.now = new Date('2026-03-01T00:00:00.000Z'); });

const days = (count: number) => new Date(world.time.now.getTime() + count * DAY_MS);
const states = async (versionId: string) => {
  const { contractId } = await world.version(versionId);
  return (await world.database.query<{ state: string }>('SELECT state FROM contract_versions WHERE contract_id = $1 ORDER BY number', [contractId])).map(({ state }) => state);
};
const draft = (terms = world.terms()) => world.do((tx) => world.contracts.draft(tx, { partnerId: world.a.id, title: 'Courses', ...terms }, world.manager));
const at = async (versionId: string) => ({ versionId, expectedVersion: (await world.version(versionId)).version });

describe('a negotiation', () => {
  test('goes from draft over counter-offers to a signed and scheduled version', async () => {
    const { contracts, manager, annOfA, terms } = world;
    const versionId = await draft();
    const code = (await world.database.query<{ code: string }>('SELECT code FROM contracts k JOIN contract_versions v ON v.contract_id = k.id WHERE v.id = $1', [versionId]))[0].code;
    expect(code).toMatch(/^C-2026-\d{4}$/);
    await world.do(async (tx) => contracts.offer(tx, await at(versionId), manager));
    const first = await world.version(versionId);
    await world.do((tx) => contracts.counter(tx, { versionId, expectedVersion: first.version, answersHash: first.contentHash, ...terms({ clauses: [budgetClause(), shareClause(400_000)] }) }, annOfA));
    const second = await world.version(versionId);
    expect([second.state, second.offeredBy]).toEqual(['countered', 'partner']);
    expect(second.contentHash).not.toBe(first.contentHash);
    await world.do((tx) => contracts.counter(tx, { versionId, expectedVersion: second.version, answersHash: second.contentHash, ...terms({ clauses: [budgetClause(), shareClause(350_000)] }) }, manager));
    const third = await world.version(versionId);
    expect([third.state, third.offeredBy]).toEqual(['offered', 'platform']);
    await world.do((tx) => contracts.agree(tx, { versionId, expectedVersion: third.version, answersHash: third.contentHash }, annOfA));
    const offers = await world.database.query<{ party: string; answers: string | null; hash: string }>(
      `SELECT party, encode(answers_hash, 'hex') AS answers, encode(content_hash, 'hex') AS hash FROM contract_offers WHERE contract_version_id = $1 ORDER BY number`, [versionId]);
    expect(offers).toEqual([
      { party: 'platform', answers: null, hash: first.contentHash },
      { party: 'partner', answers: first.contentHash, hash: second.contentHash },
      { party: 'platform', answers: second.contentHash, hash: third.contentHash },
    ]);
    await world.do(async (tx) => contracts.sign(tx, { ...await at(versionId), contentHash: third.contentHash }, manager));
    expect((await world.version(versionId)).state).toBe('signing');
    await world.do(async (tx) => contracts.sign(tx, { ...await at(versionId), contentHash: third.contentHash }, annOfA));
    expect((await world.version(versionId)).state).toBe('scheduled');
  });

  test('answers only the hash that stands', async () => {
    const versionId = await draft();
    await world.do(async (tx) => world.contracts.offer(tx, await at(versionId), world.manager));
    const before = await world.version(versionId);
    const wrong = { versionId, expectedVersion: before.version, answersHash: 'ab'.repeat(32) };
    await expect(world.do((tx) => world.contracts.agree(tx, wrong, world.annOfA))).rejects.toMatchObject({ code: 'HASH_MISMATCH', details: { contentHash: before.contentHash } });
    await expect(world.do((tx) => world.contracts.counter(tx, { ...wrong, ...world.terms({ clauses: [shareClause(1)] }) }, world.annOfA))).rejects.toMatchObject({ code: 'HASH_MISMATCH' });
    await expect(world.do((tx) => world.contracts.counter(tx, { ...wrong, answersHash: before.contentHash, ...world.terms() }, world.annOfA))).rejects.toMatchObject({ code: 'BAD_INPUT', details: { path: ['clauses'] } });
    expect(await world.version(versionId)).toEqual(before);
  });

  test('belongs to the side whose turn it is', async () => {
    const versionId = await draft();
    await world.do(async (tx) => world.contracts.offer(tx, await at(versionId), world.manager));
    const before = await world.version(versionId);
    const answer = { ...await at(versionId), answersHash: before.contentHash };
    await expect(world.do((tx) => world.contracts.agree(tx, answer, world.manager))).rejects.toMatchObject({ code: 'ILLEGAL_TRANSITION', details: { from: 'offered', allowed: ['withdrawn'] } });
    await expect(world.do((tx) => world.contracts.withdraw(tx, answer, world.annOfA))).rejects.toMatchObject({ code: 'ILLEGAL_TRANSITION', details: { from: 'offered', allowed: ['countered', 'agreed', 'rejected'] } });
    await expect(world.do((tx) => world.contracts.agree(tx, { ...answer, expectedVersion: 1 }, world.annOfA))).rejects.toMatchObject({ code: 'CONFLICT', details: { currentVersion: before.version } });
    expect(await world.version(versionId)).toEqual(before);
  });

  test('lapses 30 days after an offer without an answer, and nobody can answer from that moment on', async () => {
    const versionId = await draft();
    await world.do(async (tx) => world.contracts.offer(tx, await at(versionId), world.manager));
    const offer = await world.version(versionId);
    world.time.now = new Date(days(30).getTime() - 1);
    await moveContracts(world.contractClock);
    expect((await world.version(versionId)).state).toBe('offered');
    world.time.now = new Date(world.time.now.getTime() + 1);
    await expect(world.do((tx) => world.contracts.agree(tx, { versionId, expectedVersion: offer.version, answersHash: offer.contentHash }, world.annOfA))).rejects.toMatchObject({ code: 'ILLEGAL_TRANSITION', details: { from: 'lapsed' } });
    expect((await world.version(versionId)).state).toBe('offered');
    await moveContracts(world.contractClock);
    expect((await world.version(versionId)).state).toBe('lapsed');
  });
});

describe('signatures', () => {
  test('one per side over one hash; the same once more changes nothing; none is ever changed', async () => {
    const versionId = await draft();
    await world.do(async (tx) => world.contracts.offer(tx, await at(versionId), world.manager));
    const { contentHash } = await world.version(versionId);
    await world.do(async (tx) => world.contracts.agree(tx, { ...await at(versionId), answersHash: contentHash }, world.annOfA));
    const sign = async (actor = world.annOfA, hash = contentHash) => {
      const now = await at(versionId);
      return world.do((tx) => world.contracts.sign(tx, { ...now, contentHash: hash }, actor));
    };
    await expect(sign(world.annOfA, '00'.repeat(32))).rejects.toMatchObject({ code: 'HASH_MISMATCH' });
    await sign();
    const signed = await world.version(versionId);
    await sign();
    expect(await world.version(versionId)).toEqual(signed);
    await sign(world.manager);
    const rows = await world.database.query<{ id: string; party: 'partner' | 'platform'; signer_id: string; content_hash: Buffer; signature: Buffer; signed_at: Date }>(
      'SELECT * FROM contract_signatures WHERE contract_version_id = $1 ORDER BY party', [versionId]);
    expect(rows.map(({ party, signer_id: signer }) => [party, signer])).toEqual([['partner', world.annOfA.accountId], ['platform', world.manager.accountId]]);
    for (const row of rows) {
      const consent = { contractVersionId: versionId, party: row.party, place: null, signerId: row.signer_id, contentHash: row.content_hash, signedAt: row.signed_at };
      expect(await world.seal.holds(consent, row.signature)).toBe(true);
      const flipped = Buffer.from(row.signature);
      flipped[7] ^= 1;
      expect(await world.seal.holds(consent, flipped)).toBe(false);
      expect(await world.seal.holds({ ...consent, party: row.party === 'partner' ? 'platform' : 'partner' }, row.signature)).toBe(false);
    }
    await expect(world.database.query('UPDATE contract_signatures SET signed_at = now() WHERE id = $1', [rows[0].id])).rejects.toThrow('append-only');
  });

  test('what is stored is what was hashed; one changed clause, date or name is another text', async () => {
    const versionId = await signedContract(world, world.a.id, world.annOfA);
    const recomputed = async () => {
      const version = await world.version(versionId);
      const { code, title } = await world.database.dataSource.getRepository(Contract).findOneByOrFail({ id: version.contractId });
      return [contentHashOf({ ...version, code, title }).toString('hex'), version.contentHash];
    };
    const [computed, stored] = await recomputed();
    expect(computed).toBe(stored);
    for (const change of [`clauses = jsonb_set(clauses, '{1,sharePpm}', '300001')`, `ends_at = ends_at + interval '1 ms'`, `parties = jsonb_set(parties, '{partner,name}', '"Else"')`]) {
      await world.database.query(`UPDATE contract_versions SET ${change} WHERE id = $1`, [versionId]);
      expect((await recomputed())[0]).not.toBe(stored);
    }
  });

  test('the system cannot sign, and nobody signs what is over', async () => {
    const versionId = await draft();
    await world.do(async (tx) => world.contracts.offer(tx, await at(versionId), world.manager));
    const { contentHash } = await world.version(versionId);
    await world.do(async (tx) => world.contracts.agree(tx, { ...await at(versionId), answersHash: contentHash }, world.annOfA));
    const now = await at(versionId);
    await expect(world.do((tx) => world.contracts.sign(tx, { ...now, contentHash }, world.system))).rejects.toMatchObject({ code: 'FORBIDDEN' });
    world.time.now = days(100);
    await expect(world.do((tx) => world.contracts.sign(tx, { ...now, contentHash }, world.annOfA))).rejects.toMatchObject({ code: 'BAD_INPUT' });
    expect(await states(versionId)).toEqual(['agreed']);
  });
});

describe('in force', () => {
  test('starts, rests, goes on and expires; who suspended it is the one who resumes it', async () => {
    const versionId = await signedContract(world, world.a.id, world.annOfA);
    expect(await states(versionId)).toEqual(['scheduled']);
    world.time.now = days(1);
    await moveContracts(world.contractClock);
    expect(await states(versionId)).toEqual(['active']);
    await world.do(async (tx) => world.contracts.suspend(tx, { ...await at(versionId), reason: 'missed targets' }, world.annOfA));
    const rest = await at(versionId);
    await expect(world.do((tx) => world.contracts.resume(tx, rest, world.manager))).rejects.toMatchObject({ code: 'ILLEGAL_TRANSITION', details: { from: 'suspended', allowed: ['suspended'] } });
    await world.do((tx) => world.contracts.resume(tx, rest, world.annOfA));
    expect(await states(versionId)).toEqual(['active']);
    await world.do(async (tx) => world.contracts.suspend(tx, { ...await at(versionId), reason: 'again' }, world.manager));
    world.time.now = days(99);
    await moveContracts(world.contractClock);
    expect(await states(versionId)).toEqual(['expired']);
  });

  test('starts at once when its start has passed by the second signature', async () => {
    const versionId = await signedContract(world, world.a.id, world.annOfA, world.terms({ startsAt: days(-1) }));
    expect(await states(versionId)).toEqual(['active']);
  });

  test('ends 30 days after notice by one side, but never after its end', async () => {
    const soon = await signedContract(world, world.a.id, world.annOfA, world.terms({ startsAt: days(-1), endsAt: days(10) }));
    const late = await signedContract(world, world.a.id, world.annOfA, world.terms({ startsAt: days(-1) }));
    for (const id of [soon, late]) await world.do(async (tx) => world.contracts.giveNotice(tx, { ...await at(id), reason: 'other plans' }, world.annOfA));
    expect((await world.version(soon)).noticeEndsAt).toEqual(days(10));
    expect((await world.version(late)).noticeEndsAt).toEqual(days(30));
    world.time.now = days(10);
    await moveContracts(world.contractClock);
    expect([await states(soon), await states(late)]).toEqual([['terminated'], ['in_notice']]);
    world.time.now = days(20);
    await moveContracts(world.contractClock);
    expect(await states(late)).toEqual(['terminated']);
  });

  test('needs a reason to be suspended or given notice', async () => {
    const versionId = await signedContract(world, world.a.id, world.annOfA, world.terms({ startsAt: days(-1) }));
    const now = await at(versionId);
    await expect(world.do((tx) => world.contracts.suspend(tx, { ...now, reason: ' ' }, world.manager))).rejects.toMatchObject({ code: 'BAD_INPUT', details: { path: ['reason'] } });
    expect(await world.version(versionId)).toMatchObject({ state: 'active', version: now.expectedVersion });
  });
});

describe('an amendment', () => {
  const amended = async (startsIn: number) => {
    const first = await signedContract(world, world.a.id, world.annOfA, world.terms({ startsAt: days(-1), endsAt: days(50) }));
    const { contractId } = await world.version(first);
    const second = await world.do((tx) => world.contracts.amend(tx, { contractId, ...world.terms({ startsAt: days(startsIn), endsAt: days(200), clauses: [shareClause(500_000)] }) }, world.annOfA));
    return { first, second, contractId };
  };
  // The partner drafted it, so the partner offers and the platform answers.
  const signAmendment = (second: string) => world.do(async (tx) => {
    const read = () => tx.query(`SELECT version, encode(content_hash, 'hex') AS hash FROM contract_versions WHERE id = $1`, [second]).then(([row]: { version: number; hash: string }[]) => row);
    const now = async () => ({ versionId: second, expectedVersion: (await read()).version });
    const { hash } = await read();
    await world.contracts.offer(tx, await now(), world.annOfA);
    await world.contracts.agree(tx, { ...await now(), answersHash: hash }, world.manager);
    await world.contracts.approve(tx, { ...await now(), contentHash: hash }, world.second);
    await world.contracts.sign(tx, { ...await now(), contentHash: hash }, world.manager);
    await world.contracts.sign(tx, { ...await now(), contentHash: hash }, world.annOfA);
  });

  test('takes over at its start; the versions tile time and the old text keeps its hash', async () => {
    const { first, second } = await amended(20);
    const { contentHash } = await world.version(first);
    await signAmendment(second);
    const old = await world.version(first);
    expect([old.state, old.supersededAt, old.endsAt, old.contentHash]).toEqual(['active', days(20), days(50), contentHash]);
    expect(await states(first)).toEqual(['active', 'scheduled']);
    world.time.now = days(20);
    await moveContracts(world.contractClock);
    expect(await states(first)).toEqual(['superseded', 'active']);
  });

  test('P12: cannot begin in the past: not when it is offered, and not when its last signature comes too late', async () => {
    world.time.now = days(2);
    const { second } = await amended(-0.5);
    await expect(signAmendment(second)).rejects.toMatchObject({ code: 'BAD_INPUT', details: { path: ['startsAt'] } });
    const late = await amended(1);
    await world.do(async (tx) => world.contracts.offer(tx, await at(late.second), world.annOfA));
    const { contentHash } = await world.version(late.second);
    await world.do(async (tx) => world.contracts.agree(tx, { ...await at(late.second), answersHash: contentHash }, world.manager));
    await world.do(async (tx) => world.contracts.approve(tx, { ...await at(late.second), contentHash }, world.second));
    await world.do(async (tx) => world.contracts.sign(tx, { ...await at(late.second), contentHash }, world.annOfA));
    world.time.now = new Date(days(1).getTime() + 1);
    const before = await world.version(late.second);
    const tooLate = await at(late.second);
    await expect(world.do((tx) => world.contracts.sign(tx, { ...tooLate, contentHash }, world.manager))).rejects.toMatchObject({ code: 'BAD_INPUT', details: { path: ['startsAt'] } });
    expect(await world.version(late.second)).toEqual(before);
    expect(await states(late.first)).toEqual(['active', 'signing']);
  });

  test('ends a notice at its start', async () => {
    const { first, second } = await amended(20);
    await world.do(async (tx) => world.contracts.giveNotice(tx, { ...await at(first), reason: 'ends' }, world.manager));
    await signAmendment(second);
    expect((await world.version(first)).noticeEndsAt).toEqual(days(20));
    world.time.now = days(20);
    await moveContracts(world.contractClock);
    expect(await states(first)).toEqual(['terminated', 'active']);
  });

  test('is one at a time, begins inside the present version, and only amends what is active', async () => {
    const { first, contractId } = await amended(20);
    const again = (startsIn: number) => world.do((tx) => world.contracts.amend(tx, { contractId, ...world.terms({ startsAt: days(startsIn), endsAt: days(300) }) }, world.manager));
    await expect(again(30)).rejects.toMatchObject({ code: 'ALREADY_EXISTS', details: { number: 2 } });
    const second = (await world.database.query<{ id: string }>(`SELECT id FROM contract_versions WHERE contract_id = $1 AND number = 2`, [contractId]))[0].id;
    await world.do(async (tx) => world.contracts.withdraw(tx, await at(second), world.annOfA));
    await expect(again(-1)).rejects.toMatchObject({ code: 'BAD_INPUT', details: { path: ['startsAt'] } });
    await expect(again(51)).rejects.toMatchObject({ code: 'BAD_INPUT', details: { path: ['startsAt'] } });
    await world.do(async (tx) => world.contracts.suspend(tx, { ...await at(first), reason: 'rest' }, world.manager));
    await expect(again(30)).rejects.toMatchObject({ code: 'ILLEGAL_TRANSITION', details: { from: 'suspended', allowed: ['active', 'suspended'] } });
    expect(await states(first)).toEqual(['suspended', 'withdrawn']);
  });

  test('the database itself refuses two versions in force at once', async () => {
    const { first, second } = await amended(20);
    await expect(world.database.query(`UPDATE contract_versions SET state = 'active' WHERE id = $1`, [second])).rejects.toThrow('exclusion constraint');
    expect(await states(first)).toEqual(['active', 'draft']);
  });
});

describe('partners', () => {
  test('partner B finds none of the contracts of A and changes none, whatever it calls', async () => {
    const { contracts, bobOfB } = world;
    const versionId = await signedContract(world, world.a.id, world.annOfA, world.terms({ startsAt: days(-1) }));
    const before = await world.version(versionId);
    const input = { ...await at(versionId), answersHash: before.contentHash, contentHash: before.contentHash, reason: 'mine', ...world.terms() };
    const calls = (['edit', 'offer', 'counter', 'agree', 'reject', 'withdraw', 'sign', 'suspend', 'resume', 'giveNotice'] as const)
      .map((name) => () => world.do((tx) => contracts[name](tx, input, bobOfB)));
    calls.push(() => world.do((tx) => contracts.amend(tx, { contractId: before.contractId, ...world.terms() }, bobOfB)));
    calls.push(() => world.do((tx) => contracts.draft(tx, { partnerId: world.a.id, title: 'x', ...world.terms() }, bobOfB)));
    for (const call of calls) await expect(call()).rejects.toMatchObject({ code: 'NOT_FOUND' });
    expect(await world.version(versionId)).toEqual(before);
  });

  test('a draft of the platform is not there for the partner until it is offered; analysts only look', async () => {
    const versionId = await draft();
    const now = await at(versionId);
    await expect(world.do((tx) => world.contracts.offer(tx, now, world.annOfA))).rejects.toMatchObject({ code: 'NOT_FOUND' });
    const analyst = await world.person('analyst');
    await expect(world.do((tx) => world.contracts.offer(tx, now, analyst))).rejects.toMatchObject({ code: 'FORBIDDEN' });
    const reader = await world.person('reader');
    await expect(world.do((tx) => world.contracts.offer(tx, now, reader))).rejects.toMatchObject({ code: 'NOT_FOUND' });
  });

  test('no contract with a partner that is gone', async () => {
    const gone = await world.partner('channel', 'former');
    await expect(world.do((tx) => world.contracts.draft(tx, { partnerId: gone.id, title: 'x', ...world.terms() }, world.manager))).rejects.toMatchObject({ code: 'BAD_INPUT' });
  });
});
