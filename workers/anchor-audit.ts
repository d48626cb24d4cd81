import { AuditAnchors, findingInWords } from '../server/audit/audit-anchors.js';
import type { Processor, WorkerServices } from './processor.js';

/** Job anchor-audit: writes the head of the audit log down, once a day however often it runs. Fails, so that people see it, when the log does not bear the anchors that stand. */
export function anchorAudit({ database, signingKeys, clock, config }: WorkerServices): Processor<'anchor-audit'> {
  const anchors = new AuditAnchors(database, signingKeys, clock, config.auditAnchorDir);
  return async () => {
    const anchor = await anchors.anchor();
    const { findings } = await anchors.check();
    if (findings.length > 0) throw new Error(`The audit log is not what was anchored: ${findings.map(findingInWords).join(' ')}`);
    return { anchor: anchor?.number ?? 0, auditSeq: anchor?.auditSeq ?? '0' };
  };
}
