import type { Scenario } from './scenarios.js';

/** Why an entry stands where it stands. */
export const entrySources = ['personal', 'popular', 'newest', 'sponsored', 'explore', 'partner'] as const;
export type EntrySource = (typeof entrySources)[number];

export interface Entry {
  contentNo: number;
  score: number;
  source: EntrySource;
  /** Of sponsored entries. */
  campaignId: string | null;
  /** Chance that this content stood in this slot, given everything known before the draw. */
  propensity: number;
}

export interface Ranked {
  contentNos: ArrayLike<number>;
  /** Of the same length, or a function; without both the place says all. */
  scores?: ArrayLike<number>;
  scoreOf?: (contentNo: number) => number;
}

export interface Sponsor {
  campaignId: string;
  contentNo: number;
  score: number;
}

export interface BlendInput {
  scenario: Scenario;
  /** In the order in which they fill the list; each best first. They may share contents. */
  ranked: readonly { source: EntrySource; list: Ranked; skip?: ReadonlySet<number> }[];
  /** Best first. */
  sponsors: readonly Sponsor[];
  /** Contents that may be explored, without a preference among them. */
  fresh: readonly number[];
  /** Whether the reader may be shown the content at all. */
  eligible: (contentNo: number) => boolean;
  /** The draw, in [0, 1). */
  random: number;
}

/**
 * One list out of many sources. Organic contents come in the order of their sources; sponsored ones take their slots if
 * there is one for each; one slot goes to a fresh content that is not in the list otherwise, drawn uniformly, so that its
 * propensity is exactly 1 / pool and everybody else's stays 1. No content comes twice.
 */
export function blend({ scenario, ranked, sponsors, fresh, eligible, random }: BlendInput): Entry[] {
  const sponsored = placeSponsors(scenario, sponsors.filter(({ contentNo }) => eligible(contentNo)));
  const taken = new Set([...sponsored.values()].map(({ contentNo }) => contentNo));
  const organic = takeOrganic(ranked, scenario.size, (contentNo) => !taken.has(contentNo) && eligible(contentNo));
  for (const { contentNo } of organic) taken.add(contentNo);
  const pool = [...new Set(fresh)].filter((contentNo) => !taken.has(contentNo) && eligible(contentNo)).slice(0, scenario.freshPool);

  const entries: Entry[] = [];
  let next = 0;
  while (entries.length < scenario.size) {
    const slot = entries.length;
    const sponsor = sponsored.get(slot);
    if (sponsor) entries.push({ ...sponsor, source: 'sponsored', propensity: 1 });
    else if (slot === scenario.exploreSlot && pool.length > 0) entries.push(draw(pool, random));
    else if (next < organic.length) entries.push(organic[next++]);
    else break;
  }
  return entries;
}

/** Slots fill in order, each campaign and each content once. */
function placeSponsors({ size, page, sponsoredSlots }: Scenario, sponsors: readonly Sponsor[]): Map<number, Sponsor> {
  const contents = new Set<number>();
  const campaigns = new Set<string>();
  const distinct = sponsors.filter(({ contentNo, campaignId }) => {
    if (contents.has(contentNo) || campaigns.has(campaignId)) return false;
    contents.add(contentNo);
    campaigns.add(campaignId);
    return true;
  });
  const placed = new Map<number, Sponsor>();
  for (let slot = 0, next = 0; slot < size && next < distinct.length; slot++) {
    if (sponsoredSlots.includes(slot % page)) placed.set(slot, distinct[next++]);
  }
  return placed;
}

function takeOrganic(ranked: BlendInput['ranked'], size: number, eligible: (contentNo: number) => boolean): Entry[] {
  const entries: Entry[] = [];
  const seen = new Set<number>();
  for (const { source, list: { contentNos, scores, scoreOf }, skip } of ranked) {
    for (let at = 0; at < contentNos.length && entries.length < size; at++) {
      const contentNo = contentNos[at];
      if (seen.has(contentNo) || skip?.has(contentNo) || !eligible(contentNo)) continue;
      seen.add(contentNo);
      entries.push({ contentNo, score: scores?.[at] ?? scoreOf?.(contentNo) ?? 0, source, campaignId: null, propensity: 1 });
    }
  }
  return entries;
}

function draw(pool: readonly number[], random: number): Entry {
  const contentNo = pool[Math.min(pool.length - 1, Math.floor(random * pool.length))];
  return { contentNo, score: 0, source: 'explore', campaignId: null, propensity: 1 / pool.length };
}
