import type { PartnerCreateInput, PartnerEditInput, PartnerKind } from '../graphql/documents.js';

export interface PartnerForm {
  id: string;
  version: number;
  name: string;
  kind: PartnerKind;
  industry: string;
  contactName: string | null;
  contactEmail: string | null;
  website: string | null;
  note: string | null;
  timeZone?: string | null;
}

function facts(form: PartnerForm) {
  const { name, kind, industry, contactName, contactEmail, website, note, timeZone } = form;
  return { name, kind, industry, contactName, contactEmail, website, note: note ?? '', timeZone: timeZone ?? null };
}

export function partnerCreation(form: PartnerForm): PartnerCreateInput {
  return facts(form);
}

export function partnerEdition(form: PartnerForm): PartnerEditInput {
  return { id: form.id, expectedVersion: form.version, ...facts(form) };
}
