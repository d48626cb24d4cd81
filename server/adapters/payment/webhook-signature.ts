import { createHmac, timingSafeEqual } from 'node:crypto';
import { DomainError } from '../../platform/errors.js';

/** Messages older or newer than this are refused: a recorded one cannot be played again later. */
const toleranceSeconds = 300;

/** https://www.standardwebhooks.com: HMAC-SHA256 over "id.timestamp.body"; the secret is "whsec_" + base64. */
export function signWebhook(secret: string, id: string, at: Date, body: Buffer): Record<'webhook-id' | 'webhook-timestamp' | 'webhook-signature', string> {
  const timestamp = String(Math.floor(at.getTime() / 1000));
  return { 'webhook-id': id, 'webhook-timestamp': timestamp, 'webhook-signature': `v1,${digest(secret, id, timestamp, body).toString('base64')}` };
}

/** Answers the message id. Throws UNAUTHENTICATED; of several signatures (a secret being rotated) one must be right. */
export function verifyWebhook(secret: string, headers: Readonly<Record<string, string | string[] | undefined>>, body: Buffer, now: Date): string {
  const [id, timestamp, signatures] = ['webhook-id', 'webhook-timestamp', 'webhook-signature'].map((name) => headers[name]);
  if (typeof id !== 'string' || typeof timestamp !== 'string' || typeof signatures !== 'string' || !/^\d{1,12}$/.test(timestamp)) throw refusal();
  if (Math.abs(now.getTime() / 1000 - Number(timestamp)) > toleranceSeconds) throw refusal();
  const expected = digest(secret, id, timestamp, body);
  const valid = signatures.split(' ').some((signature) => {
    const given = Buffer.from(signature.replace(/^v1,/, ''), 'base64');
    return signature.startsWith('v1,') && given.length === expected.length && timingSafeEqual(given, expected);
  });
  if (!valid) throw refusal();
  return id;
}

function digest(secret: string, id: string, timestamp: string, body: Buffer): Buffer {
  return createHmac('sha256', Buffer.from(secret.replace(/^whsec_/, ''), 'base64')).update(`${id}.${timestamp}.`).update(body).digest();
}

function refusal(): DomainError {
  return new DomainError('UNAUTHENTICATED', {}, 'The signature of this message is not valid.');
}
