import { systemActor } from '../server/platform/actor.js';
import { FieldEncryption } from '../server/platform/field-encryption.js';
import { ExportMaking } from '../server/privacy/export-making.js';
import { Pseudonyms } from '../server/privacy/pseudonyms.js';
import type { Processor, WorkerServices } from './processor.js';

/** Job export-data: decides on one request and makes its archive, in one transaction; a request that was decided on stays as it is. */
export function exportData({ database, audit, clock, newId, config }: WorkerServices): Processor<'export-data'> {
  const fields = new FieldEncryption(database, config.fieldKeys);
  const making = new ExportMaking(audit, clock, newId, fields, new Pseudonyms(fields, clock, newId));
  return async ({ exportId }) => ({ state: await database.transaction((tx) => making.make(tx, exportId, systemActor('export-data'))) });
}
