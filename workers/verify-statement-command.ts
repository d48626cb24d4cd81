import { readFile } from 'node:fs/promises';
import type { Command } from 'commander';
import { DomainError } from '../server/platform/errors.js';
import { verifyProof } from '../server/settlement/statement-proof.js';

/** `tandem verify-statement <file>`: needs neither a database nor the platform. Exit code 1 when the proof does not hold. */
export function addVerifyStatementCommand(program: Command): void {
  program.command('verify-statement')
    .description('Check offline that lines of a statement are in the audit log.')
    .argument('<file>', 'proof.json of a statement')
    .option('--json', 'say it as JSON')
    .action(async (file: string, { json = false }: { json?: boolean }) => {
      const proven = verifyProof(parsed(await readFile(file, 'utf8').catch(() => { throw new DomainError('BAD_INPUT', {}, `There is no file ${file}.`); })));
      if (json) console.log(JSON.stringify(proven));
      else console.log(`${proven.code}: ${proven.lines.length} lines hold. Entry ${proven.auditSeq} of the audit log, whose hash must be ${proven.auditHash}.`);
    });
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    throw new DomainError('BAD_INPUT', {}, 'The file is not JSON.');
  }
}
