import { createHash } from 'node:crypto';
import { plainClauses } from '../../schema/clause.js';
import { Contract } from '../../schema/contract.js';
import { ContractVersion } from '../../schema/contract-version.js';
import type { Actor } from '../platform/actor.js';
import type { Clock } from '../platform/clock.js';
import type { Database } from '../platform/database.js';
import { DomainError } from '../platform/errors.js';
import type { SigningKeys } from '../platform/signing-keys.js';
import { contractPdf, type SignedFacts } from './contract-pdf.js';
import { fileBytes, publicKeyText, type ContractProof } from './contract-proof.js';
import type { TextLocale } from './contract-words.js';
import { signatoriesOf } from './signatories.js';
import { maySeePartner } from './sides.js';

interface SignatureRow { party: 'platform' | 'partner'; place: number | null; signerId: string; name: string; signedAt: Date; signature: Buffer }
interface EntryRow { seq: string; id: string; at: Date; actor: string; action: string; noun: string; nounId: string; detail: Record<string, unknown>; prevHash: Buffer; hash: Buffer }
interface SignedVersion { readonly version: ContractVersion; readonly contract: Contract; readonly signatures: readonly SignatureRow[]; readonly entries: readonly EntryRow[] }
interface FileRow { locale: TextLocale; bytes: Buffer; sha256: Buffer; seal: Buffer }

/** What a signed contract is outside of the platform: a file to read and a proof that anybody can check. */
export class ContractFiles {
  constructor(private readonly database: Database, private readonly keys: SigningKeys, private readonly clock: Clock) {}

  /** The sealed PDF, made at the first call and the same for ever after. NOT_FOUND for what the actor may not see, ILLEGAL_TRANSITION before everybody has signed. */
  async pdf(versionId: string, locale: TextLocale, actor: Actor): Promise<{ name: string; bytes: Buffer }> {
    const signed = await this.signed(versionId, actor);
    return { name: `${signed.contract.code}-${signed.version.number}`, bytes: (await this.file(signed, locale)).bytes };
  }

  /** Text, signatures, their entries of the audit log, and the seals of both files. */
  async proof(versionId: string, actor: Actor): Promise<ContractProof> {
    const signed = await this.signed(versionId, actor);
    const { version, contract, signatures, entries } = signed;
    const files = [await this.file(signed, 'zh'), await this.file(signed, 'en')];
    return {
      format: 'tandem-contract-proof-1', contractVersionId: version.id,
      content: { code: contract.code, number: version.number, parties: version.parties as unknown as Record<string, unknown>, title: contract.title, startsAt: version.startsAt.toISOString(), endsAt: version.endsAt.toISOString(), clauses: plainClauses(version.clauses) as Record<string, unknown>[] },
      contentHash: version.contentHash,
      signatures: signatures.map(({ party, place, signerId, name, signedAt, signature }) => ({ party, ...(place !== null && { place, title: titleOf(version, place)! }), signerId, signerName: name, signedAt: signedAt.toISOString(), signature: signature.toString('base64') })),
      audit: entries.map(({ at, prevHash, hash, ...entry }) => ({ entry: { ...entry, at: at.toISOString() }, prevHash: prevHash.toString('hex'), hash: hash.toString('hex') })),
      files: files.map(({ locale, sha256, seal }) => ({ locale, sha256: sha256.toString('hex'), seal: seal.toString('base64') })),
      publicKey: publicKeyText((await this.keys.get('contract')).publicKey),
    };
  }

  /** Whether both sides have signed a text or a file with this SHA-256; for anybody who has it. */
  async isSigned(sha256: string): Promise<boolean> {
    if (!/^[0-9a-f]{64}$/.test(sha256)) throw new DomainError('BAD_INPUT', { path: ['sha256'] }, 'A SHA-256 has 64 hexadecimal digits.');
    const [{ known }] = await this.database.query<{ known: boolean }>(
      `SELECT EXISTS (SELECT FROM contract_files WHERE sha256 = $1)
         OR EXISTS (SELECT FROM contract_versions v WHERE v.content_hash = $1 AND (SELECT count(*) FROM contract_signatures s WHERE s.contract_version_id = v.id)
           = coalesce(jsonb_array_length(jsonb_path_query_first(v.clauses, '$[*] ? (@.kind == "signing").signatories')), 2)) AS known`, [Buffer.from(sha256, 'hex')]);
    return known;
  }

  private async signed(versionId: string, actor: Actor): Promise<SignedVersion> {
    const { manager } = this.database.dataSource;
    const version = await manager.findOneBy(ContractVersion, { id: versionId });
    const contract = version && await manager.findOneByOrFail(Contract, { id: version.contractId });
    if (!version || !contract || !maySeePartner(actor, contract.partnerId)) throw new DomainError('NOT_FOUND');
    const signatures = await this.database.query<SignatureRow & Record<string, unknown>>(
      `SELECT s.party, s.place, s.signer_id AS "signerId", a.display_name AS name, s.signed_at AS "signedAt", s.signature FROM contract_signatures s JOIN accounts a ON a.id = s.signer_id
       WHERE s.contract_version_id = $1 ORDER BY s.signed_at, s.place, s.id`, [versionId]);
    if (signatures.length < signatoriesOf(version.clauses).length) throw new DomainError('ILLEGAL_TRANSITION', { from: version.state, allowed: [] }, 'A contract has files once everybody has signed it.');
    const entries = await this.database.query<EntryRow & Record<string, unknown>>(
      `SELECT seq, id, at, actor, action, noun, noun_id AS "nounId", detail, prev_hash AS "prevHash", hash FROM audit_entries
       WHERE noun = 'Contract' AND noun_id = $1 AND action = 'contractSign' AND detail->>'versionId' = $2 ORDER BY seq`, [contract.id, versionId]);
    return { version, contract, signatures, entries };
  }

  private async file(signed: SignedVersion, locale: TextLocale): Promise<FileRow> {
    const kept = await this.kept(signed.version.id, locale);
    if (kept) return kept;
    const bytes = await contractPdf(factsOf(signed), locale);
    const sha256 = createHash('sha256').update(bytes).digest();
    const seal = await this.keys.sign('contract', fileBytes(signed.version.contentHash, locale, sha256));
    // Of several first calls at once, one file stays.
    await this.database.query('INSERT INTO contract_files (contract_version_id, locale, bytes, sha256, seal, made_at) VALUES ($1, $2, $3, $4, $5, $6) ON CONFLICT DO NOTHING', [signed.version.id, locale, bytes, sha256, seal, this.clock()]);
    return (await this.kept(signed.version.id, locale))!;
  }

  private async kept(versionId: string, locale: TextLocale): Promise<FileRow | undefined> {
    return (await this.database.query<FileRow & Record<string, unknown>>('SELECT locale, bytes, sha256, seal FROM contract_files WHERE contract_version_id = $1 AND locale = $2', [versionId, locale]))[0];
  }
}

function factsOf({ version, contract, signatures, entries }: SignedVersion): SignedFacts {
  const { number, parties, startsAt, endsAt, clauses } = version;
  return {
    content: { code: contract.code, title: contract.title, number, parties, startsAt, endsAt, clauses }, contentHash: version.contentHash,
    signatures: signatures.map((one, place) => ({ ...one, title: titleOf(version, one.place), auditSeq: entries[place].seq, auditHash: entries[place].hash.toString('hex') })),
  };
}

function titleOf({ clauses }: ContractVersion, place: number | null): string | null {
  return signatoriesOf(clauses).find((one) => one.place === place && place !== null)?.title ?? null;
}
