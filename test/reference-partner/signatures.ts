import { Webhook } from 'standardwebhooks';
import type { Defect } from './defects.js';
import { Refusal, type PartnerRequest } from './refusal.js';

/** Standard Webhooks over the bytes that came: throws 401 stale_timestamp or bad_signature. */
export function requireSignature({ headers, body }: PartnerRequest, secret: string, has: (defect: Defect) => boolean): void {
  if (has('takes-unsigned')) return;
  const named = { 'webhook-id': headers['webhook-id'] ?? '', 'webhook-timestamp': headers['webhook-timestamp'] ?? '', 'webhook-signature': headers['webhook-signature'] ?? '' };
  if (has('takes-old') && /^\d+$/.test(named['webhook-timestamp'])) {
    const expected = new Webhook(secret).sign(named['webhook-id'], new Date(Number(named['webhook-timestamp']) * 1000), body);
    if (expected !== named['webhook-signature']) throw new Refusal(401, 'bad_signature');
    return;
  }
  try {
    new Webhook(secret).verify(has('signs-parsed') ? body.trimEnd() : body, named);
  } catch (error) {
    // Its JSON is looked at later: here only whether the signature fits counts.
    if (error instanceof SyntaxError) return;
    throw new Refusal(401, /timestamp too/.test((error as Error).message) ? 'stale_timestamp' : 'bad_signature');
  }
}
