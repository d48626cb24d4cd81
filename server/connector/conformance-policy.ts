import type { PartnerKind } from '../../schema/partner.js';
import type { Scenario, ScenarioEvidence } from './scenario.js';
import type { ConformanceVerdict } from '../../schema/conformance-run.js';

export interface ScenarioResult {
  readonly scenario: string;
  readonly verdict: ConformanceVerdict;
  /** The first thing that was not as it should be. */
  readonly reason: string | null;
}

interface Policy {
  /** A warning counts as a failure: machines in the path of every request get no second chance. */
  readonly strict: boolean;
  /** An acceptance holds for so long at most. */
  readonly validDays: number;
}

/** Who is held to what. The runner only tells what it saw; this decides, and can be asked again about old evidence. */
export const policies: Readonly<Record<PartnerKind, Policy>> = {
  technology_supplier: { strict: true, validDays: 90 },
  advertiser: { strict: false, validDays: 180 },
  content_producer: { strict: false, validDays: 365 },
  channel: { strict: false, validDays: 365 },
  education: { strict: false, validDays: 365 },
};

/** Absent evidence is `unfinished`: what was not seen never passes. */
export function verdictOf({ key }: Scenario, evidence: ScenarioEvidence | undefined, kind: PartnerKind): ScenarioResult {
  const result = (verdict: ConformanceVerdict, reason: string | null = null): ScenarioResult => ({ scenario: key, verdict, reason });
  if (!evidence) return result('unfinished');
  if (evidence.skipped === 'not_applicable') return result('not_applicable');
  if (evidence.skipped !== null) return result('skipped', evidence.skipped);
  const wrong = evidence.steps.flatMap(({ step, findings }) => findings.filter(({ ok }) => !ok).map((finding) => ({ step, ...finding })));
  const words = (severity: string) => {
    const found = wrong.find((finding) => finding.severity === severity);
    return found && `${found.step}: ${found.check}: expected ${found.expected}, but ${found.actual}`.slice(0, 500);
  };
  if (evidence.steps.length === 0) return result('unfinished');
  const [must, should, review] = [words('must'), words('should'), words('review')];
  if (must !== undefined) return result('failed', must);
  if (should !== undefined) return result(policies[kind].strict ? 'failed' : 'warning', should);
  return review === undefined ? result('passed') : result('review', review);
}

const ORDER: readonly ConformanceVerdict[] = ['unfinished', 'failed', 'skipped', 'review', 'warning', 'passed', 'not_applicable'];

/** The worst of all. */
export function overallVerdict(results: readonly ScenarioResult[]): ConformanceVerdict {
  return ORDER.find((verdict) => results.some((result) => result.verdict === verdict)) ?? 'unfinished';
}

/**
 * What stands between a run and its acceptance. Passed, warned and not applicable need nobody; what was skipped or wants a
 * person's eye needs a waiver; a failure can be waived only where a capability fails, never what every connector must do.
 */
export function unwaived(results: readonly ScenarioResult[], list: readonly Scenario[], waived: ReadonlySet<string>): ScenarioResult[] {
  const layer = new Map(list.map((scenario) => [scenario.key, scenario.layer]));
  return results.filter(({ scenario, verdict }) => {
    if (['passed', 'warning', 'not_applicable'].includes(verdict)) return false;
    const waivable = verdict === 'review' || (verdict === 'skipped' && layer.get(scenario) !== 'universal') || (verdict === 'failed' && layer.get(scenario) === 'capability');
    return !(waivable && waived.has(scenario));
  });
}
