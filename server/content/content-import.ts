import type { EntityManager } from 'typeorm';
import { ContentKind, type ContentLanguage } from '../../schema/content.js';
import type { Audit } from '../audit/audit.js';
import { type Actor, actorAccountId, actorLabel } from '../platform/actor.js';
import type { Clock } from '../platform/clock.js';
import type { Database } from '../platform/database.js';
import { DomainError } from '../platform/errors.js';
import type { NewId } from '../platform/ids.js';
import { contentHash, type ContentText, parseContentText } from './content-text.js';
import { searchVector } from './search-text.js';

export interface ContentRecord {
  /** The id in the system that the record comes from: what makes an import repeatable. 1–200 characters. */
  externalId: string;
  kind: ContentKind;
  title: string;
  summary?: string;
  body?: string;
  previewChars?: number;
  mediaUrl?: string | null;
  language?: ContentLanguage;
  tags?: string[];
  /** Counts for new contents only; the time of the import when absent. */
  publishedAt?: Date;
  authorId?: string | null;
  partnerId?: string | null;
}

export type ImportOutcome = 'created' | 'updated' | 'unchanged';

/** `outcomes[i]` belongs to record i of the batch. */
export interface ImportResult {
  created: number;
  updated: number;
  unchanged: number;
  outcomes: ImportOutcome[];
}

interface Known {
  external_id: string;
  id: string;
  kind: string;
  author_id: string | null;
  partner_id: string | null;
  live_version_id: string | null;
  keeps_state: boolean;
  shown_id: string;
  hash: string;
  last_number: number;
}

interface Row {
  index: number;
  record: ContentRecord;
  text: ContentText;
  hash: string;
  known?: Known;
  id: string;
  versionId: string;
}

/**
 * The bulk way in: publishes directly, idempotent by externalId, six statements per batch whatever its size. Unlisted,
 * archived and taken-down contents keep their state: they get the new text as their draft only.
 */
export class ContentImport {
  static readonly maxBatch = 1_000;

  constructor(
    private readonly database: Database,
    private readonly audit: Audit,
    private readonly clock: Clock,
    private readonly newId: NewId,
  ) {}

  /**
   * All of the batch or nothing. Throws BAD_INPUT with `index` and `path` for the first record that cannot be a content,
   * so that a caller may take it out and try again. An externalId that comes twice is applied in order.
   */
  async upsert(batch: readonly ContentRecord[], actor: Actor): Promise<ImportResult> {
    if (batch.length > ContentImport.maxBatch) throw new DomainError('BAD_INPUT', { most: ContentImport.maxBatch }, `At most ${ContentImport.maxBatch} records at once.`);
    const rows = batch.map((record, index) => this.read(record, index));
    const outcomes: ImportOutcome[] = [];
    await this.database.transaction(async (tx) => {
      // Imports queue behind each other: two of the same file then see each other's rows instead of colliding.
      await tx.query(`SELECT pg_advisory_xact_lock(hashtext('content-import'))`);
      for (const round of withoutRepeats(rows)) await this.apply(tx, round, outcomes, actor);
      const counts = countOf(outcomes);
      if (counts.created + counts.updated > 0) {
        await this.audit.append(tx, { actor, action: 'contentImport', noun: 'ContentImport', nounId: this.newId(), detail: counts });
      }
    });
    return { ...countOf(outcomes), outcomes };
  }

  private read(record: ContentRecord, index: number): Row {
    try {
      if (typeof record.externalId !== 'string' || !/^[^\0\p{Cs}]{1,200}$/u.test(record.externalId)) throw new DomainError('BAD_INPUT', { path: ['externalId'] }, 'externalId: 1 to 200 characters');
      if (!Object.values(ContentKind).includes(record.kind)) throw new DomainError('BAD_INPUT', { path: ['kind'] }, `kind: one of ${Object.values(ContentKind).join(', ')}`);
      if (record.publishedAt && Number.isNaN(record.publishedAt.getTime())) throw new DomainError('BAD_INPUT', { path: ['publishedAt'] }, 'publishedAt: not a time');
      const { title, summary, body, previewChars, mediaUrl, language, tags } = record;
      const text = parseContentText({ title, summary, body, previewChars, mediaUrl, language, tags });
      return { index, record, text, hash: contentHash(text).toString('hex'), id: this.newId(), versionId: this.newId() };
    } catch (error) {
      if (error instanceof DomainError) throw new DomainError(error.code, { ...error.details, index }, `record ${index}: ${error.message}`);
      throw error;
    }
  }

  private async apply(tx: EntityManager, rows: readonly Row[], outcomes: ImportOutcome[], actor: Actor): Promise<void> {
    const known = new Map((await tx.query<Known[]>(KNOWN, [rows.map(({ record }) => record.externalId)])).map((row) => [row.external_id, row]));
    const changed: Row[] = [];
    for (const row of rows) {
      const before = known.get(row.record.externalId);
      outcomes[row.index] = !before ? 'created' : isUnchanged(row, before) ? 'unchanged' : 'updated';
      if (outcomes[row.index] === 'unchanged') continue;
      // An equal text makes no new version, even where kind, author or partner change.
      changed.push(before ? { ...row, known: before, id: before.id, versionId: before.hash === row.hash ? before.shown_id : row.versionId } : row);
    }
    if (changed.length) await this.write(tx, changed, actor);
  }

