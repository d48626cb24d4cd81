import type { Expectation, Scenario } from './scenario.js';

const page = (path: string) => ({ method: 'GET', path, deadlineMs: 10_000 }) as const;
const right: readonly Expectation[] = [
  { at: 'status', is: 200 }, { at: 'header.content-type', matches: '^application/(feed\\+)?json' }, { at: 'json./version', matches: '^https://jsonfeed\\.org/version/1(\\.1)?$' },
  { rule: 'items_are_whole' }, { rule: 'checksums_fit' },
];

/**
 * JSON Feed 1.1; what it lacks stands in each item's `_tandem`: version (a whole number that grows), checksum (SHA-256 of
 * content_text, hexadecimal), deleted (a tombstone, without content), rights { from, until }.
 */
export const contentScenarios: readonly Scenario[] = [
  {
    key: 'content_feed.page', layer: 'type', kind: 'content_feed', title: { en: 'Gives whole items with versions and checksums', zh: '条目完整，带版本与校验和' },
    steps: [{ key: 'ask', send: page('/feed'), expect: [...right, { at: 'json./title', matches: '.', severity: 'should' }] }],
  },
  {
    key: 'content_feed.again', layer: 'type', kind: 'content_feed', title: { en: 'Gives the same items to whoever asks twice', zh: '重复请求得到相同条目' },
    steps: [{ key: 'ask', send: page('/feed'), expect: right }, { key: 'again', send: page('/feed'), expect: [...right, { rule: 'same_items' }] }],
  },
  {
    key: 'content_feed.conditional', layer: 'capability', kind: 'content_feed', capability: 'conditional', title: { en: 'Says that nothing has changed', zh: '未变化时返回 304' },
    steps: [
      { key: 'ask', send: page('/feed'), expect: [...right, { at: 'header.etag', matches: '^(W/)?".+"$' }] },
      { key: 'again', send: { ...page('/feed'), headers: { 'if-none-match': '{{ask.header.etag}}' } }, expect: [{ at: 'status', is: 304 }, { rule: 'is_empty' }] },
      { key: 'other', send: { ...page('/feed'), headers: { 'if-none-match': '"never-was"' } }, expect: [{ at: 'status', is: 200 }] },
    ],
  },
  {
    key: 'content_feed.cursors', layer: 'capability', kind: 'content_feed', capability: 'cursors', title: { en: 'Pages without repeats and holes', zh: '分页无重复、无遗漏' },
    steps: [
      { key: 'all', send: page('/feed?limit=100'), expect: right },
      { key: 'pages', send: { ...page('/feed?limit=2'), follow: { pointer: '/next_url', most: 60 } }, expect: [...right, { rule: 'pages_give_all' }] },
    ],
  },
  {
    key: 'content_feed.unknown_cursor', layer: 'capability', kind: 'content_feed', capability: 'cursors', negative: true, title: { en: 'Refuses a cursor that it did not make', zh: '拒绝伪造的游标' },
    steps: [{ key: 'ask', send: page('/feed?cursor=made-up'), expect: [{ at: 'status', is: 400 }, { at: 'json./error/code', is: 'bad_cursor' }] }],
  },
  {
    key: 'content_feed.tombstones', layer: 'capability', kind: 'content_feed', capability: 'tombstones', title: { en: 'Says what was withdrawn, without its content', zh: '以墓碑说明撤回的条目，不带内容' },
    steps: [{ key: 'ask', send: page('/feed?limit=100'), expect: [...right, { rule: 'has_tombstone' }] }],
  },
  {
    key: 'content_feed.rights', layer: 'capability', kind: 'content_feed', capability: 'rights', title: { en: 'Says from when until when an item may be shown', zh: '说明条目可展示的起止时间' },
    steps: [{ key: 'ask', send: page('/feed?limit=100'), expect: [...right, { rule: 'rights_are_windows' }] }],
  },
];
