import type { Expectation, Scenario, Send } from './scenario.js';

const imp = (id: string, bidfloor = 1) => ({ id, bidfloor, bidfloorcur: 'CNY', banner: { w: 600, h: 300 } });
/** OpenRTB 2.6; `test: 1` says that nothing is shown or paid. */
const ask = (body: Record<string, unknown> = {}): Send => ({
  method: 'POST', path: '/openrtb2/auction', headers: { 'x-openrtb-version': '2.6' }, deadlineMs: 2000, message: 'a',
  json: { id: '{{message.a}}', test: 1, at: 1, tmax: 300, cur: ['CNY'], site: { id: 'tandem', domain: 'tandem.example' }, imp: [imp('1')], ...body },
});
const right: readonly Expectation[] = [{ at: 'status', is: 200 }, { rule: 'bid_is_valid' }];
const refused = [{ at: 'status', is: 400 }, { at: 'json./error/code', is: 'bad_request' }] as const;
const ordinary = ask();

const list: readonly Scenario[] = [
  {
    key: 'ad_delivery.bid', layer: 'type', kind: 'ad_delivery', title: { en: 'Bids for a slot, not below its floor, in its currency', zh: '按币种与底价对广告位出价' },
    steps: [{ key: 'ask', send: ordinary, expect: [...right, { rule: 'bids_say_category', severity: 'review' }] }],
  },
  {
    key: 'ad_delivery.two_slots', layer: 'type', kind: 'ad_delivery', title: { en: 'Keeps two slots apart', zh: '分清两个广告位' },
    steps: [{ key: 'ask', send: ask({ imp: [imp('left', 1), imp('right', 2)] }), expect: right }],
  },
  {
    key: 'ad_delivery.no_bid', layer: 'type', kind: 'ad_delivery', title: { en: 'Does not bid where the floor is beyond it', zh: '底价过高时不出价' },
    steps: [{ key: 'ask', send: ask({ imp: [imp('1', 1e9)] }), expect: [{ at: 'status', is: 204 }, { rule: 'is_empty' }] }],
  },
  {
    key: 'ad_delivery.foreign_currency', layer: 'type', kind: 'ad_delivery', title: { en: 'Does not bid in a currency that was not asked for', zh: '不以未指定的币种出价' },
    steps: [{ key: 'ask', send: ask({ cur: ['XTS'], imp: [{ ...imp('1'), bidfloorcur: 'XTS' }] }), expect: [{ at: 'status', is: 204 }] }],
  },
  {
    key: 'ad_delivery.in_time', layer: 'type', kind: 'ad_delivery', title: { en: 'Answers within tmax', zh: '在 tmax 内作答' },
    steps: [{ key: 'ask', send: ordinary, expect: [{ at: 'status', among: [200, 204] }, { withinMs: 300 }] }],
  },
  {
    key: 'ad_delivery.no_slots', layer: 'type', kind: 'ad_delivery', negative: true, title: { en: 'Refuses a request without slots', zh: '没有广告位时拒绝' },
    steps: [{ key: 'ask', send: ask({ imp: [] }), expect: refused }, { key: 'absent', send: ask({ imp: undefined }), expect: refused }],
  },
  {
    key: 'ad_delivery.blocking', layer: 'capability', kind: 'ad_delivery', capability: 'blocking', title: { en: 'Keeps blocked advertisers and categories out', zh: '不投放被屏蔽的广告主与类别' },
    steps: [
      { key: 'ask', send: ordinary, expect: right },
      { key: 'advertiser', send: ask({ badv: ['{{ask.json./seatbid/0/bid/0/adomain/0}}'] }), expect: [{ at: 'status', among: [200, 204] }, { rule: 'nothing_blocked' }] },
      { key: 'category', send: ask({ bcat: ['{{ask.json./seatbid/0/bid/0/cat/0}}'] }), expect: [{ at: 'status', among: [200, 204] }, { rule: 'nothing_blocked' }] },
    ],
  },
  {
    key: 'ad_delivery.native', layer: 'capability', kind: 'ad_delivery', capability: 'native', title: { en: 'Answers a native slot with a title', zh: '原生广告位返回标题' },
    steps: [{
      key: 'ask', send: ask({ imp: [{ id: '1', bidfloor: 1, bidfloorcur: 'CNY', native: { ver: '1.2', request: '{"native":{"ver":"1.2","assets":[{"id":1,"required":1,"title":{"len":40}}]}}' } }] }),
      expect: [...right, { rule: 'native_has_title' }],
    }],
  },
  {
    key: 'ad_delivery.test_mode', layer: 'capability', kind: 'ad_delivery', capability: 'test_mode', title: { en: 'Marks answers to test requests', zh: '标明测试请求的应答' },
    steps: [{ key: 'ask', send: ordinary, expect: [...right, { at: 'json./ext/test', is: 1 }] }],
  },
];

export const adScenarios = { ordinary, list };
