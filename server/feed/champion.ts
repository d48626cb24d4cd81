import type { KeyObject } from 'node:crypto';
import { openAdModel, openCandidates, unpackFiles, type ServedAdModel, type ServedCandidates } from '../../models/serving.js';
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
  items: ServedCandidates;
  /** Absent while there were too few sponsored impressions to learn from. */
  ads: ServedAdModel | null;
}

interface AliasRow {
  scenario: string;
  alias: 'champion' | 'shadow';
  version: number;
  run_id: string;
  code: string;
  snapshot_at: Date;
}

/**
 * The champion of each scenario, and the challenger in its shadow, kept up to date while requests go on. A new one is opened beside the old one and then
 * takes its place in one assignment; one that cannot be opened is logged and the last good one stays.
 */
export class Champions {
  /** By scenario and alias. */
  private readonly served = new Map<string, Champion>();
  /** Alias versions that were tried, opened or not: a broken artefact is not tried every second. */
  private readonly tried = new Map<string, string>();

  /** Requests whose model failed, since this process began. */
  unanswered = 0;

  constructor(
    private readonly database: Database,
    private readonly publicKey: () => Promise<KeyObject>,
    private readonly log: Log,
  ) {}

  of(scenario: string): Champion | null {
    return this.served.get(keyOf(scenario, 'champion')) ?? null;
  }

  /** Who answers beside the champion without being shown; null: nobody. */
  shadowOf(scenario: string): Champion | null {
    return this.served.get(keyOf(scenario, 'shadow')) ?? null;
  }

  /** What the model of a champion answers; null where it fails, which is logged and counted: a feed goes on without it. */
  ask<Answer>({ code: run }: Champion, question: () => Answer): Answer | null {
    try {
      return question();
    } catch (error) {
      this.unanswered++;
      this.log.error({ err: error, run }, 'a model does not answer a feed');
      return null;
    }
  }

  /** Looks whether an alias moved. Called every second and when a notice says so; never by a request. */
  async refresh(): Promise<void> {
    const rows = await this.database.prepared<AliasRow>(
      'feed-champions',
      `SELECT a.scenario, a.alias, a.version, r.id AS run_id, r.code, r.snapshot_at FROM model_aliases a JOIN model_runs r ON r.id = a.model_run_id
       WHERE a.alias IN ('champion', 'shadow') AND r.snapshot_at IS NOT NULL`,
    );
    for (const row of rows) await this.take(row);
    // Last, so that the challenger that comes out of the shadow is still known when it takes the throne.
    const standing = new Set(rows.map(({ scenario, alias }) => keyOf(scenario, alias)));
    for (const key of this.tried.keys()) {
      if (standing.has(key)) continue;
      this.tried.delete(key);
      this.served.delete(key);
    }
  }

  private async take(row: AliasRow): Promise<void> {
    const { scenario, alias, code: run, version, run_id: runId } = row;
    const key = keyOf(scenario, alias);
    if (this.tried.get(key) === `${version}/${runId}`) return;
    this.tried.set(key, `${version}/${runId}`);
    try {
      // Only the ads of a run change while it serves (its ad model learns); what is large and open already stays open.
      const known = [...this.served.values()].find((champion) => champion.runId === runId);
      this.served.set(key, await this.open(row, known?.items));
      this.log.info({ scenario, run }, `${alias} serves`);
    } catch (error) {
      this.log.error({ err: error, scenario, run, kept: this.served.get(key)?.code ?? null }, `${alias} cannot be opened; the last good one stays`);
      // A database that did not answer is not a broken artefact: look again.
      if (!isArtefactFault(error)) this.tried.delete(key);
    }
  }

  private async open({ run_id: runId, code, snapshot_at: snapshotAt }: AliasRow, known: Champion['items'] | undefined): Promise<Champion> {
    const publicKey = await this.publicKey();
    const items = known ?? await this.openItems(runId, code, publicKey);
    const ads = await readModelFile(this.database, runId, modelFileNames.ads);
    return { runId, code, snapshotAt, items, ads: ads && openAdModel(unpackFiles(ads), publicKey) };
  }

  private async openItems(runId: string, code: string, publicKey: KeyObject): Promise<Champion['items']> {
    const items = await readModelFile(this.database, runId, modelFileNames.items);
    if (!items) throw new MissingArtefact(`The run ${code} has no file ${modelFileNames.items}.`);
    return openCandidates(unpackFiles(items), publicKey);
  }
}

const keyOf = (scenario: string, alias: AliasRow['alias']): string => `${alias}/${scenario}`;

class MissingArtefact extends Error {
  override readonly name = 'ArtefactError';
}

function isArtefactFault(error: unknown): boolean {
  return error instanceof Error && error.name === 'ArtefactError';
}
