import type { AudienceInput, CampaignCreateInput, CampaignEditInput, MoneyInput } from '../graphql/documents.js';

export interface CampaignForm {
  id: string;
  version: number;
  /** Of a new one; one per opened form: sending it twice makes one campaign. */
  key: string;
  name: string;
  partner: { id: string };
  content: { id: string };
  adType: number;
  audience?: AudienceInput;
  startsAt: string;
  endsAt: string;
  budget: MoneyInput;
  bid: MoneyInput;
}

function facts(form: CampaignForm) {
  const { kinds, locales, activeWithinDays } = form.audience ?? {};
  return {
    name: form.name,
    contentId: form.content.id,
    adType: form.adType,
    audience: { kinds: kinds ?? [], locales: locales ?? [], activeWithinDays },
    startsAt: new Date(form.startsAt).toISOString(),
    endsAt: new Date(form.endsAt).toISOString(),
    budget: { amountMinor: form.budget.amountMinor, currency: form.budget.currency },
    bid: { amountMinor: form.bid.amountMinor, currency: form.bid.currency },
  };
}

export function campaignCreation(form: CampaignForm): CampaignCreateInput {
  return { idempotencyKey: form.key, partnerId: form.partner.id, ...facts(form) };
}

export function campaignEdition(form: CampaignForm): CampaignEditInput {
  return { id: form.id, expectedVersion: form.version, ...facts(form) };
}
