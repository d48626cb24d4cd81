import canonicalize from 'canonicalize';
import type { ContractParty } from '../../schema/contract-party.js';
import type { SigningKeys } from '../platform/signing-keys.js';

/** A signatory's consent: who, for which side, to which text, when. */
export interface Consent {
  contractVersionId: string;
  party: ContractParty;
  /** In the list of the SIGNING clause; null: for the side as a whole. */
  place: number | null;
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

/** What a signature covers. Without a list of signatories no place is said, as before there were any. */
export function consentBytes({ contractVersionId, party, place, signerId, contentHash, signedAt }: Consent): Buffer {
  return Buffer.from(canonicalize({ contractVersionId, party, ...(place !== null && { place }), signerId, contentHash: contentHash.toString('hex'), signedAt: signedAt.toISOString() })!);
}
