import { createHash } from 'node:crypto';
import type { EntityManager } from 'typeorm';
import { expertWeights, mixedWeights, reciprocal, weightDraws, type Scale } from '../../models/serving.js';
import type { Criterion, CriterionGroup } from '../../schema/criterion.js';
import { CriterionSet } from '../../schema/criterion-set.js';
import type { PartnerKind } from '../../schema/partner.js';
import { DomainError } from '../platform/errors.js';

export const criterionGroups: readonly CriterionGroup[] = ['resources', 'technology', 'reputation'];

/** A criterion set as the screening computes with it. */
export interface Rules {
  readonly setId: string;
  readonly criteria: readonly Criterion[];
  /** Sum 1, in the order of the criteria. */
  readonly weights: readonly number[];
  readonly draws: Float64Array;
}

export function scaleOf({ scale, knots }: Pick<Criterion, 'scale' | 'knots'>): Scale {
  if (scale === 'piecewise') return { kind: 'piecewise', knots };
  return { kind: scale, antiIdeal: knots[0][0], ideal: knots[1][0] };
}

/**
 * Weight of a leaf = weight of its branch × weight within the branch, each by AHP; mixed with the entropy that was measured when
 * the version was made: w = λ·AHP + (1 − λ)·entropy. Throws WeightError for judgements that are refused.
 */
export function weightsOf({ criteria, judgements, lambdaPpm, entropy }: Pick<CriterionSet, 'criteria' | 'judgements' | 'lambdaPpm' | 'entropy'>): number[] {
  const branches = expertWeights(reciprocal(judgements.groups, criterionGroups.length)).weights;
  const experts = criterionGroups.flatMap((group, branch) => {
    const size = criteria.filter((criterion) => criterion.group === group).length;
    return expertWeights(reciprocal(judgements[group], size)).weights.map((weight) => weight * branches[branch]);
  });
  return mixedWeights(experts, entropy, lambdaPpm / 1_000_000);
}

/** The first four bytes of a hash as a seed. */
export function seedOf(hash: Buffer): number {
  return hash.readUInt32LE(0);
}

export function rulesOf(set: CriterionSet): Rules {
  const weights = weightsOf(set);
  return { setId: set.id, criteria: set.criteria, weights, draws: weightDraws(weights, seedOf(createHash('sha256').update(set.id).digest())) };
}

/** The newest set of the kind: every kind has one since the tables were made. */
export async function currentSet(tx: EntityManager, kind: PartnerKind): Promise<CriterionSet> {
  return tx.findOneOrFail(CriterionSet, { where: { kind }, order: { version: 'DESC' } });
}

/** Throws BAD_INPUT for a key that the set does not have. */
export function criterionOf(set: CriterionSet, key: string): Criterion {
  const found = set.criteria.find((criterion) => criterion.key === key);
  if (!found) throw new DomainError('BAD_INPUT', { path: ['criterion'], allowed: set.criteria.map((one) => one.key) }, 'Partners of this kind are not judged by that criterion.');
  return found;
}
