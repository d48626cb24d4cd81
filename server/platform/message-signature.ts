import { createHmac, createPublicKey, sign, timingSafeEqual, verify, type KeyObject } from 'node:crypto';

/** Messages older or newer than this are refused: a recorded one cannot be played again later. */
export const TOLERANCE_SECONDS = 300;

export type SignatureHeaders = Record<'webhook-id' | 'webhook-timestamp' | 'webhook-signature', string>;
export type SignatureFault = 'missing' | 'bad_timestamp' | 'stale' | 'early' | 'bad_signature';

/** What may sign: secrets that both sides know ("whsec_" and base64), or Ed25519 keys. Any one of them is enough, so keys can overlap. */
export interface MessageKeys<Key> {
  readonly secrets: readonly string[];
  readonly ed25519: readonly Key[];
}

/**
 * Standard Webhooks (standardwebhooks.com): each signature covers the bytes `id.timestamp.body`, with whole seconds and the body
 * as it goes over the wire; `v1` is HMAC-SHA256, `v1a` Ed25519, both in base64, one after another separated by spaces.
 */
export function signMessage({ secrets, ed25519 }: MessageKeys<KeyObject>, id: string, at: Date, body: Buffer): SignatureHeaders {
  const timestamp = String(Math.floor(at.getTime() / 1000));
  const signed = signedBytes(id, timestamp, body);
  const signatures = [...secrets.map((secret) => `v1,${hmac(secret, signed).toString('base64')}`), ...ed25519.map((key) => `v1a,${sign(null, signed, key).toString('base64')}`)];
  return { 'webhook-id': id, 'webhook-timestamp': timestamp, 'webhook-signature': signatures.join(' ') };
}

/** The id of a message that one of the keys has signed within the tolerance; else what is wrong with it. */
export function checkMessage(keys: MessageKeys<KeyObject>, headers: Readonly<Record<string, string | string[] | undefined>>, body: Buffer, now: Date): { id: string } | { fault: SignatureFault } {
  const [id, timestamp, signatures] = ['webhook-id', 'webhook-timestamp', 'webhook-signature'].map((name) => headers[name]);
  if (typeof id !== 'string' || typeof timestamp !== 'string' || typeof signatures !== 'string' || id === '' || signatures === '') return { fault: 'missing' };
  if (!/^\d{1,12}$/.test(timestamp)) return { fault: 'bad_timestamp' };
  const age = now.getTime() / 1000 - Number(timestamp);
  if (age > TOLERANCE_SECONDS) return { fault: 'stale' };
  if (age < -TOLERANCE_SECONDS) return { fault: 'early' };
  const signed = signedBytes(id, timestamp, body);
  const expected = keys.secrets.map((secret) => hmac(secret, signed));
  const holds = signatures.split(' ').some((one) => {
    const [version, text, ...rest] = one.split(',');
    if (text === undefined || rest.length > 0) return false;
    const given = Buffer.from(text, 'base64');
    // Base64 that is written in another way is another message's signature for all we know.
    if (given.toString('base64') !== text) return false;
    if (version === 'v1') return expected.some((right) => right.length === given.length && timingSafeEqual(right, given));
    return version === 'v1a' && keys.ed25519.some((key) => given.length === 64 && verify(null, signed, key, given));
  });
  return holds ? { id } : { fault: 'bad_signature' };
}

/** "whpk_" and 32 bytes in base64, as Standard Webhooks writes public keys; null for anything else. */
export function publicKeyOf(text: string): KeyObject | null {
  const raw = Buffer.from(/^whpk_([A-Za-z0-9+/]{43}=)$/.exec(text)?.[1] ?? '', 'base64');
  return raw.length === 32 ? createPublicKey({ key: { kty: 'OKP', crv: 'Ed25519', x: raw.toString('base64url') }, format: 'jwk' }) : null;
}

function signedBytes(id: string, timestamp: string, body: Buffer): Buffer {
  return Buffer.concat([Buffer.from(`${id}.${timestamp}.`), body]);
}

function hmac(secret: string, bytes: Buffer): Buffer {
  return createHmac('sha256', Buffer.from(secret.replace(/^whsec_/, ''), 'base64')).update(bytes).digest();
}
