import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { Connector, ConnectorState } from '../../../schema/connector.js';
import { acceptedStates, connectorMoves, reachableConnectorStates } from '../../../server/connector/connector-states.js';
import { checkedSettings } from '../../../server/connector/connector-settings.js';
import { ConnectorSecrets } from '../../../server/connector/connector-secrets.js';
import { Connectors } from '../../../server/connector/connectors.js';
import type { Actor } from '../../../server/platform/actor.js';
import { newId } from '../../../server/platform/ids.js';
import { SigningKeys } from '../../../server/platform/signing-keys.js';
import { openPartnerWorld, type PartnerWorld } from '../partner/partner-world.js';

let world: PartnerWorld;
let connectors: Connectors;
beforeAll(async () => {
  world = await openPartnerWorld();
  connectors = new Connectors(world.database, world.audit, world.clock, newId, new ConnectorSecrets(new SigningKeys(world.database)));
});
afterAll(() => world.close());

const read = (id: string) => world.database.dataSource.getRepository(Connector).findOneByOrFail({ id });
const seen = async (id: string) => ({ id, expectedVersion: (await read(id)).version });
const register = (actor: Actor = world.manager, partnerId = world.a.id) => connectors.register({ partnerId, kind: 'recommender', name: newId() }, actor);
const settings = { baseUrl: 'https://partner.example/api/', environment: 'sandbox', profileVersion: '1.0', capabilities: ['repeatable', 'context'], buildDigest: 'A'.repeat(64) } as const;
const inState = async (state: ConnectorState) => {
  const { id } = await register();
  await connectors.configure({ ...await seen(id), ...settings }, world.manager);
  await world.database.query('UPDATE connectors SET state = $2 WHERE id = $1', [id, state]);
  return id;
};

describe('the table of states', () => {
  test('every state can be reached, and every one but the last can end', () => {
    const reached = new Set<ConnectorState>(['registered']);
    for (const state of reached) for (const by of ['platform', 'partner', 'system'] as const) for (const next of reachableConnectorStates(state, by)) reached.add(next);
    expect([...reached].sort()).toEqual(Object.values(ConnectorState).sort());
    expect(Object.values(ConnectorState).filter((state) => !connectorMoves.some(({ from, to }) => from === state && to === 'retired'))).toEqual(['retired']);
    expect(connectorMoves.filter(({ from }) => from === 'retired')).toEqual([]);
  });

  test('only the platform lets traffic flow; either side lowers it', () => {
    expect(connectorMoves.filter(({ to, from, by }) => to === 'live' && from === 'accepted' && !(by.length === 1 && by[0] === 'platform'))).toEqual([]);
    expect(connectorMoves.filter(({ action, by }) => ['connectorPause', 'connectorRetire'].includes(action) && by.length < 2)).toEqual([]);
  });
});

describe('what is said of the other end', () => {
  test('one spelling of the same thing: no slash behind the address, capabilities in order, the digest in small letters', () => {
    expect(checkedSettings('recommender', settings)).toMatchObject({ baseUrl: 'https://partner.example/api', capabilities: ['context', 'repeatable'], buildDigest: 'a'.repeat(64) });
    fc.assert(fc.property(fc.webUrl(), (url) => {
      const { baseUrl } = checkedSettings('recommender', { ...settings, baseUrl: url });
      expect(checkedSettings('recommender', { ...settings, baseUrl }).baseUrl).toBe(baseUrl);
    }), { numRuns: 50 });
  });

  test.each([
    ['baseUrl', 'ftp://partner.example'], ['baseUrl', 'https://user:word@partner.example'], ['baseUrl', 'https://partner.example/?key=1'], ['baseUrl', 'partner.example'],
    ['profileVersion', '0.9'], ['capabilities', ['native']], ['buildDigest', 'abc'],
  ])('%s %j is refused by its name', (field, value) => {
    expect(() => checkedSettings('recommender', { ...settings, [field]: value })).toThrow(expect.objectContaining({ code: 'BAD_INPUT', details: { path: [field] } }));
  });
});

describe('a connector', () => {
  test('is registered by either side, and configured', async () => {
    const connector = await register(world.annOfA);
    expect(connector).toMatchObject({ state: 'registered', code: expect.stringMatching(/^N-2026-\d{4}$/), version: 1 });
    expect(await connectors.configure({ ...await seen(connector.id), ...settings }, world.annOfA)).toMatchObject({ state: 'configured', version: 2, buildDigest: 'a'.repeat(64) });
  });

  test('has a name of its own, also for two who register at once', async () => {
    const same = () => connectors.register({ partnerId: world.a.id, kind: 'webhook', name: 'news' }, world.manager);
    const ends = await Promise.allSettled([same(), same(), same()]);
    expect(ends.filter(({ status }) => status === 'fulfilled')).toHaveLength(1);
    expect(ends.flatMap((end) => (end.status === 'rejected' ? [(end.reason as { code: string }).code] : []))).toEqual(['ALREADY_EXISTS', 'ALREADY_EXISTS']);
  });

  test.each(acceptedStates)('that is %s goes back to testing when its end changes, and only then', async (state) => {
    const id = await inState(state);
    expect((await connectors.configure({ ...await seen(id), ...settings }, world.manager)).state).toBe(state);
    expect((await connectors.configure({ ...await seen(id), ...settings, buildDigest: 'b'.repeat(64) }, world.annOfA)).state).toBe('testing');
  });

  test('a refusal changes nothing: strangers, readers of it, old versions, the end', async () => {
    const { id } = await register();
    const before = await read(id);
    const change = { id, expectedVersion: before.version, ...settings };
    await expect(connectors.configure(change, world.bobOfB)).rejects.toMatchObject({ code: 'NOT_FOUND' });
    await expect(connectors.configure(change, await world.person('analyst'))).rejects.toMatchObject({ code: 'FORBIDDEN' });
    await expect(connectors.configure({ ...change, expectedVersion: 7 }, world.manager)).rejects.toMatchObject({ code: 'CONFLICT', details: { currentVersion: 1 } });
    await expect(connectors.retire({ id, expectedVersion: 1, reason: ' ' }, world.manager)).rejects.toMatchObject({ code: 'BAD_INPUT' });
    await expect(register(world.bobOfB)).rejects.toMatchObject({ code: 'NOT_FOUND' });
    expect(await read(id)).toEqual(before);
    await connectors.retire({ id, expectedVersion: 1, reason: 'over' }, world.annOfA);
    await expect(connectors.configure({ ...change, expectedVersion: 2 }, world.manager)).rejects.toMatchObject({ code: 'ILLEGAL_TRANSITION', details: { from: 'retired', allowed: [] } });
  });

  test('of two who change it at once, one is told to look again', async () => {
    const { id } = await register();
    const change = { id, expectedVersion: 1, ...settings };
    const ends = await Promise.allSettled([connectors.configure(change, world.manager), connectors.configure(change, world.annOfA)]);
    expect(ends.map(({ status }) => status).sort()).toEqual(['fulfilled', 'rejected']);
  });

  test('the row refuses a state without an end', async () => {
    const { id } = await register();
    await expect(world.database.query(`UPDATE connectors SET state = 'live' WHERE id = $1`, [id])).rejects.toMatchObject({ code: '23514' });
  });
});
