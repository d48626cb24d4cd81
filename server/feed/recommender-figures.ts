import type { RecommenderStage } from '../../schema/recommender-stage.js';
import type { Database } from '../platform/database.js';
import { stagesFrom } from './recommender-rules.js';
import { scenarios } from './scenarios.js';
import { signTest } from './team-draft.js';

export interface StageFigures {
  readonly scenario: string;
  readonly stage: RecommenderStage;
  readonly since: Date | null;
  readonly availableStages: RecommenderStage[];
  readonly asked: number;
  readonly answered: number;
  readonly overlap: number | null;
  readonly rankAgreement: number | null;
  readonly partnerWins: number;
  readonly ourWins: number;
  readonly ties: number;
  readonly pValue: number;
}

interface Row { connectorId: string; scenario: string; stage: RecommenderStage; since: Date; asked: number; answered: number; overlap: number | null; rankAgreement: number | null; partnerWins: number; ourWins: number; ties: number }

/**
 * Of this build, as long as answers are kept. A list is won by the side with more clicked slots; lists that nobody clicked
 * say nothing and are in none of the three numbers.
 */
const figuresSql = `
  SELECT s.connector_id AS "connectorId", s.scenario, s.stage, s.since, count(a.feed_id)::int AS asked, (count(*) FILTER (WHERE a.is_answered))::int AS answered,
    avg(a.overlap) AS overlap, avg(a.rank_agreement) AS "rankAgreement",
    (count(*) FILTER (WHERE w.theirs > w.ours))::int AS "partnerWins", (count(*) FILTER (WHERE w.theirs < w.ours))::int AS "ourWins", (count(*) FILTER (WHERE w.theirs = w.ours AND w.ours > 0))::int AS ties
  FROM recommender_stages s JOIN connectors c ON c.id = s.connector_id
  LEFT JOIN recommender_answers a ON a.connector_id = s.connector_id AND a.scenario = s.scenario AND a.build_digest = c.build_digest
  LEFT JOIN LATERAL (
    SELECT count(*) FILTER (WHERE substr(a.sides, slot + 1, 1) = 'p') AS theirs, count(*) FILTER (WHERE substr(a.sides, slot + 1, 1) = 'o') AS ours FROM unnest(a.clicked) AS slot
  ) w ON a.sides IS NOT NULL
  WHERE s.connector_id = ANY($1)
  GROUP BY s.connector_id, s.scenario, s.stage, s.since`;

/** For each connector one line for every feed of the platform. */
export async function stageFigures(database: Database, connectorIds: readonly string[]): Promise<StageFigures[][]> {
  const rows = await database.query<Row>(figuresSql, [connectorIds]);
  return connectorIds.map((id) => Object.keys(scenarios).map((scenario) => {
    const row = rows.find((one) => one.connectorId === id && one.scenario === scenario);
    const { stage, since, asked, answered, overlap, rankAgreement, partnerWins, ourWins, ties } = row ?? { stage: 'off' as const, since: null, asked: 0, answered: 0, overlap: null, rankAgreement: null, partnerWins: 0, ourWins: 0, ties: 0 };
    return { scenario, stage, since, availableStages: stagesFrom(stage), asked, answered, overlap, rankAgreement, partnerWins, ourWins, ties, pValue: signTest(partnerWins, ourWins) };
  }));
}
