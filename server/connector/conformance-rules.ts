import { createHash } from 'node:crypto';
import { bidFault } from './bid-rules.js';
import type { Exchange } from './scenario.js';

/** What a rule may look at: the exchanges of its step, what was asked, what came before, and what the partner has declared. */
export interface RuleInput {
  readonly exchanges: readonly Exchange[];
  readonly asked: Json;
  /** Exchanges of earlier steps by their key. */
  readonly before: ReadonlyMap<string, readonly Exchange[]>;
  readonly declared: { readonly buildDigest: string; readonly profileVersion: string; readonly capabilities: readonly string[] };
}

// oxlint-disable-next-line typescript/no-explicit-any -- a stranger's JSON: every use checks what it finds
type Json = any;

/** Undefined: as it should be. Else what is wrong, in words. */
type Rule = (input: RuleInput) => string | undefined;

export function bodyOf(exchange: Exchange | undefined): Json {
  try {
    return JSON.parse(exchange?.answer?.body ?? '');
  } catch {
    return undefined;
  }
}

const array = (value: Json): Json[] => (Array.isArray(value) ? value : []);
const first = ({ exchanges }: RuleInput) => bodyOf(exchanges[0]);
const sha256 = (text: string) => createHash('sha256').update(text).digest('hex');
const itemsOf = (exchanges: readonly Exchange[]): Json[] => exchanges.flatMap((exchange) => array(bodyOf(exchange)?.items));
const duplicate = (names: readonly unknown[]) => names.find((name, at) => names.indexOf(name) !== at);
const nameVersion = (item: Json) => `${String(item?.id)}@${String(item?._tandem?.version)}`;
const isMoment = (value: Json) => typeof value === 'string' && !Number.isNaN(Date.parse(value));

const contents: Record<string, Rule> = {
  items_are_whole: ({ exchanges }) => {
    for (const exchange of exchanges) if (!Array.isArray(bodyOf(exchange)?.items)) return 'there is no array of items';
    const items = itemsOf(exchanges);
    const bad = items.find((item) => typeof item?.id !== 'string' || item.id === '' || !Number.isSafeInteger(item._tandem?.version) || item._tandem.version < 1
      || (item._tandem.deleted === true ? item.content_text !== undefined || item.content_html !== undefined : typeof item.title !== 'string' || typeof item.content_text !== 'string'));
    if (bad) return `item ${String(bad?.id)} lacks its id, title, text or version, or is a tombstone with a text`;
    const twice = duplicate(items.map(({ id }) => id));
    return twice === undefined ? undefined : `item ${String(twice)} stands twice`;
  },
  checksums_fit: ({ exchanges }) => {
    const bad = itemsOf(exchanges).find((item) => item?._tandem?.deleted !== true && item?._tandem?.checksum !== sha256(String(item?.content_text)));
    return bad && `the checksum of item ${String(bad.id)} is not that of its text`;
  },
  same_items: ({ exchanges, before }) => {
    const [now, then] = [itemsOf(exchanges), itemsOf([...before.values()].at(-1) ?? [])].map((items) => items.map(nameVersion).join());
    return now === then ? undefined : 'the items or their order are others than a moment before';
  },
  pages_give_all: ({ exchanges, before }) => {
    const paged = itemsOf(exchanges).map(nameVersion).sort();
    const all = itemsOf(before.get('all') ?? []).map(nameVersion).sort();
    if (all.length < 3) return 'fewer than three items: nothing is paged';
    if (bodyOf(exchanges.at(-1))?.next_url !== undefined) return 'the pages do not end';
    return paged.join() === all.join() ? undefined : `${paged.length} items by pages, ${all.length} at once`;
  },
  has_tombstone: (input) => (itemsOf(input.exchanges).some((item) => item?._tandem?.deleted === true) ? undefined : 'there is no tombstone'),
  rights_are_windows: (input) => {
    const bad = itemsOf(input.exchanges).find(({ _tandem: extra }) => {
      const { from, until } = extra?.rights ?? {};
      return extra?.deleted !== true && (!isMoment(from) || !(until === null || (isMoment(until) && Date.parse(from) < Date.parse(until))));
    });
    return bad && `item ${String(bad.id)} has no window of rights that begins before it ends`;
  },
};

/** P15: among the candidates, each once, at most k. */
export function rankingFault(answered: unknown, candidates: readonly string[], k: number): string | undefined {
  if (!Array.isArray(answered)) return 'there is no array of items';
  if (answered.length > k) return `${answered.length} items for ${k} places`;
  const names = answered.map((item: { id?: unknown } | null) => item?.id);
  const known = new Set<unknown>(candidates);
  const foreign = names.find((name) => !known.has(name));
  if (foreign !== undefined || names.includes(undefined)) return `${String(foreign).slice(0, 100)} is no candidate`;
  const twice = duplicate(names);
  if (twice !== undefined) return `${String(twice)} stands twice`;
  return answered.every((item: { score?: unknown }) => typeof item.score === 'number' && Number.isFinite(item.score)) ? undefined : 'a score is no number';
}

const rankings: Record<string, Rule> = {
  ranks_candidates: (input) => rankingFault(first(input)?.items, array(input.asked?.candidates), input.asked?.k),
  scores_descend: (input) => (array(first(input)?.items).every((item, at, items) => at === 0 || items[at - 1]?.score >= item?.score) ? undefined : 'a later place has the higher score'),
  fills_the_places: (input) => (array(first(input)?.items).length === Math.min(input.asked.k, input.asked.candidates.length) ? undefined : 'places are left empty'),
  answers_as_before: (input) => {
    const [now, then] = [first(input), bodyOf([...input.before.values()].at(-1)?.[0])].map((body) => JSON.stringify([body?.items, body?.modelVersion]));
    return now === then ? undefined : 'the same question has another answer';
  },
  leaves_out_excluded: (input) => {
    const excluded = new Set<unknown>(input.asked.context.exclude);
    const shown = array(first(input)?.items).find((item) => excluded.has(item?.id));
    return shown && `${String(shown.id)} was to be left out`;
  },
};

const bidsOf = (body: Json): Json[] => array(body?.seatbid).flatMap((seat) => array(seat?.bid));
const ads: Record<string, Rule> = {
  bid_is_valid: (input) => bidFault(input.asked, first(input))?.words,
  bids_say_category: (input) => (bidsOf(first(input)).every((bid) => array(bid?.cat).length > 0) ? undefined : 'a bid does not say its category'),
  nothing_blocked: (input) => {
    if (input.exchanges[0]?.answer?.status === 204) return undefined;
    return bidFault(input.asked, first(input))?.words;
  },
  native_has_title: (input) => {
    const [bid] = bidsOf(first(input));
    try {
      const native = JSON.parse(String(bid?.adm)) as Json;
      return array(native?.native?.assets ?? native?.assets).some((asset) => typeof asset?.title?.text === 'string' && asset.title.text !== '') ? undefined : 'there is no title';
    } catch {
      return 'adm is no native answer';
    }
  },
};

export const rules: Readonly<Record<string, Rule>> = {
  ...contents, ...rankings, ...ads,
  is_empty: (input) => (input.exchanges.every(({ answer }) => answer?.body === '') ? undefined : 'there is a body'),
  is_the_build: (input) => (first(input)?.build === input.declared.buildDigest ? undefined : `it is build ${String(first(input)?.build)}`),
  declares_the_same: (input) => {
    const body = first(input);
    const said = array(body?.capabilities).map(String).sort().join();
    return body?.profile === input.declared.profileVersion && said === input.declared.capabilities.join() ? undefined : `it declares profile ${String(body?.profile)} with ${said}`;
  },
};
