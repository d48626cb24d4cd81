import { hash } from 'node:crypto';
import type { RecommenderStage } from '../../schema/recommender-stage.js';
import type { Asking, CalledEnd } from '../connector/asking.js';
import { firstAnswer } from '../connector/first-answer.js';
import { heldBackShare } from '../connector/health-rules.js';
import { rank, type Ranking } from '../connector/recommender.js';
import type { Clock } from '../platform/clock.js';
import type { Database } from '../platform/database.js';
import type { Entry } from './blend.js';
import type { PublishedContents } from './published-contents.js';
import { isOrganic, isSeen, reordered, sidesOf, type Movable, type Placed } from './recommender-rules.js';
import { coinsOf, teamDraft } from './team-draft.js';

/** A recommender that may be asked now. */
export interface Recommender extends CalledEnd {
  readonly code: string;
  readonly buildDigest: string;
  readonly illHealth: number;
  /** Whether a contract in force lets the reader's language leave. */
  readonly mayKnowLocale: boolean;
}

/** What one feed has to do with partners. */
interface Standing {
  readonly stage: RecommenderStage;
  /** The connector first, then its substitutes; those that may not be asked now are left out. */
  readonly chain: readonly Recommender[];
  /** Itself, whether it may be asked or not. */
  readonly connectorId: string;
}

export interface RankedList {
  readonly list: Entry[];
  /** Who is seen in it; null: nobody answered, it is ours. */
  readonly by: Recommender | null;
  readonly stage: 'interleaved' | 'live';
  readonly asked: Recommender | null;
  readonly modelVersion: string | null;
  readonly sides: string | null;
}

/** What is known of the reader that may leave, and only where he wants personal feeds. */
export interface ToldContext {
  readonly personalised: boolean;
  readonly locale: 'zh' | 'en';
}

/** The first waits longest; everybody who stands in for it has half of that. */
const DEADLINE_MS = 150;
const SUBSTITUTE_DEADLINE_MS = 75;
/** After so many questions in a row without an answer that can be used, this process rests it for a while: the watch looks once a minute, and readers wait meanwhile. */
const FAILURES_TO_REST = 5;
const REST_MS = 5_000;
const NOBODY: readonly Standing[] = [];

/** Partners that rank: in memory, about a second behind the tables, so that a feed without them asks nothing. */
export class Recommenders {
  private byScenario = new Map<string, Standing[]>();
  private readonly failures = new Map<string, { inRow: number; until: number }>();

  constructor(private readonly database: Database, private readonly contents: PublishedContents, private readonly asking: Asking, private readonly clock: Clock) {}

  async refresh(): Promise<void> {
    const stages = await this.database.prepared<StageRow>('feed-recommender-stages', stagesSql);
    const ends = stages.length === 0 ? [] : await this.database.prepared<Recommender>(
      'feed-recommender-ends', endsSql, [[...new Set(stages.flatMap(({ connectorId, substitutes }) => [connectorId, ...substitutes]))]]);
    const usable = new Map(ends.map((end) => [end.id, end]));
    const next = new Map<string, Standing[]>();
    for (const { connectorId, scenario, stage, substitutes } of stages) {
      const ids = stage === 'live' ? [connectorId, ...substitutes] : [connectorId];
      const standing = { stage, connectorId, chain: ids.flatMap((id) => usable.get(id) ?? []) };
      next.set(scenario, [...next.get(scenario) ?? [], standing]);
    }
    this.byScenario = next;
  }

  /** Who is asked beside the feed, without being seen. */
  shadowsOf(scenario: string): Recommender[] {
    return this.standing(scenario).flatMap(({ stage, chain }) => (stage === 'shadow' ? chain : []));
  }

  /** Whether clicks may count for somebody. */
  get isInterleaving(): boolean {
    return [...this.byScenario.values()].some((standings) => standings.some(({ stage }) => stage === 'interleaved'));
  }

  /** Null: no partner is seen in this feed, and none is asked. Never throws for what a partner does. */
  rankFor(scenario: string, feedId: string, list: readonly Entry[], told: ToldContext): Promise<RankedList> | null {
    const standing = this.standing(scenario).find(({ stage }) => isSeen(stage));
    return standing ? this.ranked(standing, feedId, list, told) : null;
  }

  private async ranked({ stage, chain, connectorId }: Standing, feedId: string, list: readonly Entry[], told: ToldContext): Promise<RankedList> {
    const draw = unitOf(`held-back/${feedId}`);
    const now = this.clock().getTime();
    const willing = chain.filter(({ id, illHealth }) => draw >= heldBackShare(illHealth) && now >= (this.failures.get(id)?.until ?? 0));
    const { answer, by } = await firstAnswer(willing, async (end, place) => {
      const said = await this.ask(end, feedId, list, told, end.id === connectorId && place === 0 ? DEADLINE_MS : SUBSTITUTE_DEADLINE_MS);
      this.remember(end.id, said !== null);
      return said;
    });
    const shown = willing.find(({ id }) => id === by) ?? null;
    const asked = willing.find(({ id }) => id === connectorId) ?? null;
    const base = { stage: stage as 'interleaved' | 'live', asked, by: shown, modelVersion: answer?.modelVersion ?? null };
    if (!answer || !shown) return { ...base, list: [...list], sides: null };
    const movable = this.movable(shown, list);
    const order = stage === 'live' ? liveOrder(movable, answer) : draftedOrder(movable, answer, coinsOf(feedId));
    return { ...base, list: reordered(list, movable, order), sides: stage === 'interleaved' ? sidesOf(list, movable, order) : null };
  }

