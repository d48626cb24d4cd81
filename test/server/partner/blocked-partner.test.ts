import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { DAY_MS, openPartnerWorld, signedContract, type PartnerWorld } from './partner-world.js';

let world: PartnerWorld;
beforeAll(async () => { world = await openPartnerWorld(); });
afterAll(() => world.close());

const days = (count: number) => new Date(world.time.now.getTime() + count * DAY_MS);
const at = async (versionId: string) => ({ versionId, expectedVersion: (await world.version(versionId)).version });

test('a partner that was blocked meanwhile goes no step further into a contract, but every way out stays open', async () => {
  const partner = await world.partner();
  const person = await world.person('partner', partner.id);
  const inForce = await signedContract(world, partner.id, person, world.terms({ startsAt: days(-1) }));
  const open = await world.do((tx) => world.contracts.draft(tx, { partnerId: partner.id, title: 'Next', ...world.terms() }, world.manager));
  await world.do(async (tx) => world.contracts.offer(tx, await at(open), world.manager));
  const hash = (await world.version(open)).contentHash;
  await world.do(async (tx) => world.contracts.agree(tx, { ...await at(open), answersHash: hash }, person));
  await world.database.query(`UPDATE partners SET state = 'blocked' WHERE id = $1`, [partner.id]);
  const before = await world.version(open);
  for (const actor of [person, world.manager]) {
    await expect(world.do(async (tx) => world.contracts.sign(tx, { ...await at(open), contentHash: hash }, actor))).rejects.toMatchObject({ code: 'BAD_INPUT', details: { state: 'blocked' } });
  }
  const { contractId } = await world.version(inForce);
  await expect(world.do((tx) => world.contracts.amend(tx, { contractId, ...world.terms({ startsAt: days(1) }) }, person))).rejects.toMatchObject({ code: 'BAD_INPUT' });
  expect(await world.version(open)).toEqual(before);
  await world.do(async (tx) => world.contracts.withdraw(tx, await at(open), person));
  await world.do(async (tx) => world.contracts.giveNotice(tx, { ...await at(inForce), reason: 'blocked' }, world.manager));
  expect([(await world.version(open)).state, (await world.version(inForce)).state]).toEqual(['withdrawn', 'in_notice']);
});
