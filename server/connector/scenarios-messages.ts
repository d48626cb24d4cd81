import type { Scenario, Send } from './scenario.js';

const message = (name: string, type = 'connector.tested'): Send => (
  { method: 'POST', path: '/webhooks', deadlineMs: 5000, message: name, json: { type, timestamp: '2026-01-01T00:00:00Z', data: { message: `{{message.${name}}}` } } });
const taken = [{ at: 'status', among: [200, 201, 202, 204] }] as const;
const ordinary = message('a');

const list: readonly Scenario[] = [
  {
    key: 'webhook.takes', layer: 'type', kind: 'webhook', title: { en: 'Takes a message that is signed as agreed', zh: '接收按约定签名的消息' },
    steps: [{ key: 'send', send: ordinary, expect: [...taken, { withinMs: 3000, severity: 'should' }] }],
  },
  {
    key: 'webhook.unknown_kind', layer: 'type', kind: 'webhook', title: { en: 'Takes a message of a kind that it does not know yet', zh: '接收尚不认识的消息类型' },
    steps: [{ key: 'send', send: message('a', 'kind.of.tomorrow'), expect: taken }],
  },
  {
    key: 'webhook.again', layer: 'type', kind: 'webhook', title: { en: 'Takes the same message again without complaint', zh: '同一消息重复送达时不报错' },
    steps: [{ key: 'first', send: ordinary, expect: taken }, { key: 'again', send: ordinary, expect: taken }],
  },
  {
    key: 'webhook.receipts', layer: 'capability', kind: 'webhook', capability: 'receipts', title: { en: 'Works on a message once, however often it comes', zh: '消息无论送达几次只处理一次' },
    steps: [
      { key: 'first', send: ordinary, expect: taken },
      { key: 'again', send: ordinary, expect: taken },
      { key: 'ask', send: { method: 'GET', path: '/webhooks/receipts/{{message.a}}' }, expect: [{ at: 'status', is: 200 }, { at: 'json./deliveries', is: 2 }, { at: 'json./processed', is: 1 }] },
    ],
  },
];

export const messageScenarios = { ordinary, list };
