import { z } from 'zod';
import { linkHash } from '../audit/chain.js';
import { DomainError } from '../platform/errors.js';
import { merklePath, rootFromPath } from './merkle.js';
import { headHash, lineLeaf, plainHead, plainLine } from './statement-content.js';
import type { StatementFile } from './statement-file.js';

/** A proof of all lines is for statements that a person may look through; larger ones name their lines. */
const provenAtOnce = 5_000;

const hex = z.string().regex(/^[0-9a-f]{64}$/, 'must be 64 hexadecimal digits');
const proofShape = z.strictObject({
  format: z.literal('tandem-statement-proof-1'),
  statement: z.record(z.string(), z.union([z.string(), z.number()])),
  hash: hex,
  lines: z.array(z.strictObject({ line: z.record(z.string(), z.union([z.string(), z.number(), z.null()])), path: z.array(hex) })).min(1),
  audit: z.strictObject({
    entry: z.strictObject({ seq: z.string().regex(/^\d+$/), id: z.string(), at: z.iso.datetime(), actor: z.string(), action: z.string(), noun: z.string(), nounId: z.string(), detail: z.record(z.string(), z.unknown()) }),
    prevHash: hex,
    hash: hex,
  }),
});
export type StatementProof = z.infer<typeof proofShape>;

/** What proves that lines belong to a statement, and the statement to the audit log. `numbers` empty: all lines. BAD_INPUT for a line that is not there. */
export function proofOf({ statement, lines, issue }: StatementFile, numbers: readonly number[]): StatementProof {
  const chosen = numbers.length ? numbers : lines.map(({ number }) => number);
  if (chosen.length > provenAtOnce) throw new DomainError('BAD_INPUT', { path: ['line'] }, `Name at most ${provenAtOnce} lines.`);
  if (chosen.some((number) => !lines[number - 1])) throw new DomainError('BAD_INPUT', { path: ['line'] }, `The statement has the lines 1 to ${lines.length}.`);
  const leaves = lines.map((line) => lineLeaf(plainLine(line)));
  const { code, partnerId, currency, number, startsAt, endsAt, timeZone } = statement;
  return {
    format: 'tandem-statement-proof-1',
    statement: plainHead({ code, partnerId, currency, number, startsAt, endsAt, timeZone, openingMinor: statement.openingMinor!, closingMinor: statement.closingMinor!, lineCount: statement.lineCount!, merkleRoot: statement.merkleRootBytes! }),
    hash: statement.hash!,
    lines: chosen.map((one) => ({ line: plainLine(lines[one - 1]), path: merklePath(leaves, one - 1).map((hash) => hash.toString('hex')) })),
    audit: {
      entry: { seq: String(issue.seq), id: issue.id, at: issue.at.toISOString(), actor: issue.actor, action: issue.action, noun: issue.noun, nounId: issue.nounId, detail: issue.detail },
      prevHash: issue.prevHash.toString('hex'), hash: issue.hash.toString('hex'),
    },
  };
}

export interface ProvenStatement { code: string; lines: { number: number; amountMinor: string }[]; auditSeq: string; auditHash: string }

/** Checks a proof with nothing but itself; throws BAD_INPUT that says which part does not hold. What is left to trust is auditHash: compare it with what the platform has told others. */
export function verifyProof(input: unknown): ProvenStatement {
  const parsed = proofShape.safeParse(input);
  if (!parsed.success) throw fault(`This is no proof of a statement: ${parsed.error.issues[0].path.join('.')} ${parsed.error.issues[0].message}.`);
  const { statement, hash, lines, audit } = parsed.data;
  const [root, size] = [String(statement.merkleRoot), Number(statement.lineCount)];
  for (const { line, path } of lines) {
    const found = rootFromPath(lineLeaf(line), Number(line.number) - 1, size, path.map((one) => Buffer.from(one, 'hex')));
    if (found?.toString('hex') !== root) throw fault(`Line ${line.number} is not in the statement.`);
  }
  if (headHash(statement).toString('hex') !== hash) throw fault('The head of the statement does not have this hash.');
  const { entry } = audit;
  const isIssue = entry.action === 'statementIssue' && entry.detail.hash === hash && entry.detail.merkleRoot === root && entry.detail.code === statement.code;
  if (!isIssue) throw fault('The audit entry is not the issue of this statement.');
  const linked = linkHash(Buffer.from(audit.prevHash, 'hex'), { ...entry, seq: BigInt(entry.seq), at: new Date(entry.at) });
  if (linked.toString('hex') !== audit.hash) throw fault('The audit entry does not have this hash.');
  return { code: String(statement.code), lines: lines.map(({ line }) => ({ number: Number(line.number), amountMinor: String(line.amountMinor) })), auditSeq: entry.seq, auditHash: audit.hash };
}

const fault = (message: string) => new DomainError('BAD_INPUT', {}, message);