  private remember(id: string, isAnswered: boolean): void {
    if (isAnswered) return void this.failures.delete(id);
    const inRow = (this.failures.get(id)?.inRow ?? 0) + 1;
    this.failures.set(id, { inRow, until: inRow >= FAILURES_TO_REST ? this.clock().getTime() + REST_MS : 0 });
  }

  /** What this partner says of a list; null: nothing that can be used, in time. Candidates go in the order of their names: ours would tell our ranking. */
  async ask(end: Recommender, feedId: string, list: readonly Entry[], { personalised, locale }: ToldContext, deadlineMs = DEADLINE_MS): Promise<Ranking | null> {
    const candidates = this.movable(end, list).map(({ id }) => id).sort();
    if (candidates.length === 0) return null;
    const context = personalised && end.mayKnowLocale ? { locale } : {};
    // Not the feed's own id: the reader's client knows that one, and two who compare notes would know who he is.
    return rank(this.asking, end, { id: hash('sha256', `question/${end.id}/${feedId}`).slice(0, 32), candidates, context, k: Math.min(100, candidates.length), deadlineMs });
  }

  /** The platform's own contents and the partner's: what belongs to another partner is none of its business, and stays where it stands. */
  movable({ partnerId }: Recommender, list: readonly Entry[]): Movable[] {
    return list.flatMap((entry, slot) => {
      const content = isOrganic(entry) ? this.contents.get(entry.contentNo) : undefined;
      return content && (content.partnerId === null || content.partnerId === partnerId) ? [{ contentNo: entry.contentNo, slot, id: content.id }] : [];
    });
  }

  private standing(scenario: string): readonly Standing[] {
    return this.byScenario.get(scenario) ?? NOBODY;
  }
}

/** The partner's order; what it did not rank follows in ours. */
export function liveOrder(movable: readonly Movable[], { items }: Ranking): Placed[] {
  const noOf = new Map(movable.map(({ id, contentNo }) => [id, contentNo]));
  const theirs = items.map(({ id, score }) => ({ contentNo: noOf.get(id)!, side: 'partner' as const, score }));
  const ranked = new Set(theirs.map(({ contentNo }) => contentNo));
  return [...theirs, ...movable.filter(({ contentNo }) => !ranked.has(contentNo)).map(({ contentNo }) => ({ contentNo, side: 'ours' as const, score: null }))];
}

function draftedOrder(movable: readonly Movable[], ranking: Ranking, coin: () => boolean): Placed[] {
  const theirs = liveOrder(movable, ranking);
  const scoreOf = new Map(theirs.map(({ contentNo, score }) => [contentNo, score]));
  return teamDraft(movable.map(({ contentNo }) => contentNo), theirs.filter(({ side }) => side === 'partner').map(({ contentNo }) => contentNo), coin)
    .map((pick) => ({ ...pick, score: scoreOf.get(pick.contentNo) ?? null }));
}

/** A number in [0, 1) that belongs to this name. */
function unitOf(name: string): number {
  return Number.parseInt(hash('sha256', name).slice(0, 12), 16) / 2 ** 48;
}

interface StageRow {
  connectorId: string;
  scenario: string;
  stage: RecommenderStage;
  substitutes: string[];
}

const stagesSql = `
  SELECT s.connector_id AS "connectorId", s.scenario, s.stage, COALESCE(p.substitutes, '{}') AS substitutes
  FROM recommender_stages s LEFT JOIN fallback_plans p ON p.connector_id = s.connector_id
  WHERE s.stage <> 'off' ORDER BY s.scenario, s.since, s.connector_id`;

/** An open breaker (tripped), an ended contract and an inactive partner all mean: not asked. */
const endsSql = `
  SELECT c.id, c.code, c.partner_id AS "partnerId", c.base_url AS "baseUrl", c.secret_number AS "secretNumber", c.build_digest AS "buildDigest", COALESCE(h.ill_health, 0) AS "illHealth",
    EXISTS (SELECT FROM contracts k JOIN contract_versions v ON v.contract_id = k.id, jsonb_array_elements(v.clauses) AS clause
      WHERE k.partner_id = c.partner_id AND v.state IN ('active','in_notice') AND clause->>'kind' = 'data_scope' AND COALESCE(clause->>'level', 'none') <> 'none'
        AND clause->'fields' ? 'locale') AS "mayKnowLocale"
  FROM connectors c JOIN partners p ON p.id = c.partner_id LEFT JOIN connector_health h ON h.connector_id = c.id
  WHERE c.id = ANY($1) AND c.kind = 'recommender' AND c.state IN ('live','degraded') AND p.state = 'active'
    AND EXISTS (SELECT FROM contracts k JOIN contract_versions v ON v.contract_id = k.id WHERE k.partner_id = c.partner_id AND v.state IN ('active','in_notice'))`;
