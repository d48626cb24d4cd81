import type { EntityManager } from 'typeorm';
import { Connector } from '../../schema/connector.js';
import type { Audit } from '../audit/audit.js';
import type { Actor } from '../platform/actor.js';
import type { Clock } from '../platform/clock.js';
import type { Database } from '../platform/database.js';
import { requireMove, writeConnector } from './connector-rows.js';
import { carryingStates, type ConnectorAction } from './connector-states.js';
import { heldBackShare, illHealthAfter, isBurning, isDown, none, outcomes, probeWaitMs, PROBES_NEEDED, windowMinutes, type Outcome, type OutcomeCounts, type Window } from './health-rules.js';

/** Asks a connector's end something that has no effect there; how that came out. */
export type Probe = (connector: Connector) => Promise<Outcome>;

interface HealthRow { ill_health: number; measured_to: Date; since: Date; probe_at: Date | null; probes_good: number; probes_failed: number }

const MINUTE_MS = 60_000;

/** What job watch-connectors does: health follows from the counted minutes, states from health. Safe to run twice at once. */
export class ConnectorWatch {
  constructor(private readonly database: Database, private readonly audit: Audit, private readonly clock: Clock, private readonly draw: () => number) {}

  /** Looks at every connector with traffic; answers how many changed their state. */
  async watch(probe: Probe, actor: Actor): Promise<number> {
    const ids = await this.database.query<{ id: string }>('SELECT id FROM connectors WHERE state = ANY($1) ORDER BY id', [carryingStates]);
    let moved = 0;
    for (const { id } of ids) {
      const due = await this.measure(id, actor);
      moved += Number(due.moved);
      if (due.probe) moved += Number(await this.probed(due.probe, await probe(due.probe), actor));
    }
    return moved;
  }

  /** Takes in the minutes that are over. A tripped connector whose probe is due is claimed, so that one worker probes it. */
  private measure(id: string, actor: Actor): Promise<{ moved: boolean; probe: Connector | null }> {
    return this.database.transaction(async (tx) => {
      const connector = await tx.findOneOrFail(Connector, { where: { id }, lock: { mode: 'pessimistic_write' } });
      const now = this.clock();
      if (!(carryingStates as readonly string[]).includes(connector.state)) return { moved: false, probe: null };
      const row = await this.healthRow(tx, id, now);
      if (connector.state === 'tripped') {
        const isDue = row.probe_at !== null && row.probe_at <= now;
        if (isDue) await tx.query('UPDATE connector_health SET probe_at = $2 WHERE connector_id = $1', [id, new Date(now.getTime() + MINUTE_MS)]);
        return { moved: false, probe: isDue ? connector : null };
      }
      const upTo = new Date(Math.floor(now.getTime() / MINUTE_MS) * MINUTE_MS);
      const minutes = await tx.query<({ minute: Date } & OutcomeCounts)[]>(
        `SELECT minute, ${outcomes.join(', ')} FROM connector_minutes WHERE connector_id = $1 AND minute >= $2 AND minute < $3 ORDER BY minute`, [id, new Date(Math.max(row.since.getTime(), upTo.getTime() - windowMinutes['6h'] * MINUTE_MS)), upTo]);
      const illHealth = minutes.filter(({ minute }) => minute >= row.measured_to && minute >= row.since).reduce((before, counts) => illHealthAfter(before, counts), row.ill_health);
      await tx.query('UPDATE connector_health SET ill_health = $2, measured_to = $3 WHERE connector_id = $1', [id, illHealth, upTo]);
      const action = dueAction(connector, illHealth, windowsOf(minutes, upTo));
      if (action) await this.move(tx, connector, action, actor, { illHealth });
      return { moved: action !== null, probe: null };
    });
  }

  private probed(seen: Connector, outcome: Outcome, actor: Actor): Promise<boolean> {
    return this.database.transaction(async (tx) => {
      const connector = await tx.findOneOrFail(Connector, { where: { id: seen.id }, lock: { mode: 'pessimistic_write' } });
      if (connector.state !== 'tripped') return false;
      const row = await this.healthRow(tx, connector.id, this.clock());
      const isGood = outcome === 'answered';
      const [good, failed] = isGood ? [row.probes_good + 1, 0] : [0, row.probes_failed + 1];
      if (good >= PROBES_NEEDED) {
        await this.move(tx, connector, 'recover', actor, { probes: good });
        return true;
      }
      await tx.query('UPDATE connector_health SET probes_good = $2, probes_failed = $3, probe_at = $4 WHERE connector_id = $1', [connector.id, good, failed, this.nextProbe(failed)]);
      return false;
    });
  }

  /** What made a connector trip does not make it trip again: after a recovery only later minutes count. */
  private async move(tx: EntityManager, connector: Connector, action: ConnectorAction, actor: Actor, detail: Record<string, unknown>): Promise<void> {
    const from = connector.state;
    const { to } = requireMove(action, connector, 'system');
    const now = this.clock();
    await writeConnector(tx, connector, { state: to }, now);
    await tx.query(
      `UPDATE connector_health SET probes_good = 0, probes_failed = 0, probe_at = $2, ill_health = CASE WHEN $3 THEN 0 ELSE ill_health END, since = CASE WHEN $3 THEN $4 ELSE since END WHERE connector_id = $1`,
      [connector.id, to === 'tripped' ? this.nextProbe(0) : null, from === 'tripped', now]);
    await this.audit.append(tx, { actor, action: `connector.${action}`, noun: 'Connector', nounId: connector.id, detail: { from, to, ...detail } });
  }

  private nextProbe(failed: number): Date {
    return new Date(this.clock().getTime() + probeWaitMs(failed, this.draw()));
  }

  private async healthRow(tx: EntityManager, id: string, now: Date): Promise<HealthRow> {
    await tx.query('INSERT INTO connector_health (connector_id, measured_to, since) VALUES ($1, $2, $2) ON CONFLICT DO NOTHING', [id, new Date(now.getTime() - windowMinutes['6h'] * MINUTE_MS)]);
    const [row] = await tx.query<HealthRow[]>('SELECT ill_health, measured_to, since, probe_at, probes_good, probes_failed FROM connector_health WHERE connector_id = $1', [id]);
    return row;
  }
}

/** Down beats burning; back to live only when neither alert is on and almost nothing is held back. */
function dueAction({ state }: Connector, illHealth: number, windows: Readonly<Record<Window, OutcomeCounts>>): ConnectorAction | null {
  if (isDown(windows['5m'])) return 'trip';
  const burning = isBurning(windows);
  if (state === 'live') return burning ? 'degrade' : null;
  return !burning && heldBackShare(illHealth) === 0 ? 'recover' : null;
}

/** The sums of each window that ends at `upTo`. */
export function windowsOf(minutes: readonly ({ minute: Date } & OutcomeCounts)[], upTo: Date): Record<Window, OutcomeCounts> {
  const sum = (window: Window) => minutes.filter(({ minute }) => minute.getTime() >= upTo.getTime() - windowMinutes[window] * MINUTE_MS && minute < upTo)
    .reduce((sums: OutcomeCounts, counts) => Object.fromEntries(outcomes.map((outcome) => [outcome, sums[outcome] + counts[outcome]])) as Record<Outcome, number>, none);
  return { '5m': sum('5m'), '30m': sum('30m'), '1h': sum('1h'), '6h': sum('6h') };
}
