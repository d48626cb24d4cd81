import { readFileSync } from 'node:fs';
import { generateKeyPairSync } from 'node:crypto';
import { describe, expect, it, test } from '@jest/globals';
import fc from 'fast-check';
import { Webhook } from 'standardwebhooks';
import { checkMessage, publicKeyOf, signMessage } from '../../../server/platform/message-signature.js';

interface Vector { name: string; secrets: string[]; publicKeys: string[]; now: number; headers: Record<string, string>; body: string; fault?: string }
const { positive, negative } = JSON.parse(readFileSync('test/vectors/webhooks/signatures.json', 'utf8')) as Record<'positive' | 'negative', Vector[]>;
const check = ({ secrets, publicKeys, headers, body, now }: Vector) => checkMessage({ secrets, ed25519: publicKeys.map((key) => publicKeyOf(key)!) }, headers, Buffer.from(body), new Date(now * 1000));
const secret = fc.uint8Array({ minLength: 24, maxLength: 64 }).map((bytes) => `whsec_${Buffer.from(bytes).toString('base64')}`);

describe('P20: the published vectors', () => {
  test.each(positive)('accepted: $name', (vector) => { expect(check(vector)).toEqual({ id: vector.headers['webhook-id'] }); });
  test.each(negative)('refused: $name', (vector) => { expect(check(vector)).toEqual({ fault: vector.fault }); });

  test('the first is what Standard Webhooks publishes', () => {
    expect(positive[0].headers['webhook-signature']).toBe('v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=');
  });
});

describe('random messages', () => {
  const at = new Date('2026-03-01T00:00:00Z');
  const pair = generateKeyPairSync('ed25519');

  it('what we sign, the library of Standard Webhooks and we take; one flipped byte, nobody', () => {
    fc.assert(fc.property(secret, fc.string({ unit: 'binary' }), fc.nat(), (key, text, place) => {
      const now = new Date();
      const body = Buffer.from(text);
      const headers = signMessage({ secrets: [key], ed25519: [pair.privateKey] }, 'msg_1', now, body);
      const keys = { secrets: [key], ed25519: [] };
      expect(checkMessage(keys, headers, body, now)).toEqual({ id: 'msg_1' });
      expect(checkMessage({ secrets: [], ed25519: [pair.publicKey] }, headers, body, now)).toEqual({ id: 'msg_1' });
      // It parses what it has verified: JSON that it takes, it gives back.
      expect(new Webhook(key).verify(JSON.stringify({ text }), signMessage(keys, 'msg_1', now, Buffer.from(JSON.stringify({ text }))))).toEqual({ text });
      if (body.length === 0) return;
      const flipped = Buffer.from(body);
      flipped[place % body.length] ^= 1;
      expect(checkMessage(keys, headers, flipped, now)).toEqual({ fault: 'bad_signature' });
    }), { numRuns: 60 });
  });

  it('keys overlap: whoever knows any key of the list takes the message', () => {
    fc.assert(fc.property(fc.uniqueArray(secret, { minLength: 1, maxLength: 4 }), fc.uniqueArray(secret, { minLength: 1, maxLength: 4 }), (signing, knowing) => {
      const headers = signMessage({ secrets: signing, ed25519: [] }, 'msg_1', at, Buffer.from('{}'));
      expect('id' in checkMessage({ secrets: knowing, ed25519: [] }, headers, Buffer.from('{}'), at)).toBe(signing.some((one) => knowing.includes(one)));
    }), { numRuns: 40 });
  });

  test('a public key is whpk_ and 32 bytes, or none', () => {
    expect(['whpk_', 'whpk_AAAA', `whsec_${Buffer.alloc(32).toString('base64')}`, '', `whpk_${Buffer.alloc(33).toString('base64')}`].map(publicKeyOf)).toEqual([null, null, null, null, null]);
  });
});
