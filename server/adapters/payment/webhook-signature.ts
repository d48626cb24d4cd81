import { checkMessage, signMessage, type SignatureHeaders } from '../../platform/message-signature.js';
import { DomainError } from '../../platform/errors.js';

export function signWebhook(secret: string, id: string, at: Date, body: Buffer): SignatureHeaders {
  return signMessage({ secrets: [secret], ed25519: [] }, id, at, body);
}

/** Answers the message id; throws UNAUTHENTICATED. */
export function verifyWebhook(secret: string, headers: Readonly<Record<string, string | string[] | undefined>>, body: Buffer, now: Date): string {
  const checked = checkMessage({ secrets: [secret], ed25519: [] }, headers, body, now);
  if ('fault' in checked) throw new DomainError('UNAUTHENTICATED', {}, 'The signature of this message is not valid.');
  return checked.id;
}
