import { Assessments } from '../server/partner/assessments.js';
import type { WorkerServices } from './processor.js';

/**
 * Job assess-partners: no payload. Scores again whoever's evidence has expired, or whose criteria have a newer version, page by page.
 * Repeating it, or running two at once, scores nobody twice. Returns how many were scored.
 */
export function assessPartners({ database, audit, clock, newId }: WorkerServices) {
  const assessments = new Assessments(database, audit, clock, newId);
  return async () => ({ assessed: await assessments.assessDue() });
}
