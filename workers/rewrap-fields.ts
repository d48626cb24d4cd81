import type { Command } from 'commander';
import { FieldEncryption } from '../server/platform/field-encryption.js';
import { rewrapFields } from '../server/platform/field-encryption-places.js';
import { withPlatform } from './command-platform.js';
import type { Processor, WorkerServices } from './processor.js';

/** Harmless to repeat: what is sealed under the newest key stays as it is. */
export function rewrapFieldsJob({ database, config }: WorkerServices): Processor<'rewrap-fields'> {
  return async (_payload, job) => ({ sealed: await rewrapFields(database, new FieldEncryption(database, config.fieldKeys), job.signal) });
}

export function addRotateFieldKeysCommand(program: Command): void {
  program.command('rotate-field-keys')
    .description('makes a new key for sealed fields and seals all of them under it, beside a running platform')
    .action(() => withPlatform(async ({ database, config }) => {
      const fields = new FieldEncryption(database, config.fieldKeys);
      const key = await fields.keys.rotate();
      console.log(`Key ${key} seals from now on; ${await rewrapFields(database, fields)} fields are sealed under it.`);
    }));
}
