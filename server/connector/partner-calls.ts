import { signMessage } from '../platform/message-signature.js';
import type { Signing } from './scenario.js';

const SKEW_MS = 600_000;

export interface SignedMessage {
  readonly id: string;
  readonly at: Date;
  readonly body: string;
  readonly secret: string;
}

/** Headers of Standard Webhooks over what is sent; a GET signs the empty text. */
export function signedHeaders({ id, at, body, secret }: SignedMessage): Record<string, string> {
  return signMessage({ secrets: [secret], ed25519: [] }, id, at, Buffer.from(body));
}

/** The same, wrong in one way; for scenarios that demand a refusal. `foreign` is a secret that the partner does not have. */
export function wronglySigned(message: SignedMessage, signing: Signing, foreign: string): Record<string, string> {
  const { at } = message;
  switch (signing) {
    case 'right': return signedHeaders(message);
    case 'wrong': return signedHeaders({ ...message, secret: foreign });
    case 'missing': return {};
    case 'stale': return signedHeaders({ ...message, at: new Date(at.getTime() - SKEW_MS) });
    case 'early': return signedHeaders({ ...message, at: new Date(at.getTime() + SKEW_MS) });
    case 'altered': return signedHeaders({ ...message, body: `${message.body} ` });
  }
}
