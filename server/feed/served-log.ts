import { encodeProfile } from '../../models/serving.js';
import type { Database } from '../platform/database.js';
import type { Mark } from './frozen-list.js';

export interface FrozenFeed {
  id: string;
  readerNo: number | null;
  scenario: string;
  modelRunId: string | null;
  policyVersion: string;
  entries: Buffer;
  marks: Mark[];
  /** u [100] of the reader when the list was made; null: nobody is known, or nothing of him was asked. */
  profile: Float32Array | null;
  servedAt: Date;
}

export interface ServedPage {
  feedId: string;
  /** Slot of the first entry: what makes a page of a list one page. */
  page: number;
  readerNo: number | null;
  policyVersion: string;
  contentNos: number[];
  slots: number[];
  propensities: number[];
  campaignIds: (string | null)[];
  /** What was known of contents and ads when this was chosen (feature-sets.ts); null: nothing was counted yet. */
  featureSetId: string | null;
  /** Chance of a click that the ad model saw, by entry; null for what nobody pays for. */
  predicted: (number | null)[];
  /** That of the list. */
  profile: Float32Array | null;
  servedAt: Date;
}

export interface Served {
  /** Null: the list was frozen before. */
  feed: FrozenFeed | null;
  /** Null: shown to staff for inspection, which is no impression of the reader's. */
  page: ServedPage | null;
}

interface Waiting extends Served {
  done: () => void;
  failed: (error: unknown) => void;
}

type Form = 'both' | 'feed' | 'page';

/** More than this many rows in one statement would make its first request wait too long. A power of two. */
const BATCH_MAX = 64;
const formOf = ({ feed, page }: Served): Form => (feed ? (page ? 'both' : 'feed') : 'page');

/**
 * What was served, kept before it is answered. The commit does not wait for the disk (30 ms of a feed's p99 here): should
 * Postgres itself crash, pages of the last second are unknown to it, and clicks on them count as clicks outside a feed. Requests that come while a write is on its way share the next one: at a
 * thousand requests a second one statement and one commit carry dozens of them (group commit).
 */
export class ServedLog {
  private waiting: Waiting[] = [];
  private isWriting = false;

  constructor(private readonly database: Database) {}

  /** Resolves when it is committed and others can read it. */
  write(served: Served): Promise<void> {
    return new Promise<void>((done, failed) => {
      this.waiting.push({ ...served, done, failed });
      if (!this.isWriting) void this.flush();
    });
  }

  private async flush(): Promise<void> {
    this.isWriting = true;
    while (this.waiting.length > 0) {
      const batch = this.take();
      try {
        await this.database.preparedLog(...statementOf(batch));
        for (const { done } of batch) done();
      } catch (error) {
        for (const { failed } of batch) failed(error);
      }
    }
    this.isWriting = false;
  }

  /**
   * The next rows of one form, as many as a power of two: a statement for each of seven lengths, so that Postgres plans
   * each once per connection. (One statement over arrays of any length is planned anew at every call, which costs more
   * than the rows.) A page that is asked for twice at once is not taken twice: one statement must not meet a key twice.
   */
  private take(): Waiting[] {
    const form = formOf(this.waiting[0]);
    const keys = new Set<string>();
    const alike = this.waiting.filter((one) => {
      const key = one.page && `${one.page.feedId}/${one.page.page}`;
      if (formOf(one) !== form || (key !== null && keys.has(key))) return false;
      if (key !== null) keys.add(key);
      return true;
    });
    const batch = alike.slice(0, Math.min(BATCH_MAX, 2 ** Math.floor(Math.log2(alike.length))));
    const taken = new Set(batch);
    this.waiting = this.waiting.filter((one) => !taken.has(one));
    return batch;
  }
}

const feedTypes = ['uuid', 'int', 'text', 'uuid', 'text', 'bytea', 'jsonb', 'bytea', 'timestamptz'];
const pageTypes = ['uuid', 'int', 'int', 'text', 'int[]', 'smallint[]', 'real[]', 'uuid[]', 'uuid', 'real[]', 'bytea', 'timestamptz'];
const texts = new Map<string, string>();

function statementOf(batch: readonly Served[]): [name: string, sql: string, values: unknown[]] {
  const form = formOf(batch[0]);
  const name = `feed-served-${form}-${batch.length}`;
  let sql = texts.get(name);
  if (sql === undefined) texts.set(name, sql = textOf(form, batch.length));
  return [name, sql, [
    ...(form === 'page' ? [] : batch.flatMap(({ feed }) => feedValues(feed!))),
    ...(form === 'feed' ? [] : batch.flatMap(({ page }) => pageValues(page!))),
  ]];
}

function textOf(form: Form, rows: number): string {
  const feeds = `INSERT INTO feeds (id, reader_no, scenario, model_run_id, policy_version, entries, marks, profile, served_at) VALUES ${valuesOf(feedTypes, rows, 0)}`;
  const pages = `INSERT INTO impressions (feed_id, page, reader_no, policy_version, content_nos, slots, propensities, campaign_ids, feature_set_id, predicted, profile, served_at)
    VALUES ${valuesOf(pageTypes, rows, form === 'both' ? rows * feedTypes.length : 0)}
    ON CONFLICT (feed_id, page) DO UPDATE
      SET content_nos = EXCLUDED.content_nos, slots = EXCLUDED.slots, propensities = EXCLUDED.propensities, campaign_ids = EXCLUDED.campaign_ids,
        feature_set_id = EXCLUDED.feature_set_id, predicted = EXCLUDED.predicted
      WHERE cardinality(EXCLUDED.content_nos) > cardinality(impressions.content_nos)`;
  return form === 'feed' ? feeds : form === 'page' ? pages : `WITH frozen AS (${feeds}) ${pages}`;
}

function valuesOf(types: readonly string[], rows: number, offset: number): string {
  return Array.from({ length: rows }, (_, row) => (
    `(${types.map((type, column) => `$${offset + row * types.length + column + 1}::${type}`).join(', ')})`)).join(', ');
}

function feedValues({ id, readerNo, scenario, modelRunId, policyVersion, entries, marks, profile, servedAt }: FrozenFeed): unknown[] {
  return [id, readerNo, scenario, modelRunId, policyVersion, entries, JSON.stringify(marks), bytesOf(profile), servedAt.toISOString()];
}

/** Arrays as Postgres writes them: numbers and uuids need no quotes, and the driver's own way looks at every element. */
function pageValues({ feedId, page, readerNo, policyVersion, contentNos, slots, propensities, campaignIds, featureSetId, predicted, profile, servedAt }: ServedPage): unknown[] {
  return [
    feedId, page, readerNo, policyVersion, `{${contentNos.join(',')}}`, `{${slots.join(',')}}`, `{${propensities.join(',')}}`,
    `{${campaignIds.map((id) => id ?? 'NULL').join(',')}}`, featureSetId, `{${predicted.map((p) => p ?? 'NULL').join(',')}}`, bytesOf(profile), servedAt.toISOString(),
  ];
}

const bytesOf = (profile: Float32Array | null): Buffer | null => profile && Buffer.from(encodeProfile(profile));
