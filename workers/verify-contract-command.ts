import { readFile } from 'node:fs/promises';
import type { Command } from 'commander';
import { verifyContract } from '../server/partner/contract-proof.js';
import { DomainError } from '../server/platform/errors.js';

/** `tandem verify-contract <proof> [file]`: needs neither a database nor the platform. Exit code 1 when something does not hold. */
export function addVerifyContractCommand(program: Command): void {
  program.command('verify-contract')
    .description('Check offline that both sides signed a contract, and that a file is the one that was sealed.')
    .argument('<proof>', 'proof.json of the contract')
    .argument('[file]', 'contract.pdf')
    .option('--json', 'say it as JSON')
    .action(async (proof: string, file: string | undefined, { json = false }: { json?: boolean }) => {
      const proven = verifyContract(parsed((await read(proof)).toString('utf8')), file === undefined ? null : await read(file));
      if (json) console.log(JSON.stringify(proven));
      else console.log(`${proven.code}: signed by ${proven.signers.join(' and ')}${proven.file ? `; the file is the sealed one (${proven.file})` : ''}. The key must be ${proven.publicKey} in /.well-known/jwks.json.`);
    });
}

function read(path: string): Promise<Buffer> {
  return readFile(path).catch(() => { throw new DomainError('BAD_INPUT', {}, `There is no file ${path}.`); });
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    throw new DomainError('BAD_INPUT', {}, 'The proof is not JSON.');
  }
}
