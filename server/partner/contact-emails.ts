import type { Partner } from '../../schema/partner.js';
import type { FieldEncryption } from '../platform/field-encryption.js';
import { lookupPurpose, lookupText } from '../platform/field-encryption-places.js';

const purpose = lookupPurpose({ table: 'partners', lookup: 'contact_email_lookup' });
const placeOf = (rowId: string) => ({ table: 'partners', column: 'contact_email', rowId });

/** Addresses of the people behind partners: sealed where they stand, found by equality alone. */
export class ContactEmails {
  constructor(private readonly fields: FieldEncryption) {}

  /** As the row of this partner carries it. */
  async sealed(partnerId: string, email: string | null): Promise<Pick<Partner, 'sealedEmail' | 'emailLookup'>> {
    return { sealedEmail: email === null ? null : await this.fields.seal(placeOf(partnerId), email), emailLookup: email === null ? null : await this.lookup(email) };
  }

  async of({ id, sealedEmail }: Pick<Partner, 'id' | 'sealedEmail'>): Promise<string | null> {
    return sealedEmail === null ? null : this.fields.open(placeOf(id), sealedEmail);
  }

  lookup(email: string): Promise<Buffer> {
    return this.fields.lookup(purpose, lookupText(email));
  }
}
