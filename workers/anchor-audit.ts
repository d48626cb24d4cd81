import type { Command } from 'commander';
import { AuditAnchors, type AnchorFinding } from '../server/audit/audit-anchors.js';
import { Audit } from '../server/audit/audit.js';
import { systemClock } from '../server/platform/clock.js';
import { newId } from '../server/platform/ids.js';
import { SigningKeys } from '../server/platform/signing-keys.js';
import { withPlatform } from './command-platform.js';
import type { Processor, WorkerServices } from './processor.js';

/** Job anchor-audit: writes the head of the audit log down, once a day however often it runs. Fails, so that people see it, when the log does not bear the anchors that stand. */
export function anchorAudit({ database, signingKeys, clock, config }: WorkerServices): Processor<'anchor-audit'> {
  const anchors = new AuditAnchors(database, signingKeys, clock, config.auditAnchorDir);
  return async () => {
    const anchor = await anchors.anchor();
    const { findings } = await anchors.check();
    if (findings.length > 0) throw new Error(`The audit log is not what was anchored: ${findings.map(inWords).join(' ')}`);
    return { anchor: anchor?.number ?? 0, auditSeq: anchor?.auditSeq ?? '0' };
  };
}

/** `tandem verify-audit`: exit code 1 when something does not hold. */
export function addVerifyAuditCommand(program: Command): void {
  program.command('verify-audit')
    .description('check the chain of the audit log, and that it is as long as its anchors say')
    .action(() => withPlatform(async ({ database, config }) => {
      const chain = await new Audit(database, systemClock, newId).verify();
      const { anchors, lines, findings } = await new AuditAnchors(database, new SigningKeys(database, config.fieldKeys), systemClock, config.auditAnchorDir).check();
      console.log(chain.intact ? `The chain of ${chain.checked} entries is whole.` : `The chain breaks at entry ${chain.brokenAt} (${chain.why}).`);
      console.log(findings.length === 0 ? `${anchors} anchors in the table and ${lines} in the file hold.` : findings.map(inWords).join('\n'));
      if (!chain.intact || findings.length > 0) process.exitCode = 1;
    }));
}

const sentences: Record<AnchorFinding['what'], string> = {
  shorter: 'the log does not reach this entry any more', differs: 'the log has another entry there', unsigned: 'its signature does not hold', unchained: 'it does not follow on the one before', missing: 'it stands in the file only',
};

function inWords({ what, store, anchor, auditSeq }: AnchorFinding): string {
  return `Anchor ${anchor} of the ${store}, of entry ${auditSeq}: ${sentences[what]}.`;
}
