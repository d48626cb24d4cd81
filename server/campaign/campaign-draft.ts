import { z } from 'zod';
import type { Audience } from '../../schema/audience.js';
import { DomainError } from '../platform/errors.js';
import { audienceShape } from './audience.js';

/** What an editor of a campaign decides. Amounts in minor units. */
export interface CampaignDraft {
  name: string;
  contentId: string;
  adType: number;
  audience: Audience;
  startsAt: Date;
  endsAt: Date;
  budgetMinor: bigint;
  bidMinor: bigint;
  currency: string;
  /** The clause that pays for it; null: none is named. Left out of an edit, both stay. */
  budgetContractId?: string | null;
  budgetClause?: string | null;
}

const shape = z.object({
  name: z.string().trim().min(1).max(200),
  contentId: z.uuid(),
  adType: z.int().min(0).max(9),
  audience: audienceShape,
  startsAt: z.date(),
  endsAt: z.date(),
  budgetMinor: z.bigint().positive().max(10n ** 15n),
  bidMinor: z.bigint().positive(),
  currency: z.string().regex(/^[A-Z]{3}$/, 'must be an ISO 4217 code'),
  budgetContractId: z.uuid().nullable().optional(),
  budgetClause: z.string().min(1).max(200).nullable().optional(),
})
  .refine((draft) => draft.endsAt > draft.startsAt, { path: ['endsAt'], message: 'must be after startsAt' })
  .refine((draft) => draft.bidMinor <= draft.budgetMinor, { path: ['bidMinor'], message: 'must not be more than the budget' })
  .refine((draft) => Boolean(draft.budgetContractId) === Boolean(draft.budgetClause), { path: ['costBudget'], message: 'needs both the contract and the key of its clause' });

/** Throws BAD_INPUT with the path of the first fault. */
export function campaignDraft(input: CampaignDraft): CampaignDraft {
  const parsed = shape.safeParse(input);
  if (parsed.success) return parsed.data;
  const [{ path, message }] = parsed.error.issues;
  throw new DomainError('BAD_INPUT', { path: path.map(String) }, `${path.join('.')}: ${message}`);
}
