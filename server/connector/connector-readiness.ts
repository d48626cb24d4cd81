import type { EntityManager } from 'typeorm';
import type { Connector } from '../../schema/connector.js';

/** A sign of life is a finished run of this build without failures, or a good outcome, not older than this. */
const HEARTBEAT_HOURS = 24;

export type ReadinessGap = 'no_agreement' | 'acceptance_expired' | 'no_heartbeat';

const words: Readonly<Record<ReadinessGap, string>> = {
  no_agreement: 'no contract with the partner is in force',
  acceptance_expired: 'no acceptance of this build, signed by both sides, holds',
  no_heartbeat: `no run without failures of the last ${HEARTBEAT_HOURS} hours`,
};

/** What a connector lacks before traffic flows: agreement in force, an acceptance of this build that holds, a sign of life. */
export async function missingForTraffic(tx: EntityManager, { id, partnerId, buildDigest }: Connector, now: Date): Promise<ReadinessGap[]> {
  const [found] = await tx.query<Record<ReadinessGap, boolean>[]>(`
    SELECT NOT EXISTS (SELECT FROM contract_versions v JOIN contracts k ON k.id = v.contract_id WHERE k.partner_id = $2 AND v.state = 'active') AS no_agreement,
      NOT EXISTS (SELECT FROM acceptances WHERE connector_id = $1 AND ended_at IS NULL AND build_digest = $3 AND expires_at > $4
        AND platform_signed_at IS NOT NULL AND partner_signed_at IS NOT NULL) AS acceptance_expired,
      NOT EXISTS (SELECT FROM conformance_runs WHERE connector_id = $1 AND build_digest = $3 AND verdict IN ('passed','warning','review')
        AND finished_at > $4::timestamptz - make_interval(hours => ${HEARTBEAT_HOURS})) AS no_heartbeat`, [id, partnerId, buildDigest, now]);
  return (Object.keys(words) as ReadinessGap[]).filter((gap) => found[gap]);
}

export function readinessSentence(gaps: readonly ReadinessGap[]): string {
  return `Before this step: ${gaps.map((gap) => words[gap]).join(', ')}.`;
}
