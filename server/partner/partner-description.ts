import { IANAZone } from 'luxon';
import { z } from 'zod';
import { PartnerKind } from '../../schema/partner.js';
import { DomainError } from '../platform/errors.js';

export interface PartnerDescription {
  name: string;
  kind: PartnerKind;
  industry: string;
  website?: string | null;
  contactName?: string | null;
  contactEmail?: string | null;
  note?: string;
  /** IANA name; absent: what it was, at first that of the platform. Windows of statements that are open keep their ends. */
  timeZone?: string | null;
  /** Account of the partner manager or operator who looks after it. */
  managerId?: string | null;
}

/** Where no partner says otherwise. */
export const homeZone = 'Asia/Shanghai';

const shape = z.object({
  name: z.string().trim().min(1).max(200),
  kind: z.enum(Object.values(PartnerKind) as [PartnerKind, ...PartnerKind[]]),
  industry: z.string().trim().min(1).max(100),
  website: z.httpUrl().max(500).nullable().default(null),
  contactName: z.string().trim().min(1).max(200).nullable().default(null),
  contactEmail: z.email().max(200).nullable().default(null),
  note: z.string().max(10_000).default(''),
  timeZone: z.string().refine((name) => IANAZone.isValidZone(name), 'an IANA name, for example Asia/Shanghai').nullish().transform((name) => name ?? undefined),
  managerId: z.uuid().nullable().default(null),
});

/** Throws BAD_INPUT with the path of the first fault. */
export function checkedDescription(input: PartnerDescription) {
  const parsed = shape.safeParse(input);
  if (parsed.success) return parsed.data;
  const [{ path, message }] = parsed.error.issues;
  throw new DomainError('BAD_INPUT', { path: path.map(String) }, `${path.join('.')}: ${message}`);
}
