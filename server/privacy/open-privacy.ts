import type { Audit } from '../audit/audit.js';
import type { Clock } from '../platform/clock.js';
import type { Database } from '../platform/database.js';
import type { FieldEncryption } from '../platform/field-encryption.js';
import type { NewId } from '../platform/ids.js';
import type { Outbox } from '../platform/outbox.js';
import { Aggregates } from './aggregates.js';
import { Consents } from './consents.js';
import { DataExports, endSharing } from './data-exports.js';
import { Erasures } from './erasures.js';
import { Pseudonyms } from './pseudonyms.js';

export function openPrivacy({ database, audit, clock, newId, fields, outbox }: { database: Database; audit: Audit; clock: Clock; newId: NewId; fields: FieldEncryption; outbox: Outbox }) {
  const pseudonyms = new Pseudonyms(fields, clock, newId);
  return {
    pseudonyms,
    consents: new Consents(audit, clock, newId, pseudonyms),
    exports: new DataExports(database, audit, clock, fields, outbox),
    aggregates: new Aggregates(audit, clock, newId),
    erasures: new Erasures(audit, clock),
    ending: endSharing(pseudonyms, clock),
  };
}
