import type { ConnectorKind, ConnectorRegisterInput } from '../graphql/documents.js';

export interface ConnectorForm {
  partner: { id: string };
  kind: ConnectorKind;
  name: string;
}

export function connectorRegistration({ partner, kind, name }: ConnectorForm): ConnectorRegisterInput {
  return { partnerId: partner.id, kind, name: name.trim() };
}
