import { performance } from 'node:perf_hooks';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { PartnerHttpSender } from '../../server/adapters/partner-http/partner-http-sender.js';
import { verdictOf } from '../../server/connector/conformance-policy.js';
import { playScenario } from '../../server/connector/conformance-runner.js';
import { rules } from '../../server/connector/conformance-rules.js';
import { capabilitiesOf } from '../../server/connector/profiles.js';
import { isApplicable } from '../../server/connector/scenario.js';
import { scenarios } from '../../server/connector/scenarios.js';
import { defects, type Defect } from './defects.js';
import { buildDigest, declared, openReferencePartner, type Interface, type ReferencePartner } from './reference-partner.js';

const secret = `whsec_${Buffer.alloc(32, 1).toString('base64')}`;
const kinds = Object.keys(declared) as Interface[];
const http = new PartnerHttpSender({ allow: ['127.0.0.1'] });
let partner: ReferencePartner;
beforeAll(async () => { partner = await openReferencePartner({ secret }); });
afterAll(async () => {
  await partner.close();
  await http.close();
});

const tools = { http, secret, clock: () => new Date(), elapsed: () => performance.now(), signal: new AbortController().signal };
const endOf = (kind: Interface) => ({ kind, baseUrl: partner.addressOf(kind), buildDigest, profileVersion: '1.0', capabilities: [...declared[kind]] });

/** The first `most` scenarios of one interface that do not pass, with what was wrong. */
async function findings(kind: Interface, most: number): Promise<string[]> {
  const wrong: string[] = [];
  for (const scenario of scenarios.filter((one) => isApplicable(one, endOf(kind)))) {
    const { verdict, reason } = verdictOf(scenario, await playScenario(scenario, endOf(kind), tools), 'content_producer');
    if (verdict === 'failed' || verdict === 'skipped') wrong.push(`${scenario.key}: ${reason}`);
    if (wrong.length === most) break;
  }
  return wrong;
}

/** Interfaces that a defect shows at: by the prefix of its name, or at each of them. */
const interfacesOf = (defect: Defect): readonly Interface[] => {
  const [prefix] = defect.split('-');
  const own = ({ feed: 'content_feed', rank: 'recommender', bid: 'ad_delivery', message: 'webhook' } as const)[prefix];
  if (own) return [own];
  // A feed is fetched, not sent anything: it checks no signature.
  return ['takes-unsigned', 'takes-old', 'signs-parsed', 'crashes-on-bad-json'].includes(defect) ? ['recommender', 'ad_delivery', 'webhook'] : kinds;
};

describe('P18: the scenarios find every planted defect, and none in a partner without', () => {
  test.each(kinds)('%s is clean', async (kind) => {
    partner.plant([]);
    expect(await findings(kind, Infinity)).toEqual([]);
  });

  test.each(Object.keys(defects) as Defect[])('%s', async (defect) => {
    partner.plant([defect]);
    for (const kind of interfacesOf(defect)) expect([kind, await findings(kind, 1)]).toEqual([kind, [expect.any(String)]]);
  });
});

describe('the scenarios themselves', () => {
  test('have names of their own, rules that exist, and a capability that their kind can declare', () => {
    expect(new Set(scenarios.map(({ key }) => key)).size).toBe(scenarios.length);
    const named = scenarios.flatMap(({ steps }) => steps.flatMap(({ expect: list }) => list.flatMap((one) => ('rule' in one ? [one.rule] : []))));
    expect(named.filter((rule) => !Object.hasOwn(rules, rule))).toEqual([]);
    expect(Object.keys(rules).filter((rule) => !named.includes(rule))).toEqual([]);
    expect(scenarios.filter(({ kind, capability }) => capability !== undefined && !capabilitiesOf[kind!].includes(capability))).toEqual([]);
    expect(kinds.flatMap((kind) => capabilitiesOf[kind].filter((capability) => !scenarios.some((one) => one.kind === kind && one.capability === capability)))).toEqual([]);
  });

  test('that demand a refusal name status and code', () => {
    const vague = scenarios.filter(({ negative, steps }) => negative && steps.some(({ expect: list }) => !['status', 'json./error/code'].every((at) => list.some((one) => 'at' in one && one.at === at && 'is' in one))));
    expect(vague.map(({ key }) => key)).toEqual([]);
  });
});
