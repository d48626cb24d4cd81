import type { IncomingHttpHeaders } from 'node:http';
import { PartnerHttpError } from './failures.js';

export interface PartnerHttpRequest {
  url: string;
  method: 'GET' | 'POST';
  headers?: Readonly<Record<string, string>>;
  body?: Buffer;
  /** From the call to the last byte of the answer, milliseconds. */
  deadlineMs: number;
  /** Of the answer's body, after decompression. */
  maxBytes: number;
  signal?: AbortSignal;
}

export interface PartnerHttpResponse {
  status: number;
  /** Names in small letters. */
  headers: IncomingHttpHeaders;
  body: Buffer;
}

/** The only way to an address that a partner has chosen. */
export interface PartnerHttp {
  /** Answers every status; throws PartnerHttpError for everything that is no whole answer. */
  send(request: PartnerHttpRequest): Promise<PartnerHttpResponse>;
}

/** Throws bad_status for a status outside `wanted`, with what the answer says about coming back. */
export function expectStatus(answer: PartnerHttpResponse, wanted: readonly number[], now: Date): PartnerHttpResponse {
  if (wanted.includes(answer.status)) return answer;
  throw new PartnerHttpError('bad_status', { status: answer.status, retryAfterSeconds: retryAfterSeconds(answer, now) });
}

/** Retry-After as seconds from now (RFC 9110 §10.2.3: seconds or a date); undefined where there is none that can be read. */
export function retryAfterSeconds({ headers }: Pick<PartnerHttpResponse, 'headers'>, now: Date): number | undefined {
  const text = headers['retry-after']?.trim();
  if (!text) return undefined;
  if (/^\d{1,9}$/.test(text)) return Number(text);
  const at = /^[A-Z]/.test(text) ? Date.parse(text) : NaN;
  return Number.isNaN(at) ? undefined : Math.max(0, Math.ceil((at - now.getTime()) / 1000));
}
