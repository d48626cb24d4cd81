import { appendFile, mkdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { EntityManager } from 'typeorm';
import type { Clock } from '../platform/clock.js';
import type { Database } from '../platform/database.js';
import type { SigningKeys } from '../platform/signing-keys.js';
import { anchorHash, lineOf, noAnchor, parsedLine, type Anchor } from './anchor-line.js';

/** Any constant that nothing else locks on: one anchors at a time. */
const anchorLock = 7_214_035;
const fileName = 'audit-anchors.jsonl';

export interface AnchorFinding {
  /** `shorter`: the log ends before the anchor; `differs`: it has another entry there; `unsigned`, `unchained`, `missing`: it is the anchors that were touched. */
  readonly what: 'shorter' | 'differs' | 'unsigned' | 'unchained' | 'missing';
  readonly store: 'table' | 'file';
  readonly anchor: number;
  readonly auditSeq: string | null;
}

export interface AnchorVerdict {
  readonly anchors: number;
  readonly lines: number;
  readonly findings: readonly AnchorFinding[];
}

/**
 * The chain of the audit log shows every change but one: that its end was cut off. So its head is written down once a day, in a table
 * and, where a folder is given, as a signed line of a file, which whoever holds the database cannot reach.
 */
export class AuditAnchors {
  constructor(private readonly database: Database, private readonly keys: SigningKeys, private readonly clock: Clock, private readonly folder: string | null) {}

  /** Today's anchor, made at the first call of the day; null while the log is empty, or does not bear the anchors that stand: then there is something to find first. */
  async anchor(): Promise<Anchor | null> {
    if ((await this.check()).findings.length > 0) return null;
    await this.keys.get('audit'); // made outside of the transaction, which would wait for a second connection
    const day = this.clock().toISOString().slice(0, 10);
    const anchor = await this.locked(async (tx) => (await anchorsIn(tx, 'WHERE day = $1', [day]))[0] ?? this.made(tx, day));
    // After the commit: a line of an anchor that never was would accuse an honest log. Lines that a crash has left out come now.
    await this.locked(async (tx) => this.writeLines(await anchorsIn(tx)));
    return anchor;
  }

  /** Compares both stores with the log and with each other. */
  async check(): Promise<AnchorVerdict> {
    const [anchors, lines] = [await anchorsIn(this.database.dataSource.manager), await this.lines()];
    const findings = [...await this.faultsOf(anchors, 'table'), ...await this.faultsOf(lines, 'file')];
    for (const { number, hash, auditSeq } of lines) {
      if (anchors[number - 1]?.hash !== hash) findings.push({ what: 'missing', store: 'table', anchor: number, auditSeq });
    }
    // The newest may have met a crash between the two stores; it comes with the next.
    const kept = new Set(lines.map(({ hash }) => hash));
    if (this.folder !== null) for (const { number, hash, auditSeq, filed } of anchors.slice(0, -1)) if (filed && !kept.has(hash)) findings.push({ what: 'missing', store: 'file', anchor: number, auditSeq });
    return { anchors: anchors.length, lines: lines.length, findings };
  }

  private async made(tx: EntityManager, day: string): Promise<Anchor | null> {
    const [head] = await tx.query<{ seq: string; hash: Buffer }[]>('SELECT seq, hash FROM audit_entries ORDER BY seq DESC LIMIT 1');
    if (!head) return null;
    const [last] = await anchorsIn(tx, 'ORDER BY number DESC LIMIT 1');
    const text = { number: (last?.number ?? 0) + 1, day, auditSeq: head.seq, auditHash: head.hash.toString('hex'), madeAt: this.clock().toISOString(), filed: this.folder !== null, prevHash: last?.hash ?? noAnchor };
    const hash = anchorHash(text);
    const signature = await this.keys.sign('audit', Buffer.from(hash, 'hex'));
    const bytes = (value: string) => Buffer.from(value, 'hex');
    await tx.query('INSERT INTO audit_anchors (number, day, audit_seq, audit_hash, made_at, filed, prev_hash, hash, signature) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)',
      [text.number, day, text.auditSeq, head.hash, text.madeAt, text.filed, bytes(text.prevHash), bytes(hash), signature]);
    return { ...text, hash, signature: signature.toString('hex') };
  }

  private async faultsOf(anchors: readonly Anchor[], store: AnchorFinding['store']): Promise<AnchorFinding[]> {
    const entries = await this.database.query<{ seq: string; hash: Buffer }>('SELECT seq, hash FROM audit_entries WHERE seq = ANY($1::bigint[])', [anchors.map(({ auditSeq }) => auditSeq)]);
    const hashes = new Map(entries.map(({ seq, hash }) => [seq, hash.toString('hex')]));
    const findings: AnchorFinding[] = [];
    for (const [place, anchor] of anchors.entries()) {
      const { number, auditSeq, auditHash, prevHash, hash, signature } = anchor;
      const found = (what: AnchorFinding['what']) => findings.push({ what, store, anchor: number, auditSeq });
      if (number !== place + 1 || prevHash !== (anchors[place - 1]?.hash ?? noAnchor) || anchorHash(anchor) !== hash) found('unchained');
      else if (!await this.keys.verify('audit', Buffer.from(hash, 'hex'), Buffer.from(signature, 'hex'))) found('unsigned');
      if (!hashes.has(auditSeq)) found('shorter');
      else if (hashes.get(auditSeq) !== auditHash) found('differs');
    }
    return findings;
  }

  /** The file's anchors; a line that is none counts as a number that is missing, and breaks their chain. */
  private async lines(): Promise<Anchor[]> {
    if (this.folder === null) return [];
    const text = await readFile(join(this.folder, fileName), 'utf8').catch((error: { code?: string }) => {
      if (error.code === 'ENOENT') return '';
      throw error;
    });
    return text.split('\n').flatMap((line) => parsedLine(line) ?? []);
  }

  private async writeLines(anchors: readonly Anchor[]): Promise<void> {
    if (this.folder === null) return;
    const written = (await this.lines()).length;
    if (written >= anchors.length) return;
    await mkdir(this.folder, { recursive: true });
    await appendFile(join(this.folder, fileName), anchors.slice(written).map(lineOf).join(''), { flush: true });
  }

  private locked<Result>(work: (tx: EntityManager) => Promise<Result>): Promise<Result> {
    return this.database.transaction(async (tx) => {
      await tx.query('SELECT pg_advisory_xact_lock($1)', [anchorLock]);
      return work(tx);
    });
  }
}

/** For people: where to look, and what is wrong there. */
export function findingInWords({ what, store, anchor, auditSeq }: AnchorFinding): string {
  const sentences: Record<AnchorFinding['what'], string> = {
    shorter: 'the log does not reach this entry any more', differs: 'the log has another entry there', unsigned: 'its signature does not hold', unchained: 'it does not follow on the one before',
    missing: store === 'table' ? 'it stands in the file only' : 'its line is gone: bring the file back, or find who took it',
  };
  return `Anchor ${anchor} of the ${store}, of entry ${auditSeq}: ${sentences[what]}.`;
}

interface AnchorRow { number: number; day: string; audit_seq: string; audit_hash: Buffer; made_at: Date; filed: boolean; prev_hash: Buffer; hash: Buffer; signature: Buffer }

async function anchorsIn(tx: EntityManager, which = 'ORDER BY number', values: unknown[] = []): Promise<Anchor[]> {
  const rows = await tx.query<AnchorRow[]>(`SELECT number, day::text, audit_seq, audit_hash, made_at, filed, prev_hash, hash, signature FROM audit_anchors ${which}`, values);
  return rows.map((row) => ({
    number: row.number, day: row.day, auditSeq: row.audit_seq, auditHash: row.audit_hash.toString('hex'), madeAt: row.made_at.toISOString(), filed: row.filed,
    prevHash: row.prev_hash.toString('hex'), hash: row.hash.toString('hex'), signature: row.signature.toString('hex'),
  }));
}
