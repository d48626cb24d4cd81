import type { Clock } from '../platform/clock.js';
import type { Database } from '../platform/database.js';
import type { Log } from '../platform/log.js';
import { outcomes, type Outcome } from './health-rules.js';

const FLUSH_MS = 2_000;

interface Count { readonly connectorId: string; readonly minute: Date; readonly outcome: Outcome; calls: number }

/**
 * Counts calls in memory and adds them to the minutes of their connectors every two seconds: nobody waits for the database.
 * A killed process loses the counts of its last two seconds.
 */
export class OutcomeLog {
  private counts = new Map<string, Count>();
  private timer: NodeJS.Timeout | null = null;
  private writing: Promise<void> = Promise.resolve();

  constructor(private readonly database: Database, private readonly clock: Clock, private readonly log: Pick<Log, 'warn'>) {}

  record(connectorId: string, outcome: Outcome): void {
    const minute = new Date(Math.floor(this.clock().getTime() / 60_000) * 60_000);
    const key = `${connectorId} ${minute.getTime()} ${outcome}`;
    const count = this.counts.get(key);
    if (count) count.calls += 1;
    else this.counts.set(key, { connectorId, minute, outcome, calls: 1 });
    this.timer ??= setTimeout(() => void this.flush(), FLUSH_MS).unref();
  }

  /** Writes what was counted; what cannot be written now is tried again with the next. */
  flush(): Promise<void> {
    if (this.timer) clearTimeout(this.timer);
    this.timer = null;
    this.writing = this.writing.then(() => this.write());
    return this.writing;
  }

  private async write(): Promise<void> {
    const taken = [...this.counts.values()];
    if (!taken.length) return;
    this.counts = new Map();
    try {
      await this.database.preparedLog('connector-outcomes', insertSql, [taken.map((one) => one.connectorId), taken.map(({ minute }) => minute), taken.map(({ outcome }) => outcome), taken.map(({ calls }) => calls)]);
    } catch (error) {
      this.log.warn({ error }, 'outcomes of partner calls wait: they could not be written');
      for (const one of taken) {
        const key = `${one.connectorId} ${one.minute.getTime()} ${one.outcome}`;
        const since = this.counts.get(key);
        if (since) since.calls += one.calls;
        else this.counts.set(key, one);
      }
      this.timer ??= setTimeout(() => void this.flush(), FLUSH_MS).unref();
    }
  }
}

const insertSql = `
  INSERT INTO connector_minutes (connector_id, minute, ${outcomes.join(', ')})
  SELECT connector_id, minute, ${outcomes.map((outcome) => `coalesce(sum(calls) FILTER (WHERE outcome = '${outcome}'), 0)`).join(', ')}
  FROM unnest($1::uuid[], $2::timestamptz[], $3::text[], $4::int[]) AS counted (connector_id, minute, outcome, calls)
  GROUP BY connector_id, minute ORDER BY connector_id, minute
  ON CONFLICT (connector_id, minute) DO UPDATE SET ${outcomes.map((outcome) => `${outcome} = connector_minutes.${outcome} + excluded.${outcome}`).join(', ')}`;
