import type { Expectation, Scenario, Send } from './scenario.js';

const candidates = (count: number) => Array.from({ length: count }, (_, at) => `c${String(at * 7919 % count).padStart(4, '0')}`);
const ask = (body: Record<string, unknown>, deadlineMs = 500): Send => ({ method: 'POST', path: '/rank', deadlineMs: deadlineMs * 4, json: { id: '{{message.a}}', context: {}, deadlineMs, ...body }, message: 'a' });
const right: readonly Expectation[] = [{ at: 'status', is: 200 }, { rule: 'ranks_candidates' }, { rule: 'scores_descend' }, { at: 'json./modelVersion', matches: '^.{1,100}$' }];
const refused = [{ at: 'status', is: 400 }, { at: 'json./error/code', is: 'bad_request' }] as const;
const ordinary = ask({ candidates: candidates(50), k: 10 });

const list: readonly Scenario[] = [
  {
    key: 'recommender.ordinary', layer: 'type', kind: 'recommender', title: { en: 'Ranks fifty candidates for ten places', zh: '为五十个候选排出前十' },
    steps: [{ key: 'ask', send: ordinary, expect: [...right, { rule: 'fills_the_places', severity: 'should' }] }],
  },
  {
    key: 'recommender.few_candidates', layer: 'type', kind: 'recommender', title: { en: 'Has fewer candidates than places', zh: '候选少于位置' },
    steps: [{ key: 'ask', send: ask({ candidates: ['only', 'two'], k: 10 }), expect: right }, { key: 'none', send: ask({ candidates: [], k: 10 }), expect: right }],
  },
  {
    key: 'recommender.many_candidates', layer: 'type', kind: 'recommender', title: { en: 'Ranks a thousand candidates for a hundred places', zh: '为一千个候选排出前一百' },
    steps: [{ key: 'ask', send: ask({ candidates: candidates(1000), k: 100 }), expect: right }],
  },
  {
    key: 'recommender.in_time', layer: 'type', kind: 'recommender', title: { en: 'Answers within the deadline that it is told', zh: '在告知的时限内作答' },
    steps: [{ key: 'ask', send: ask({ candidates: candidates(200), k: 20 }, 500), expect: [...right, { withinMs: 500 }, { withinMs: 250, severity: 'should' }] }],
  },
  {
    key: 'recommender.strange_names', layer: 'type', kind: 'recommender', title: { en: 'Gives names back as they came', zh: '候选标识原样返回' },
    steps: [{ key: 'ask', send: ask({ candidates: ['__proto__', 'constructor', '课程', '0', '00', 'a b', '"'], k: 7 }), expect: right }],
  },
  {
    key: 'recommender.no_places', layer: 'type', kind: 'recommender', negative: true, title: { en: 'Refuses to rank for no place', zh: '位置数为零时拒绝' },
    steps: [{ key: 'ask', send: ask({ candidates: candidates(5), k: 0 }), expect: refused }, { key: 'negative', send: ask({ candidates: candidates(5), k: -1 }), expect: refused }],
  },
  {
    key: 'recommender.no_candidates_field', layer: 'type', kind: 'recommender', negative: true, title: { en: 'Refuses a question without candidates', zh: '缺少候选字段时拒绝' },
    steps: [{ key: 'ask', send: ask({ candidates: undefined, k: 3 }), expect: refused }],
  },
  {
    key: 'recommender.repeatable', layer: 'capability', kind: 'recommender', capability: 'repeatable', title: { en: 'Gives the same answer to the same question', zh: '同一问题给出同一答案' },
    steps: [{ key: 'ask', send: ordinary, expect: right }, { key: 'again', send: ordinary, expect: [...right, { rule: 'answers_as_before' }] }],
  },
  {
    key: 'recommender.context', layer: 'capability', kind: 'recommender', capability: 'context', title: { en: 'Leaves out what the reader wants less of', zh: '不返回读者要求减少的内容' },
    steps: [{ key: 'ask', send: ask({ candidates: candidates(20), k: 20, context: { exclude: ['c0003', 'c0011'] } }), expect: [...right, { rule: 'leaves_out_excluded' }] }],
  },
];

export const rankingScenarios = { ordinary, list };
