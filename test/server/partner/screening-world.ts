import { newestAssessment } from '../../../server/partner/assessments.js';
import type { Actor } from '../../../server/platform/actor.js';
import type { PartnerWorld } from './partner-world.js';

/** Good evidence on every criterion of content producers, all gates passed. */
export const goodEvidence = {
  catalogue_size: [3000, 1], rights_clear: [0.98, 500], monthly_output: [100, 12], format_fit: [0.97, 200], metadata_complete: [0.95, 300], security_level: [4, 1],
  legal_standing: [1, 1], on_time: [0.97, 80], reader_rating: [4.7, 200],
} as const satisfies Record<string, readonly [number, number]>;

export async function know(world: PartnerWorld, partnerId: string, criterion: string, [value, observations]: readonly [number, number], changes: object = {}, as: Actor = world.manager) {
  return world.screening.book.add({ partnerId, criterion, value, observations, source: 'test', verified: true, observedAt: world.time.now, ...changes }, as);
}

export async function knowAll(world: PartnerWorld, partnerId: string, evidence: Record<string, readonly [number, number]> = goodEvidence): Promise<void> {
  for (const [criterion, observed] of Object.entries(evidence)) await know(world, partnerId, criterion, observed);
}

export async function newest(world: PartnerWorld, partnerId: string) {
  return (await newestAssessment(world.database.dataSource.manager, partnerId))!;
}

export async function endorse(world: PartnerWorld, partnerId: string, reviewer: Actor, verdict: 'endorse' | 'object' = 'endorse') {
  return world.screening.diligence.review({ partnerId, assessmentId: (await newest(world, partnerId)).id, verdict, findings: 'Everything was read.' }, reviewer);
}
