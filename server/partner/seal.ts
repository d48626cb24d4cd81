import canonicalize from 'canonicalize';
import type { ContractParty } from '../../schema/contract-party.js';
import type { SigningKeys } from '../platform/signing-keys.js';

/** One side's consent: who, for which side, to which text, when. */
export interface Consent {
  contractVersionId: string;
  party: ContractParty;
  signerId: string;
  contentHash: Buffer;
  signedAt: Date;
}

/** The platform's Ed25519 key for contracts: it witnesses that this account consented to this text at this time. */
export class Seal {
  constructor(private readonly keys: SigningKeys) {}

  /** 64 bytes. */
  sign(consent: Consent): Promise<Buffer> {
    return this.keys.sign('contract', consentBytes(consent));
  }

  holds(consent: Consent, signature: Buffer): Promise<boolean> {
    return this.keys.verify('contract', consentBytes(consent), signature);
  }
}

/** What a signature covers. */
export function consentBytes({ contractVersionId, party, signerId, contentHash, signedAt }: Consent): Buffer {
  return Buffer.from(canonicalize({ contractVersionId, party, signerId, contentHash: contentHash.toString('hex'), signedAt: signedAt.toISOString() })!);
}