  private async write(tx: EntityManager, rows: readonly Row[], actor: Actor): Promise<void> {
    const now = this.clock();
    const fresh = rows.filter((row) => row.versionId !== row.known?.shown_id);
    await tx.query(INSERT_VERSIONS, [
      fresh.map((row) => row.versionId), fresh.map((row) => row.id), fresh.map((row) => (row.known?.last_number ?? 0) + 1),
      fresh.map(({ text }) => text.title), fresh.map(({ text }) => text.summary), fresh.map(({ text }) => text.body),
      fresh.map(({ text }) => text.previewChars), fresh.map(({ text }) => text.mediaUrl), fresh.map(({ text }) => text.language),
      fresh.map(({ text }) => JSON.stringify(text.tags)), fresh.map((row) => row.hash), fresh.map(({ text }) => searchVector(text)),
      actorAccountId(actor), now,
    ]);
    await tx.query(UPSERT_CONTENTS, [
      rows.map((row) => row.id), rows.map(({ record }) => record.externalId), rows.map(({ record }) => record.kind),
      rows.map(({ record }) => record.authorId ?? null), rows.map(({ record }) => record.partnerId ?? null),
      rows.map((row) => row.versionId), rows.map(({ record }) => record.publishedAt ?? now), now,
    ]);
    const live = rows.filter((row) => !row.known?.keeps_state && row.versionId !== row.known?.live_version_id);
    await tx.query(INSERT_PUBLICATIONS, [
      live.map(() => this.newId()), live.map((row) => row.id), live.map((row) => row.known?.live_version_id ?? null),
      live.map((row) => row.versionId), actorLabel(actor), now,
    ]);
  }
}

const KNOWN = `
  SELECT c.external_id, c.id, c.kind, c.author_id, c.partner_id, c.live_version_id,
         c.state IN ('unlisted','archived','takedown') AS keeps_state, shown.id AS shown_id, encode(shown.content_hash, 'hex') AS hash,
         (SELECT max(number) FROM content_versions v WHERE v.content_id = c.id) AS last_number
    FROM contents c
    JOIN content_versions shown ON shown.id = CASE WHEN c.state = 'published' THEN c.live_version_id ELSE c.draft_version_id END
   WHERE c.external_id = ANY($1) FOR UPDATE OF c`;

const INSERT_VERSIONS = `
  INSERT INTO content_versions (id, content_id, number, title, summary, body, preview_chars, media_url, language, tags, content_hash, search, created_by, created_at)
  SELECT id, content_id, number, title, summary, body, preview_chars, media_url, language,
         ARRAY(SELECT jsonb_array_elements_text(tags::jsonb)), decode(hash, 'hex'), search::tsvector, $13, $14
    FROM unnest($1::uuid[], $2::uuid[], $3::int[], $4::text[], $5::text[], $6::text[], $7::int[], $8::text[], $9::text[], $10::text[], $11::text[], $12::text[])
      AS row (id, content_id, number, title, summary, body, preview_chars, media_url, language, tags, hash, search)`;

/** Absent author and partner leave what is there: a later import without them takes nobody's contents away. */
const UPSERT_CONTENTS = `
  INSERT INTO contents AS c (id, external_id, kind, state, author_id, partner_id, draft_version_id, live_version_id, published_at, created_at, updated_at)
  SELECT id, external_id, kind, 'published', author_id, partner_id, version_id, version_id, published_at, $8, $8
    FROM unnest($1::uuid[], $2::text[], $3::text[], $4::uuid[], $5::uuid[], $6::uuid[], $7::timestamptz[])
      AS row (id, external_id, kind, author_id, partner_id, version_id, published_at)
  ON CONFLICT (external_id) DO UPDATE SET
    kind = EXCLUDED.kind, author_id = coalesce(EXCLUDED.author_id, c.author_id), partner_id = coalesce(EXCLUDED.partner_id, c.partner_id),
    draft_version_id = EXCLUDED.draft_version_id,
    state = CASE WHEN c.state IN ('unlisted','archived','takedown') THEN c.state ELSE 'published' END,
    live_version_id = CASE WHEN c.state IN ('unlisted','archived','takedown') THEN c.live_version_id ELSE EXCLUDED.live_version_id END,
    published_at = coalesce(c.published_at, EXCLUDED.published_at), publish_at = NULL,
    version = c.version + 1, updated_at = EXCLUDED.updated_at`;

const INSERT_PUBLICATIONS = `
  INSERT INTO content_publications (id, content_id, from_version_id, to_version_id, actor, at)
  SELECT id, content_id, from_id, to_id, $5, $6
    FROM unnest($1::uuid[], $2::uuid[], $3::uuid[], $4::uuid[]) AS row (id, content_id, from_id, to_id)`;

function isUnchanged({ record, hash }: Row, known: Known): boolean {
  return known.hash === hash && known.kind === record.kind
    && (record.authorId ?? known.author_id) === known.author_id && (record.partnerId ?? known.partner_id) === known.partner_id;
}

/** Rounds in which every externalId occurs once: the second mention of one waits for the second round. */
function withoutRepeats(rows: readonly Row[]): Row[][] {
  const [rounds, seen] = [[] as Row[][], new Map<string, number>()];
  for (const row of rows) {
    const round = seen.get(row.record.externalId) ?? 0;
    seen.set(row.record.externalId, round + 1);
    (rounds[round] ??= []).push(row);
  }
  return rounds;
}

function countOf(outcomes: readonly ImportOutcome[]): Omit<ImportResult, 'outcomes'> {
  const count = (wanted: ImportOutcome) => outcomes.filter((outcome) => outcome === wanted).length;
  return { created: count('created'), updated: count('updated'), unchanged: count('unchanged') };
}
