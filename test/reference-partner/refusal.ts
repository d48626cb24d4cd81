import type { IncomingHttpHeaders } from 'node:http';

export interface PartnerRequest {
  method: string;
  path: string;
  query: URLSearchParams;
  headers: Record<string, string | undefined> & IncomingHttpHeaders;
  body: string;
}

export interface PartnerAnswer {
  status: number;
  headers?: Record<string, string>;
  json?: unknown;
  /** Wait so long first. */
  afterMs?: number;
  /** Hang up in the middle of the body. */
  isCut?: boolean;
}

/** A request that is not as the interface says; leaves as { error: { code } }. */
export class Refusal extends Error {
  constructor(readonly status: number, readonly code: string) {
    super(code);
  }
}

export function parsed(body: string): Record<string, unknown> {
  try {
    const value: unknown = JSON.parse(body);
    if (value !== null && typeof value === 'object' && !Array.isArray(value)) return value as Record<string, unknown>;
  } catch {
    // as below
  }
  throw new Refusal(400, 'bad_request');
}
