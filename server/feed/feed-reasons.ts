import { historyOf, type History } from '../../models/serving.js';
import type { Content } from '../../schema/content.js';
import type { Database } from '../platform/database.js';
import type { EntrySource } from './blend.js';
import type { FeedPage, ShownEntry } from './feeds.js';
import type { LiveState } from './live-state.js';
import { readReaderContext } from './reader-context.js';

export type ReasonKind = 'because_of' | 'popular' | 'newest' | 'sponsored' | 'explore' | 'ranked_by_partner';

export interface EntryReason {
  kind: ReasonKind;
  /** What the reader did something with before. */
  content: Content | null;
  /** The part of the score that it gave, 0–1. */
  share: number | null;
}

const REASONS_MAX = 3;
const kindOf: Readonly<Record<EntrySource, ReasonKind>> = { personal: 'because_of', popular: 'popular', newest: 'newest', sponsored: 'sponsored', explore: 'explore', partner: 'ranked_by_partner' };

/** Why each entry of a page is where it is. Computed only when asked for: one statement, two on later pages. */
export class FeedReasons {
  constructor(private readonly database: Database, private readonly live: LiveState) {}

  /**
   * By slot. Shares are of what speaks for the entry. They are exact where the score is a sum over the history (matrices, iALS
   * and their ensembles); of a sequence model they are of what its score loses without each of the newest contents.
   */
  async explain(page: FeedPage): Promise<Map<number, EntryReason[]>> {
    const parts = page.entries.some(({ source }) => source === 'personal') ? await this.partsOf(page) : new Map<number, Part[]>();
    const cards = parts.size === 0 ? new Map<number, Content>() : await this.live.contents.cards.published([...new Set([...parts.values()].flat().map(({ contentNo }) => contentNo))]);
    return new Map(page.entries.map((entry) => [entry.slot, reasonsOf(entry, parts.get(entry.contentNo) ?? [], cards)]));
  }

  private async partsOf(page: FeedPage): Promise<Map<number, Part[]>> {
    const champion = this.live.champions.of(page.scenario.name);
    // The model that scored this list is gone: another one's reasons would be inventions.
    if (!champion || champion.runId !== page.modelRunId) return new Map();
    const taste = page.taste === undefined ? await this.tasteOf(page) : page.taste;
    if (!taste) return new Map();
    const personal = page.entries.filter(({ source }) => source === 'personal').map(({ contentNo }) => contentNo);
    const reasons = this.live.champions.ask(champion, () => champion.items.reasons(taste, personal, Number.POSITIVE_INFINITY)) ?? [];
    return new Map([...reasons].map(([contentNo, all]) => {
      const sum = all.reduce((total, { contribution }) => total + contribution, 0);
      return [contentNo, all.slice(0, REASONS_MAX).map((part) => ({ contentNo: part.contentNo, share: part.contribution / sum }))];
    }));
  }

  private async tasteOf(page: FeedPage): Promise<History | null> {
    const reader = page.reader && await readReaderContext(this.database, page.reader, { runId: null, until: page.servedAt });
    return reader && historyOf(reader.events);
  }
}

interface Part {
  contentNo: number;
  share: number;
}

function reasonsOf({ source }: ShownEntry, parts: readonly Part[], cards: ReadonlyMap<number, Content>): EntryReason[] {
  // A content that was unpublished since must not be named.
  const named = parts.flatMap(({ contentNo, share }) => {
    const content = cards.get(contentNo);
    return content ? [{ kind: 'because_of' as const, content, share }] : [];
  });
  return named.length > 0 ? named : [{ kind: kindOf[source], content: null, share: null }];
}

const texts: Readonly<Record<ReasonKind, Record<'zh' | 'en', (title: string | null) => string>>> = {
  because_of: {
    zh: (title) => (title === null ? '根据你的学习记录' : `因为你看过《${title}》`),
    en: (title) => (title === null ? 'From what you have been learning' : `Because of “${title}”`),
  },
  popular: { zh: () => '大家都在看', en: () => 'Popular with readers' },
  newest: { zh: () => '最新发布', en: () => 'Just published' },
  sponsored: { zh: () => '推广', en: () => 'Sponsored' },
  explore: { zh: () => '新内容，先睹为快', en: () => 'New here: be among the first' },
  ranked_by_partner: { zh: () => '合作方推荐', en: () => 'Recommended by a partner' },
};

export function reasonText({ kind, content }: EntryReason, locale: 'zh' | 'en'): string {
  return texts[kind][locale](content?.title ?? null);
}
