import { createHash } from 'node:crypto';
import type { Defect } from './defects.js';
import { Refusal, type PartnerAnswer, type PartnerRequest } from './refusal.js';

const sha256 = (text: string) => createHash('sha256').update(text).digest('hex');
const titles = ['量子纠缠入门', 'Reading balance sheets', '咖啡的化学', 'A history of maps', '睡眠与记忆', 'Rust for gardeners', '统计的直觉'];

interface Item { id: string; title?: string; content_text?: string; date_modified: string; _tandem: Record<string, unknown> }

function items(has: (defect: Defect) => boolean): Item[] {
  const written = titles.map((title, at): Item => {
    const text = `${title}: the text of item ${at + 1}.`;
    return {
      id: `ref-${at + 1}`, title, content_text: text, date_modified: '2026-01-02T03:04:05Z',
      _tandem: {
        ...(!(has('feed-no-version') && at === 2) && { version: 1 + at % 3 }), checksum: sha256(has('feed-bad-checksum') && at === 1 ? title : text),
        rights: { from: '2026-01-01T00:00:00Z', until: has('feed-rights-reversed') ? '2025-01-01T00:00:00Z' : at % 2 ? null : '2036-01-01T00:00:00Z' },
      },
    };
  });
  const tombstone: Item = { id: 'ref-0', ...(has('feed-full-tombstones') && { title: 'Gone', content_text: 'Still here.' }), date_modified: '2026-02-01T00:00:00Z', _tandem: { version: 9, deleted: true } };
  const all = has('feed-drops-tombstones') ? written : [...written, tombstone];
  return has('feed-shuffles') ? all.map((item) => ({ item, by: Math.random() })).sort((a, b) => a.by - b.by).map(({ item }) => item) : all;
}

/** JSON Feed 1.1, pages by cursor, conditional by entity tag. */
export function contentFeed({ query, headers, path }: PartnerRequest, has: (defect: Defect) => boolean, origin: string): PartnerAnswer {
  const all = items(has);
  const limit = Math.min(100, Math.max(1, Number(query.get('limit') ?? 50)));
  const start = cursorOf(query.get('cursor'), all.length, has);
  const step = has('feed-skips') ? limit + 1 : has('feed-repeats') ? Math.max(1, limit - 1) : limit;
  const next = start + step < all.length || (has('feed-endless') && all.length > limit) ? Math.min(start + step, all.length - 1) : null;
  const page = all.slice(start, start + limit);
  const etag = `"${sha256(JSON.stringify(page)).slice(0, 20)}"`;
  const known = headers['if-none-match'];
  if (known !== undefined && (has('feed-stale-304') || (!has('feed-ignores-etag') && known === etag))) return { status: 304, headers: { etag } };
  const base = has('feed-foreign-next') ? 'https://elsewhere.example' : origin;
  return {
    status: 200, headers: { etag, 'content-type': has('feed-html') ? 'text/html' : 'application/feed+json' },
    json: { version: 'https://jsonfeed.org/version/1.1', title: 'Reference partner', items: page, ...(next !== null && { next_url: `${base}${path}?limit=${limit}&cursor=at-${next}` }) },
  };
}

function cursorOf(cursor: string | null, count: number, has: (defect: Defect) => boolean): number {
  if (cursor === null) return 0;
  const at = /^at-(\d+)$/.exec(cursor)?.[1];
  if (at !== undefined && Number(at) < count) return Number(at);
  if (has('feed-takes-any-cursor')) return 0;
  throw new Refusal(400, 'bad_cursor');
}
