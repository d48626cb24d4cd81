import { createHash } from 'node:crypto';
import canonicalize from 'canonicalize';
import {
  closeness, contributions, coverage, desirability, interval, isBenefit, scoreDraws, shrunkShare, smallestLift, valueOf, wilsonInterval, type BelievedLeaf,
} from '../../models/serving.js';
import type { Assessment, AssessedLeaf, GateState, NextTier, PartnerTier } from '../../schema/assessment.js';
import type { Criterion } from '../../schema/criterion.js';
import type { Evidence } from '../../schema/evidence.js';
import { scaleOf, seedOf, type Rules } from './criteria.js';

/** Changes when the same evidence and criteria would come to something else. */
const METHOD = 'screening-1';

/** Lowest score and coverage of each tier, the highest first: a tier needs both, so that little evidence lifts nobody. */
export const tierFloors: readonly { tier: PartnerTier; score: number; coverage: number }[] = [
  { tier: 'strategic', score: 0.75, coverage: 0.8 },
  { tier: 'preferred', score: 0.6, coverage: 0.6 },
  { tier: 'standard', score: 0.4, coverage: 0.4 },
  { tier: 'listed', score: 0, coverage: 0 },
];

/** What screening decides; the row without what only the table knows. */
export type Judged = Pick<Assessment, 'leaves' | 'score' | 'low' | 'high' | 'coverage' | 'tier' | 'next' | 'draws' | 'validUntil' | 'inputsHashBytes'>;

type Leaf = BelievedLeaf & { readonly value: number | null; readonly observations: number };

/** Of each source the newest observation of a criterion; it counts from when it was observed until it expires. */
export function countingEvidence(all: readonly Evidence[], now: Date): Evidence[] {
  const newest = new Map<string, Evidence>();
  for (const one of all) {
    const key = JSON.stringify([one.criterion, one.source]);
    const known = newest.get(key);
    if (one.observedAt <= now && (!known || known.observedAt < one.observedAt || (known.observedAt.getTime() === one.observedAt.getTime() && known.id < one.id))) newest.set(key, one);
  }
  return [...newest.values()].filter(({ expiresAt }) => expiresAt > now).sort((a, b) => (a.id < b.id ? -1 : 1));
}

/** Evidence of one partner, in any order, and the rules of its kind → what it comes to at `now`. Pure: equal inputs, equal bits. */
export function judge(rules: Rules, evidence: readonly Evidence[], now: Date): Judged {
  const keys = new Set(rules.criteria.map(({ key }) => key));
  const counting = countingEvidence(evidence, now).filter(({ criterion }) => keys.has(criterion));
  const inputs = { method: METHOD, set: rules.setId, evidence: counting.map(({ id, criterion, value, observations, isVerified }) => [id, criterion, value, observations, isVerified]) };
  const inputsHashBytes = createHash('sha256').update(canonicalize(inputs)!).digest();
  const of = (key: string) => counting.filter(({ criterion }) => criterion === key);
  const leaves = rules.criteria.map((criterion, at) => leafOf(criterion, rules.weights[at], of(criterion.key)));
  const score = closeness(leaves);
  const draws = scoreDraws(leaves, rules.draws, seedOf(inputsHashBytes));
  const [low, high] = draws ? interval(draws, score!) : [null, null];
  const known = coverage(leaves);
  const tier = score === null ? null : tierFloors.find((floor) => score >= floor.score && known >= floor.coverage)!.tier;
  const shares = contributions(leaves);
  return {
    inputsHashBytes, score, low, high, coverage: known, tier,
    leaves: rules.criteria.map((criterion, at): AssessedLeaf => {
      const { u, value, weight, observations, deviation } = leaves[at];
      return { criterion: criterion.key, weight, value, observations, desirability: u, deviation, contribution: shares[at], gate: gateState(criterion, of(criterion.key)) };
    }),
    next: tier === null ? null : nextTier(rules.criteria, leaves, tier),
    draws: draws && Buffer.from(draws.buffer, draws.byteOffset, draws.byteLength),
    validUntil: counting.length ? new Date(Math.min(...counting.map(({ expiresAt }) => expiresAt.getTime()))) : null,
  };
}

function leafOf(criterion: Criterion, weight: number, evidence: readonly Evidence[]): Leaf {
  const scale = scaleOf(criterion);
  const observations = evidence.reduce((sum, one) => sum + one.observations, 0);
  if (observations === 0) return { u: null, weight, deviation: 0, value: null, observations };
  const sum = evidence.reduce((all, one) => all + one.value * one.observations, 0);
  if (criterion.measure === 'quantity') {
    const value = sum / observations;
    return { u: desirability(scale, value), weight, deviation: criterion.spread! / Math.sqrt(observations), value, observations };
  }
  const { mean, deviation } = shrunkShare(sum, observations, { mean: criterion.priorMean!, strength: criterion.priorStrength! });
  const spread = Math.abs(desirability(scale, mean + deviation) - desirability(scale, mean - deviation)) / 2;
  return { u: desirability(scale, mean), weight, deviation: spread, value: mean, observations };
}

/** Only what a person has verified passes a gate; a share passes with the near end of its 95 % Wilson interval, so few observations do not. */
function gateState({ gate, measure, ...criterion }: Criterion, evidence: readonly Evidence[]): GateState | null {
  if (gate === null) return null;
  const verified = evidence.filter(({ isVerified }) => isVerified);
  const observations = verified.reduce((sum, one) => sum + one.observations, 0);
  if (observations === 0) return 'unknown';
  const sum = verified.reduce((all, one) => all + one.value * one.observations, 0);
  const [low, high] = measure === 'share' ? wilsonInterval(sum, observations) : [sum / observations, sum / observations];
  return (isBenefit(scaleOf(criterion)) ? low >= gate : high <= gate) ? 'passed' : 'failed';
}

function nextTier(criteria: readonly Criterion[], leaves: readonly Leaf[], tier: PartnerTier): NextTier | null {
  const above = tierFloors[tierFloors.findIndex((floor) => floor.tier === tier) - 1];
  if (!above) return null;
  const lifts = smallestLift(leaves, above.score);
  if (lifts === null) return null;
  let known = coverage(leaves);
  const unknown: string[] = [];
  const missing = leaves.flatMap(({ u, weight }, at) => (u === null ? [{ at, weight }] : [])).sort((a, b) => b.weight - a.weight || a.at - b.at);
  for (const { at, weight } of missing) {
    if (known >= above.coverage) break;
    known += weight;
    unknown.push(criteria[at].key);
  }
  return { tier: above.tier, unknown, lifts: lifts.map(({ leaf, u }) => ({ criterion: criteria[leaf].key, from: leaves[leaf].value!, to: valueOf(scaleOf(criteria[leaf]), u) })) };
}
