import { afterAll, beforeAll, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { Contract } from '../../../schema/contract.js';
import { checkedClauses } from '../../../server/partner/clauses.js';
import { contentHashOf } from '../../../server/partner/contract-content.js';
import { otherSide, type Side } from '../../../server/partner/sides.js';
import { openPartnerWorld, shareClause, type PartnerWorld } from './partner-world.js';

let world: PartnerWorld;
beforeAll(async () => { world = await openPartnerWorld(); });
afterAll(() => world.close());

interface Message { send(): Promise<string> }

/** A negotiation as both sides write it: each message names the hash that it answers, which its sender has computed from its own copy of the text. */
async function written(shares: number[], signsFirst: Side): Promise<{ versionId: string; messages: Message[]; hashes: string[] }> {
  const { contracts, a, manager, annOfA } = world;
  const actorOf = (side: Side) => (side === 'platform' ? manager : annOfA);
  const versionId = await world.do((tx) => contracts.draft(tx, { partnerId: a.id, title: 'T', ...world.terms({ clauses: [shareClause(shares[0])] }) }, manager));
  const version = await world.version(versionId);
  const { code, title } = await world.database.dataSource.getRepository(Contract).findOneByOrFail({ id: version.contractId });
  const hashes = shares.map((sharePpm) => contentHashOf({ ...version, code, title, clauses: checkedClauses([shareClause(sharePpm)]) }).toString('hex'));
  const messages: Message[] = [];
  const say = (command: (expectedVersion: number) => Promise<string>) => {
    const expectedVersion = messages.length + 1;
    messages.push({ send: () => command(expectedVersion) });
  };
  say((expectedVersion) => world.do((tx) => contracts.offer(tx, { versionId, expectedVersion }, manager)));
  let side: Side = 'platform';
  for (const [place, sharePpm] of shares.slice(1).entries()) {
    side = otherSide(side);
    const actor = actorOf(side);
    say((expectedVersion) => world.do((tx) => contracts.counter(tx, { versionId, expectedVersion, answersHash: hashes[place], ...world.terms({ clauses: [shareClause(sharePpm)] }) }, actor)));
  }
  const last = hashes.at(-1)!;
  const answerer = otherSide(side);
  say((expectedVersion) => world.do((tx) => contracts.agree(tx, { versionId, expectedVersion, answersHash: last }, actorOf(answerer))));
  for (const signer of [signsFirst, otherSide(signsFirst)]) say((expectedVersion) => world.do((tx) => contracts.sign(tx, { versionId, expectedVersion, contentHash: last }, actorOf(signer))));
  return { versionId, messages, hashes };
}

test('P9: whatever comes twice, out of order or at once from both sides, both end with one hash, one list of offers and one signature each', async () => {
  let refusals = 0;
  const shares = fc.uniqueArray(fc.integer({ min: 1, max: 1_000_000 }), { minLength: 1, maxLength: 4 });
  await fc.assert(fc.asyncProperty(shares, fc.constantFrom<Side>('platform', 'partner'), fc.infiniteStream(fc.nat()), fc.boolean(), async (texts, signsFirst, luck, isAtOnce) => {
    const { versionId, messages, hashes } = await written(texts, signsFirst);
    const draw = (below: number) => (luck.next().value as number) % below;
    const taken = new Set<Message>();
    // At-least-once delivery: what was not taken is sent again, and so is now and then what was.
    for (let round = 0; taken.size < messages.length; round++) {
      expect(round).toBeLessThan(messages.length * 2);
      const batch = messages.filter((one) => !taken.has(one) || draw(2) === 0).flatMap((one) => (draw(3) === 0 ? [one, one] : [one]));
      for (let at = batch.length - 1; at > 0; at--) {
        const other = draw(at + 1);
        [batch[at], batch[other]] = [batch[other], batch[at]];
      }
      const deliver = async (message: Message) => {
        const before = await world.version(versionId);
        const answer = await message.send().catch((error: { code?: string }) => error.code);
        if (answer === versionId) {
          taken.add(message);
          return;
        }
        refusals += 1;
        expect(['NOT_FOUND', 'CONFLICT', 'HASH_MISMATCH', 'ILLEGAL_TRANSITION']).toContain(answer);
        if (!isAtOnce) expect(await world.version(versionId)).toEqual(before);
      };
      if (isAtOnce) await Promise.all(batch.map(deliver));
      else for (const message of batch) await deliver(message);
    }
    const version = await world.version(versionId);
    // The hash that each side computed for itself.
    expect([version.state, version.contentHash]).toEqual(['scheduled', hashes.at(-1)]);
    const offers = await world.database.query<object>(`SELECT number, encode(answers_hash, 'hex') AS answers, encode(content_hash, 'hex') AS hash FROM contract_offers WHERE contract_version_id = $1 ORDER BY number`, [versionId]);
    expect(offers).toEqual(hashes.map((hash, place) => ({ number: place + 1, answers: hashes[place - 1] ?? null, hash })));
    const signatures = await world.database.query<object>(`SELECT party, encode(content_hash, 'hex') AS hash FROM contract_signatures WHERE contract_version_id = $1 ORDER BY party`, [versionId]);
    expect(signatures).toEqual([{ party: 'partner', hash: hashes.at(-1) }, { party: 'platform', hash: hashes.at(-1) }]);
  }), { numRuns: 25, seed: 20261124 });
  // Deliveries that were never refused would prove nothing.
  expect(refusals).toBeGreaterThan(25);
}, 120_000);
