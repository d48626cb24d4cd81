import type { RiskBand, RiskCaseOpenInput } from '../graphql/documents.js';

export interface RiskCaseForm {
  key: string;
  partner: { id: string };
  severity: RiskBand;
  title: string;
}

export function riskCaseOpening({ key, partner, severity, title }: RiskCaseForm): RiskCaseOpenInput {
  return { partnerId: partner.id, severity, title: title.trim(), idempotencyKey: key };
}
