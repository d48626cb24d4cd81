import { afterAll, beforeAll, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { ContractState, type ContractVersion } from '../../../schema/contract-version.js';
import { checkedClauses } from '../../../server/partner/clauses.js';
import { contractMoves, dueContractMoves, openMoves, type ContractAction, type ContractPosition } from '../../../server/partner/contract-states.js';
import { otherSide, type Side } from '../../../server/partner/sides.js';
import { Idempotency } from '../../../server/platform/idempotency.js';
import { DAY_MS, openPartnerWorld, shareClause, signedContract, type PartnerWorld } from './partner-world.js';

let world: PartnerWorld;
let idempotency: Idempotency;
beforeAll(async () => {
  world = await openPartnerWorld();
  idempotency = new Idempotency(world.database);
});
afterAll(() => world.close());

/** The machine as domain.md draws it, written out by hand: the oracle of the table in the code. */
const drawn: Record<ContractState, ContractState[]> = {
  draft: ['draft', 'offered', 'withdrawn'],
  offered: ['countered', 'agreed', 'withdrawn', 'rejected', 'lapsed'],
  countered: ['offered', 'agreed', 'withdrawn', 'rejected', 'lapsed'],
  agreed: ['agreed', 'signing', 'withdrawn'],
  signing: ['signed', 'signing', 'withdrawn'],
  signed: ['scheduled'],
  scheduled: ['active', 'terminated'],
  active: ['active', 'suspended', 'in_notice', 'expired', 'superseded', 'terminated'],
  suspended: ['active', 'suspended', 'in_notice', 'terminated'],
  in_notice: ['in_notice', 'terminated'],
  terminated: [], expired: [], superseded: [], withdrawn: [], rejected: [], lapsed: [],
};

test('the table of moves is the drawn machine, neither more nor less', () => {
  for (const from of Object.values(ContractState)) {
    expect([...new Set(contractMoves.filter((move) => move.from === from).map(({ to }) => to))].sort()).toEqual([...drawn[from]].sort());
  }
});

test('what lowers exposure is open to either side alone; what raises it needs the side that is asked', () => {
  const position = (state: ContractState): ContractPosition => ({ state, draftedBy: 'platform', offeredBy: 'platform', suspendedBy: 'partner', awaited: ['platform', 'partner'], awaitsApproval: false, isNoticed: false, reporters: [], wronged: [] });
  const names = (state: ContractState, side: Side | null) => openMoves(position(state), side).map(({ action }) => action);
  for (const side of ['platform', 'partner'] as const) {
    expect(names('active', side)).toEqual(expect.arrayContaining(['contractSuspend', 'contractGiveNotice']));
    expect(names('agreed', side)).toEqual(['contractWithdraw', 'contractSign']);
  }
  expect(names('offered', 'partner')).toEqual(['contractCounter', 'contractAgree', 'contractReject']);
  expect(names('offered', 'platform')).toEqual(['contractWithdraw']);
  expect([names('suspended', 'partner'), names('suspended', 'platform')]).toEqual([['contractResume', 'contractGiveNotice', 'contractReportBreach'], ['contractGiveNotice', 'contractReportBreach']]);
  expect(names('active', null)).toEqual([]);
});

test('what the clock has done once it does not do again', () => {
  const instant = fc.integer({ min: 0, max: 100 }).map((day) => new Date(day * DAY_MS));
  fc.assert(fc.property(
    fc.record({ state: fc.constantFrom(...Object.values(ContractState)), startsAt: instant, endsAt: instant, supersededAt: fc.option(instant), noticeEndsAt: fc.option(instant), offerExpiresAt: fc.option(instant), renewedUntil: fc.constant(null), clauses: fc.constantFrom([], checkedClauses([{ key: 'again', kind: 'renewal', atEnd: 'auto', months: 1 }])) }), instant,
    (version, now) => {
      const moves = dueContractMoves(version, now);
      let { state } = version;
      for (const move of moves) {
        expect([move.from, drawn[state].includes(move.to)]).toEqual([state, true]);
        state = move.to;
      }
      expect(dueContractMoves({ ...version, state }, now)).toEqual([]);
    }));
});

const actions = ['edit', 'offer', 'counter', 'agree', 'reject', 'withdraw', 'sign', 'suspend', 'resume', 'giveNotice'] as const;
const mutation = (action: (typeof actions)[number]) => `contract${action[0].toUpperCase()}${action.slice(1)}` as ContractAction;

/** A message of one side. `stale`: it answers what the side saw before the last change. `repeats`: how often it is delivered. */
const message = fc.record({
  side: fc.constantFrom<Side>('platform', 'partner'),
  action: fc.oneof({ weight: 4, arbitrary: fc.constantFrom(...actions) }, { weight: 4, arbitrary: fc.constant('next' as const) }),
  sharePpm: fc.integer({ min: 0, max: 3 }),
  stale: fc.boolean(),
  repeats: fc.integer({ min: 1, max: 2 }),
  laterDays: fc.constantFrom(0, 0, 0, 0, 1, 20, 31),
});
type Message = typeof message extends fc.Arbitrary<infer T> ? T : never;

/** What each action leads to, said without the code under test; undefined: it must be refused. */
function expectedState(model: Model, side: Side, action: (typeof actions)[number]): ContractState | undefined {
  const asked = model.offeredBy !== null && side === otherSide(model.offeredBy);
  switch (action) {
    case 'edit': return model.state === 'draft' && side === 'platform' ? 'draft' : undefined;
    case 'offer': return model.state === 'draft' && side === 'platform' ? 'offered' : undefined;
    case 'counter': return asked && (model.state === 'offered' || model.state === 'countered') ? (model.state === 'offered' ? 'countered' : 'offered') : undefined;
    case 'agree': return asked && (model.state === 'offered' || model.state === 'countered') ? 'agreed' : undefined;
    case 'reject': return asked && (model.state === 'offered' || model.state === 'countered') ? 'rejected' : undefined;
    case 'withdraw': {
      if (model.state === 'agreed' || model.state === 'signing') return 'withdrawn';
      if (model.state === 'draft') return side === 'platform' ? 'withdrawn' : undefined;
      return (model.state === 'offered' || model.state === 'countered') && side === model.offeredBy ? 'withdrawn' : undefined;
    }
    case 'sign': return (model.state === 'agreed' || model.state === 'signing') && !model.signed.includes(side) ? (model.signed.length ? 'signed' : 'signing') : undefined;
    case 'suspend': return model.state === 'active' ? 'suspended' : undefined;
    case 'resume': return model.state === 'suspended' && side === model.suspendedBy ? (model.isNoticed ? 'in_notice' : 'active') : undefined;
    case 'giveNotice': return model.state === 'active' ? 'in_notice' : model.state === 'suspended' && !model.isNoticed ? 'suspended' : undefined;
  }
}

interface Model { state: ContractState; offeredBy: Side | null; suspendedBy: Side | null; isNoticed: boolean; signed: Side[] }

test('any interleaving of both sides, with stale and repeated messages, stays in the machine and ends in one text', async () => {
  const reached = new Set<ContractState>();
  await fc.assert(fc.asyncProperty(fc.boolean(), fc.array(message, { minLength: 4, maxLength: 14 }), async (isSigned, messages) => {
    world.time.now = new Date('2026-03-01T00:00:00.000Z');
    const versionId = isSigned
      ? await signedContract(world, world.a.id, world.annOfA)
      : await world.do((tx) => world.contracts.draft(tx, { partnerId: world.a.id, title: 'T', ...world.terms() }, world.manager));
    const model: Model = isSigned
      ? { state: 'scheduled', offeredBy: 'platform', suspendedBy: null, isNoticed: false, signed: ['partner', 'platform'] }
      : { state: 'draft', offeredBy: null, suspendedBy: null, isNoticed: false, signed: [] };
    let before = await world.version(versionId);
    for (const [place, given] of messages.entries()) {
      world.time.now = new Date(world.time.now.getTime() + given.laterDays * DAY_MS);
      await world.contractClock.moveDue(world.system);
      const current = await world.version(versionId);
      follow(model, current);
      await deliver(versionId, `${versionId}-${place}`, given, model, current, before);
      before = current;
      reached.add((await world.version(versionId)).state);
    }
    world.time.now = new Date(world.time.now.getTime() + 31 * DAY_MS);
    await world.contractClock.moveDue(world.system);
    const last = await world.version(versionId);
    follow(model, last);
    reached.add(last.state);
  }), { numRuns: 80, seed: 20261123 });
  // A run that never gets beyond a draft would prove nothing.
  expect([...reached]).toEqual(expect.arrayContaining(['offered', 'countered', 'agreed', 'signing', 'active', 'suspended', 'in_notice', 'terminated', 'withdrawn', 'rejected', 'lapsed']));
}, 120_000);

/** The clock's moves are legal steps of the drawing; the model follows them. */
function follow(model: Model, current: ContractVersion): void {
  if (current.state === model.state) return;
  const seen = new Set<ContractState>([model.state]);
  for (const state of seen) if (state !== 'active' || model.state === 'active' || model.state === 'suspended' || model.state === 'scheduled') for (const next of drawn[state]) seen.add(next);
  expect([...seen]).toContain(current.state);
  model.state = current.state;
  model.suspendedBy = current.suspendedBy;
}

async function deliver(versionId: string, key: string, given: Message, model: Model, current: ContractVersion, before: ContractVersion): Promise<void> {
  const seen = given.stale ? before : current;
  const position: ContractPosition = { state: model.state, draftedBy: 'platform', offeredBy: model.offeredBy, suspendedBy: model.suspendedBy, awaited: (['platform', 'partner'] as const).filter((side) => !model.signed.includes(side)), awaitsApproval: false, isNoticed: current.noticeEndsAt !== null, reporters: [], wronged: [] };
  const open = openMoves(position, given.side).map(({ action }) => action);
  // 'next' goes forward more often than not, so that runs reach the far states.
  const forward = actions.filter((one) => !['edit', 'withdraw', 'reject'].includes(one) && open.includes(mutation(one)));
  const action = given.action === 'next' ? forward[given.sharePpm % Math.max(1, forward.length)] ?? 'withdraw' : given.action;
  const actor = given.side === 'platform' ? world.manager : world.annOfA;
  const input = { versionId, expectedVersion: seen.version, answersHash: seen.contentHash, contentHash: seen.contentHash, reason: 'because', ...world.terms({ clauses: [shareClause(given.sharePpm)] }) };
  const isHidden = given.side === 'partner' && current.offeredAt === null;
  const isOver = ['offer', 'agree', 'sign'].includes(action) && current.endsAt <= world.time.now;
  const wanted = isHidden || isOver || seen.version !== current.version ? undefined : expectedState(model, given.side, action);
  const answers: unknown[] = [];
  for (let round = 0; round < given.repeats; round++) {
    answers.push(await idempotency.once(actor, key, action, input, (tx) => world.contracts[action](tx, input, actor)).catch((error: { code: string }) => error.code));
  }
  const after = await world.version(versionId);
  const isSameText = action === 'counter' && after.version === current.version;
  const isRepeatedSignature = action === 'sign' && model.signed.includes(given.side) && input.contentHash === current.contentHash;
  if (wanted === undefined || isSameText || isRepeatedSignature) {
    if (!isRepeatedSignature) expect(['NOT_FOUND', 'CONFLICT', 'HASH_MISMATCH', 'ILLEGAL_TRANSITION', 'BAD_INPUT']).toContain(answers[0]);
    expect(after).toEqual(current);
    return;
  }
  // The second delivery got the first one's answer, and the version moved on by one change only.
  expect(answers).toEqual(Array.from({ length: given.repeats }, () => versionId));
  expect(after.version - current.version).toBe(wanted === 'signed' ? 2 : 1);
  if (action === 'sign') model.signed = [...model.signed, given.side];
  expect(wanted === 'signed' ? ['scheduled', 'active'] : [wanted]).toContain(after.state);
  model.state = after.state;
  if (action === 'offer' || action === 'counter') model.offeredBy = given.side;
  model.suspendedBy = after.suspendedBy;
  if (action === 'giveNotice') model.isNoticed = true;
  if (model.signed.length) {
    const hashes = await world.database.query<{ hash: string }>(`SELECT DISTINCT encode(content_hash, 'hex') AS hash FROM contract_signatures WHERE contract_version_id = $1`, [versionId]);
    expect(hashes).toEqual([{ hash: after.contentHash }]);
  }
}
