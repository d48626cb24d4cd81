import type { Command } from 'commander';
import { AuditAnchors, findingInWords } from '../server/audit/audit-anchors.js';
import { Audit } from '../server/audit/audit.js';
import { systemClock } from '../server/platform/clock.js';
import { newId } from '../server/platform/ids.js';
import { SigningKeys } from '../server/platform/signing-keys.js';
import { withPlatform } from './command-platform.js';

/** `tandem verify-audit`: exit code 1 when something does not hold. */
export function addVerifyAuditCommand(program: Command): void {
  program.command('verify-audit')
    .description('Check the chain of the audit log, and that it is as long as its anchors say.')
    .action(() => withPlatform(async ({ database, config }) => {
      const chain = await new Audit(database, systemClock, newId).verify();
      const { anchors, lines, findings } = await new AuditAnchors(database, new SigningKeys(database, config.fieldKeys), systemClock, config.auditAnchorDir).check();
      console.log(chain.intact ? `The chain of ${chain.checked} entries is whole.` : `The chain breaks at entry ${chain.brokenAt} (${chain.why}).`);
      console.log(findings.length === 0 ? `${anchors} anchors in the table and ${lines} in the file hold.` : findings.map(findingInWords).join('\n'));
      if (!chain.intact || findings.length > 0) process.exitCode = 1;
    }));
}
