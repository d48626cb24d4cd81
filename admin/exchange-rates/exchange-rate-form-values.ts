import type { ExchangeRateSetInput } from '../graphql/documents.js';

export interface ExchangeRateForm {
  key: string;
  source: string;
  target: string;
  rate: string;
  spreadPpm: number | null;
}

export function exchangeRateCreation({ key, source, target, rate, spreadPpm }: ExchangeRateForm): ExchangeRateSetInput {
  return { source: source.trim().toUpperCase(), target: target.trim().toUpperCase(), rate: rate.trim(), spreadPpm: spreadPpm ?? 0, idempotencyKey: key };
}
