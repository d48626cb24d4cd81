import type { KeyObject } from 'node:crypto';
import { openAdModel, openItemModel, unpackFiles, type ServedAdModel, type ServedItemModel } from '../../models/serving.js';
import type { Database } from '../platform/database.js';
import type { Log } from '../platform/log.js';
import { readModelFile } from '../platform/model-files.js';
import { modelFileNames } from './model-file-names.js';

/** A champion that is ready to answer. */
export interface Champion {
  runId: string;
  code: string;
  /** What the reader did up to here is in the batch scores. */
  snapshotAt: Date;
  items: ServedItemModel;
  /** Absent while there were too few sponsored impressions to learn from. */
  ads: ServedAdModel | null;
}

interface AliasRow {
  scenario: string;
  version: number;
  run_id: string;
  code: string;
  snapshot_at: Date;
}

/**
 * The champion of each scenario, kept up to date while requests go on. A new one is opened beside the old one and then
 * takes its place in one assignment; one that cannot be opened is logged and the last good one stays.
 */
export class Champions {
  private readonly served = new Map<string, Champion>();
  /** Alias versions that were tried, opened or not: a broken artefact is not tried every second. */
  private readonly tried = new Map<string, string>();

  constructor(
    private readonly database: Database,
    private readonly publicKey: () => Promise<KeyObject>,
    private readonly log: Log,
  ) {}

  of(scenario: string): Champion | null {
    return this.served.get(scenario) ?? null;
  }

  /** Looks whether an alias moved. Called every second and when a notice says so; never by a request. */
  async refresh(): Promise<void> {
    const rows = await this.database.prepared<AliasRow>(
      'feed-champions',
      `SELECT a.scenario, a.version, r.id AS run_id, r.code, r.snapshot_at FROM model_aliases a JOIN model_runs r ON r.id = a.model_run_id
       WHERE a.alias = 'champion' AND r.snapshot_at IS NOT NULL`,
    );
    for (const row of rows) {
      const version = `${row.version}/${row.run_id}`;
      if (this.tried.get(row.scenario) === version) continue;
      this.tried.set(row.scenario, version);
      try {
        this.served.set(row.scenario, await this.open(row));
        this.log.info({ scenario: row.scenario, run: row.code }, 'champion serves');
      } catch (error) {
        this.log.error({ err: error, scenario: row.scenario, run: row.code, kept: this.served.get(row.scenario)?.code ?? null }, 'champion cannot be opened; the last good one stays');
        // A database that did not answer is not a broken artefact: look again.
        if (!isArtefactFault(error)) this.tried.delete(row.scenario);
      }
    }
  }

  private async open({ run_id: runId, code, snapshot_at: snapshotAt }: AliasRow): Promise<Champion> {
    const publicKey = await this.publicKey();
    const items = await readModelFile(this.database, runId, modelFileNames.items);
    if (!items) throw new MissingArtefact(`The run ${code} has no file ${modelFileNames.items}.`);
    const ads = await readModelFile(this.database, runId, modelFileNames.ads);
    return {
      runId, code, snapshotAt,
      items: openItemModel(unpackFiles(items), publicKey),
      ads: ads && openAdModel(unpackFiles(ads), publicKey),
    };
  }
}

class MissingArtefact extends Error {
  override readonly name = 'ArtefactError';
}

function isArtefactFault(error: unknown): boolean {
  return error instanceof Error && error.name === 'ArtefactError';
}
