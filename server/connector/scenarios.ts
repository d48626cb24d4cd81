import { createHash } from 'node:crypto';
import canonicalize from 'canonicalize';
import type { ConnectorKind } from '../../schema/connector.js';
import type { Expectation, Scenario, Send, Signing } from './scenario.js';
import { adScenarios } from './scenarios-ads.js';
import { contentScenarios } from './scenarios-content.js';
import { rankingScenarios } from './scenarios-ranking.js';
import { messageScenarios } from './scenarios-messages.js';

const error = (status: number, code: string): Expectation[] => [{ at: 'status', is: status }, { at: 'json./error/code', is: code }];

const universal: readonly Scenario[] = [
  {
    key: 'health', layer: 'universal', title: { en: 'Says that it is well, and which build it is', zh: '说明自身健康及所运行的构建' },
    steps: [{
      key: 'ask', send: { method: 'GET', path: '/health' },
      expect: [{ at: 'status', is: 200 }, { at: 'header.content-type', matches: '^application/json' }, { at: 'json./status', is: 'ok' }, { rule: 'is_the_build' }, { rule: 'declares_the_same' }, { withinMs: 1000, severity: 'should' }],
    }],
  },
  {
    key: 'unknown_path', layer: 'universal', negative: true, title: { en: 'Does not know what it does not have', zh: '对不存在的路径返回规定的错误' },
    steps: [{ key: 'ask', send: { method: 'GET', path: '/no-such-thing' }, expect: error(404, 'not_found') }],
  },
];

const wrongs: readonly { signing: Signing; code: string; title: Scenario['title'] }[] = [
  { signing: 'wrong', code: 'bad_signature', title: { en: 'Refuses the signature of another secret', zh: '拒绝用其他密钥生成的签名' } },
  { signing: 'missing', code: 'bad_signature', title: { en: 'Refuses what is not signed', zh: '拒绝未签名的请求' } },
  { signing: 'altered', code: 'bad_signature', title: { en: 'Refuses a body that was changed after it was signed', zh: '拒绝签名后被改动的正文' } },
  { signing: 'stale', code: 'stale_timestamp', title: { en: 'Refuses what was signed ten minutes ago', zh: '拒绝十分钟前签名的请求' } },
  { signing: 'early', code: 'stale_timestamp', title: { en: 'Refuses what was signed ten minutes from now', zh: '拒绝时间戳在十分钟之后的请求' } },
];

/** Endpoints that are asked with a body refuse what is not signed as agreed, and what is no JSON. */
function guarded(kind: ConnectorKind, send: Send): Scenario[] {
  return [
    ...wrongs.map(({ signing, code, title }): Scenario => ({
      key: `${kind}.signature_${signing}`, layer: 'type', kind, negative: true, title, steps: [{ key: 'ask', send: { ...send, signing }, expect: error(401, code) }],
    })),
    {
      key: `${kind}.no_json`, layer: 'type', kind, negative: true, title: { en: 'Refuses a body that is no JSON', zh: '拒绝非 JSON 的正文' },
      steps: [{ key: 'ask', send: { ...send, json: undefined, text: '{"id": ' }, expect: error(400, 'bad_request') }],
    },
  ];
}

/** Every scenario there is; the keys stay for good, because evidence and waivers name them. */
export const scenarios: readonly Scenario[] = [
  ...universal,
  ...contentScenarios,
  ...rankingScenarios.list, ...guarded('recommender', rankingScenarios.ordinary),
  ...adScenarios.list, ...guarded('ad_delivery', adScenarios.ordinary),
  ...messageScenarios.list, ...guarded('webhook', messageScenarios.ordinary),
];

/** SHA-256 of the RFC 8785 form: a run says by which scenarios it was made. */
export function scenarioSetHash(list: readonly Scenario[] = scenarios): string {
  return createHash('sha256').update(canonicalize(list)!).digest('hex');
}
