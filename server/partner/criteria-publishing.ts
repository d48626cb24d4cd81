import { z } from 'zod';
import { checkScale, desirability, entropyWeights, ScaleError, WeightError } from '../../models/serving.js';
import { CriterionMeasure, ScaleKind, type Criterion } from '../../schema/criterion.js';
import { CriterionSet, type PairwiseJudgements } from '../../schema/criterion-set.js';
import type { PartnerKind } from '../../schema/partner.js';
import type { Audit } from '../audit/audit.js';
import { actorAccountId, type Actor } from '../platform/actor.js';
import type { Clock } from '../platform/clock.js';
import type { Database } from '../platform/database.js';
import { DomainError } from '../platform/errors.js';
import type { NewId } from '../platform/ids.js';
import type { Outbox } from '../platform/outbox.js';
import { criterionGroups, currentSet, scaleOf, weightsOf } from './criteria.js';

export interface NewCriterionSet {
  kind: PartnerKind;
  /** The version that the new one follows. */
  expectedVersion: number;
  criteria: Criterion[];
  judgements: PairwiseJudgements;
  lambdaPpm: number;
}

/** Fewer known partners tell no entropy worth having. */
const FEWEST_FOR_ENTROPY = 5;

const oneOf = <Value extends string>(values: Record<string, Value>) => z.enum(Object.values(values) as [Value, ...Value[]]);
const finite = z.number().min(-1e15).max(1e15);
const criterion = z.object({
  key: z.string().regex(/^[a-z][a-z0-9_]{0,49}$/, 'must be small letters, digits and _, at most 50'),
  group: z.enum(criterionGroups as ['resources', 'technology', 'reputation']),
  nameZh: z.string().trim().min(1).max(100),
  nameEn: z.string().trim().min(1).max(100),
  measure: oneOf(CriterionMeasure),
  unit: z.string().trim().max(30),
  scale: oneOf(ScaleKind),
  knots: z.array(z.tuple([finite, z.number().min(0).max(1)])).min(2).max(20),
  gate: finite.nullable(),
  priorMean: z.number().gt(0).lt(1).nullable(),
  priorStrength: z.number().gt(0).max(1e6).nullable(),
  spread: z.number().min(0).max(1).nullable(),
  validDays: z.int().min(1).max(3650),
}).refine((one) => (one.measure === 'share' ? one.priorMean !== null && one.priorStrength !== null : one.spread !== null), 'a share needs a prior, a quantity a spread')
  .refine((one) => one.scale === 'piecewise' || (one.knots.length === 2 && one.knots[0][1] === 0 && one.knots[1][1] === 1), 'a linear or logarithmic scale has two knots: the anti-ideal with 0 and the ideal with 1');
const judgement = z.array(z.number().min(1 / 9).max(9)).max(45);
const shape = z.object({
  criteria: z.array(criterion).min(3).max(30).refine((all) => new Set(all.map(({ key }) => key)).size === all.length, 'must not use a key twice'),
  judgements: z.object({ groups: judgement, resources: judgement, technology: judgement, reputation: judgement }),
  lambdaPpm: z.int().min(0).max(1_000_000),
});

/** New versions of the criteria: their weights are settled here and for good, so that nobody's score hangs on who applies later. */
export class CriteriaPublishing {
  constructor(
    private readonly database: Database,
    private readonly audit: Audit,
    private readonly outbox: Outbox,
    private readonly clock: Clock,
    private readonly newId: NewId,
  ) {}

  /** Throws FORBIDDEN, CONFLICT, and BAD_INPUT for judgements whose consistency ratio is 0.1 or more; then nothing is written. */
  publish(input: NewCriterionSet, actor: Actor): Promise<CriterionSet> {
    return this.database.transaction(async (tx) => {
      if (actor.kind !== 'system' && !('role' in actor && ['partner_manager', 'operator'].includes(actor.role))) throw new DomainError('FORBIDDEN');
      const { criteria: unordered, judgements, lambdaPpm } = checked(input);
      const criteria = criterionGroups.flatMap((group) => unordered.filter((one) => one.group === group));
      // One after the other: the second of two at once sees the first, and is a conflict.
      await tx.query('SELECT pg_advisory_xact_lock(hashtext($1))', [`criterion-set ${input.kind}`]);
      const current = await currentSet(tx, input.kind);
      if (current.version !== input.expectedVersion) throw new DomainError('CONFLICT', { currentVersion: current.version });
      const known = await tx.query<{ values: Record<string, number | null> }[]>(
        `SELECT (SELECT jsonb_object_agg(leaf->>'criterion', leaf->'value') FROM jsonb_array_elements(newest.leaves) AS leaf) AS values
         FROM partners AS partner JOIN LATERAL (SELECT leaves, score FROM assessments WHERE partner_id = partner.id ORDER BY assessed_at DESC, id DESC LIMIT 1) AS newest ON newest.score IS NOT NULL
         WHERE partner.kind = $1 ORDER BY partner.id LIMIT 10000`, [input.kind]);
      const set = tx.create(CriterionSet, {
        id: this.newId(), kind: input.kind, version: current.version + 1, criteria, judgements, lambdaPpm, createdBy: actorAccountId(actor), createdAt: this.clock(),
        entropy: known.length < FEWEST_FOR_ENTROPY ? null : entropyWeights(criteria.map((one) => known.map(({ values }) => {
          const value = values[one.key];
          return value == null ? null : desirability(scaleOf(one), value);
        }))),
      });
      requireSound(set);
      await tx.insert(CriterionSet, set);
      await this.outbox.add(tx, 'assess-partners', {});
      await this.audit.append(tx, { actor, action: 'criterionSetPublish', noun: 'CriterionSet', nounId: set.id, detail: { kind: set.kind, version: set.version } });
      return set;
    });
  }
}

/** Scales that order something, judgements that do not contradict each other. */
function requireSound(set: CriterionSet): void {
  try {
    for (const one of set.criteria) checkScale(scaleOf(one));
    weightsOf(set);
  } catch (error) {
    if (error instanceof ScaleError) throw new DomainError('BAD_INPUT', { path: ['criteria'] }, error.message);
    if (error instanceof WeightError) throw new DomainError('BAD_INPUT', { path: ['judgements'] }, error.message);
    throw error;
  }
}

function checked(input: NewCriterionSet) {
  const parsed = shape.safeParse(input);
  if (parsed.success) return parsed.data;
  const [{ path, message }] = parsed.error.issues;
  throw new DomainError('BAD_INPUT', { path: path.map(String) }, `${path.join('.')}: ${message}`);
}
