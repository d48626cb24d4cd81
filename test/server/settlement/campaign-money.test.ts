import { afterAll, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import { Campaign } from '../../../schema/campaign.js';
import { Campaigns, type CampaignDraft } from '../../../server/campaign/campaigns.js';
import { Database } from '../../../server/platform/database.js';
import { newId } from '../../../server/platform/ids.js';
import { openSettlement } from '../../../server/settlement/open-settlement.js';
import { addContents } from '../../support/content-factories.js';
import { budgetClause, DAY_MS, openPartnerWorld, signedContract, type PartnerWorld } from '../partner/partner-world.js';

const CONNECTIONS = 40;
const LIMIT = 100_000n;
let world: PartnerWorld;
let wide: Database;
let campaigns: Campaigns;
let contentId: string;
let contractId: string;

beforeAll(async () => {
  world = await openPartnerWorld();
  wide = await Database.open({ url: world.url, pool: CONNECTIONS, name: 'test', statementTimeoutMs: 60_000 });
  campaigns = new Campaigns(wide, world.audit, world.clock, newId, openSettlement({ ...world, database: wide, newId }).campaignMoney);
  [contentId] = await addContents(world.database, [{ title: 'Of A' }], world.clock);
  await world.database.query('UPDATE contents SET partner_id = $2 WHERE id = $1', [contentId, world.a.id]);
});
afterAll(async () => {
  await wide.close();
  await world.close();
});

/** A budget of its own for each test: another clause of another contract. */
beforeEach(async () => {
  world.time.now = new Date('2026-03-01T00:00:00.000Z');
  const versionId = await signedContract(world, world.a.id, world.annOfA, world.terms({ startsAt: days(-1), clauses: [budgetClause(LIMIT)] }));
  ({ contractId } = await world.version(versionId));
});

const days = (count: number) => new Date(world.time.now.getTime() + count * DAY_MS);
const read = (id: string) => world.database.dataSource.getRepository(Campaign).findOneByOrFail({ id });
const now = async (id: string) => ({ id, expectedVersion: (await read(id)).version });
async function approved(changes: Partial<CampaignDraft> = {}): Promise<string> {
  const draft = { name: 'Spring', contentId, adType: 1, audience: { kinds: [], locales: [], activeWithinDays: null }, startsAt: days(-1), endsAt: days(10), budgetMinor: 1_000n, bidMinor: 100n, currency: 'CNY', budgetContractId: contractId, budgetClause: 'promotion', ...changes };
  const { id } = await world.database.transaction((tx) => campaigns.create(tx, { partnerId: world.a.id, ...draft }, world.manager));
  await campaigns.submit(await now(id), world.manager);
  await campaigns.approve(await now(id), world.manager);
  return id;
}
const launch = async (id: string) => campaigns.launch(await now(id), world.manager);
const charge = (campaignId: string, count: number) => world.database.withClient((client) => campaigns.charge(client, Array.from({ length: count }, () => ({ eventId: newId(), campaignId, readerNo: 1, at: world.clock() }))));
/** What is left of the clause, and what is reserved of that. */
const books = async () => {
  const [row] = await world.database.query<{ left: string; reserved: string }>(
    `SELECT credits_posted - debits_posted AS left, debits_pending AS reserved FROM ledger_accounts WHERE kind = 'reserve' AND subject = $1`, [`${contractId}:promotion:total`]);
  return row && { left: Number(row.left), reserved: Number(row.reserved) };
};

describe('a campaign on a cost-budget clause', () => {
  test('reserves all that it may cost when it is launched, and spends what it has cost when it is over', async () => {
    const id = await approved();
    expect(await books()).toBeUndefined();
    await launch(id);
    expect(await books()).toEqual({ left: 100_000, reserved: 1_000 });
    await charge(id, 3);
    world.time.now = days(10);
    await campaigns.moveDue(world.system);
    world.time.now = new Date(world.time.now.getTime() + 3_600_000);
    await campaigns.moveDue(world.system);
    expect((await read(id)).state).toBe('completed');
    expect(await books()).toEqual({ left: 99_700, reserved: 0 });
    await campaigns.moveDue(world.system);
    expect(await books()).toEqual({ left: 99_700, reserved: 0 });
  });

  test('cancelled without a click it gives everything back; cancelled before its launch it had nothing', async () => {
    const id = await approved();
    await launch(id);
    await campaigns.cancel({ ...await now(id), reason: 'not wanted any more' }, world.annOfA);
    expect(await books()).toEqual({ left: 100_000, reserved: 0 });
    const other = await approved();
    await campaigns.cancel({ ...await now(other), reason: 'not wanted any more' }, world.annOfA);
    expect(await books()).toEqual({ left: 100_000, reserved: 0 });
  });

  test('more than is left is not launched, and nothing changes; what an ended campaign gives back can be used again', async () => {
    const large = await approved({ budgetMinor: 99_500n });
    const small = await approved();
    await launch(large);
    await expect(launch(small)).rejects.toMatchObject({ code: 'OVER_LIMIT' });
    expect(await read(small)).toMatchObject({ state: 'approved' });
    expect(await books()).toEqual({ left: 100_000, reserved: 99_500 });
    await campaigns.cancel({ ...await now(large), reason: 'makes room' }, world.manager);
    expect((await launch(small)).state).toBe('running');
  });

  test('P29: two hundred launches at once on forty connections: Σ (posted + pending) never exceeds the clause, and what was refused holds nothing', async () => {
    // 136 of 730 fit into 100,000; the rest is refused.
    const ids: string[] = [];
    for (let n = 0; n < 200; n++) ids.push(await approved({ budgetMinor: 730n, bidMinor: 73n }));
    const outcomes = await Promise.allSettled(ids.map(launch));
    expect(outcomes.filter(({ status }) => status === 'fulfilled')).toHaveLength(136);
    for (const outcome of outcomes) if (outcome.status === 'rejected') expect(outcome.reason).toMatchObject({ code: 'OVER_LIMIT' });
    expect(await books()).toEqual({ left: 100_000, reserved: 136 * 730 });
    const [{ count }] = await world.database.query<{ count: number }>(`SELECT count(*)::int FROM campaigns WHERE id = ANY($1) AND state = 'running'`, [ids]);
    expect(count).toBe(136);
    // Half of them end at once, each after two clicks; the others after none.
    const running = ids.filter((_, at) => outcomes[at].status === 'fulfilled');
    await Promise.all(running.slice(0, 68).map((id) => charge(id, 2)));
    await Promise.all(running.map(async (id) => campaigns.cancel({ ...await now(id), reason: 'the test is over' }, world.manager)));
    expect(await books()).toEqual({ left: 100_000 - 68 * 146, reserved: 0 });
  }, 120_000);

  test('a clause of another partner, an unknown one, another currency and half a name are refused by their names', async () => {
    const foreign = await signedContract(world, world.b.id, world.bobOfB, world.terms({ startsAt: days(-1), clauses: [budgetClause(LIMIT)] }));
    await expect(launch(await approved({ budgetContractId: (await world.version(foreign)).contractId }))).rejects.toMatchObject({ code: 'NOT_FOUND', details: { path: ['costBudget', 'contractId'] } });
    await expect(launch(await approved({ budgetClause: 'nothing' }))).rejects.toMatchObject({ code: 'NOT_FOUND', details: { path: ['clauseKey'] } });
    await expect(launch(await approved({ currency: 'EUR' }))).rejects.toMatchObject({ code: 'BAD_INPUT', details: { path: ['currency'] } });
    await expect(approved({ budgetClause: null })).rejects.toMatchObject({ code: 'BAD_INPUT', details: { path: ['costBudget'] } });
    expect(await books()).toBeUndefined();
  });
});
