import { Ctx, Field, FieldResolver, Float, Int, ObjectType, Resolver, Root } from 'type-graphql';
import { Connector } from '../../schema/connector.js';
import { DateTime } from '../../schema/scalars.js';
import type { Context } from '../graphql/context.js';
import type { Clock } from '../platform/clock.js';
import type { Database } from '../platform/database.js';
import { burnRate, heldBackShare, outcomes, windowMinutes, type OutcomeCounts, type Window } from './health-rules.js';
import { carryingStates } from './connector-states.js';
import { windowsOf } from './connector-watch.js';

const SERIES_HOURS = 24;

@ObjectType({ simpleResolvers: true, description: 'Calls of one hour by how they came out.' })
export class ConnectorHour {
  @Field(() => DateTime, { description: 'When the hour began.' })
  at: Date;

  @Field(() => Int, { description: 'Answered well, in time.' })
  answered: number;

  @Field(() => Int, { description: 'Not answered within the deadline.' })
  late: number;

  @Field(() => Int, { description: 'Answered with a refusal.' })
  refused: number;

  @Field(() => Int, { description: 'Answered with something that cannot be used.' })
  invalid: number;

  @Field(() => Int, { description: 'Not reached.' })
  unreachable: number;
}

@ObjectType({ simpleResolvers: true, description: 'How fast the error budget is used up over one window.' })
export class BurnRate {
  @Field(() => Int, { description: 'Length of the window, minutes.' })
  minutes: number;

  @Field(() => Float, { description: '1 uses the budget up exactly.' })
  rate: number;
}

@ObjectType({ simpleResolvers: true, description: 'How well the other end answers; the same for both sides.' })
export class ConnectorHealth {
  @Field(() => Float, { description: 'Share of calls that are not made because too many of the last ones failed: 0 to 0.9; 1 while it carries no traffic.' })
  heldBack: number;

  @Field(() => [BurnRate], { description: 'Of 5 and 30 minutes, 1 and 6 hours.' })
  burnRates: BurnRate[];

  @Field(() => [ConnectorHour], { description: 'The last 24 hours, oldest first; hours without calls are left out.' })
  hours: ConnectorHour[];

  @Field(() => DateTime, { nullable: true, description: 'When it is tried again, while it carries no traffic.' })
  probeAt: Date | null;

  @Field(() => Int, { description: 'Probes answered one after another since; three bring the traffic back.' })
  probesGood: number;
}

interface Row { connector_id: string; ill_health: number; probe_at: Date | null; probes_good: number }
type Minute = { connector_id: string; minute: Date } & OutcomeCounts;

/** `Connector.health`: two statements for a whole page of connectors. */
@Resolver(() => Connector)
export class ConnectorHealthResolver {
  constructor(private readonly database: Database, private readonly clock: Clock) {}

  @FieldResolver(() => ConnectorHealth, { description: 'How well the other end answers.' })
  health(@Root() connector: Connector, @Ctx() { loaders }: Context): Promise<ConnectorHealth> {
    return loaders.batch<string, ConnectorHealth>('connector.health', (ids) => this.read(ids)).load(connector.id).then((health) => (
      (carryingStates as readonly string[]).includes(connector.state) && connector.state !== 'tripped' ? health : { ...health, heldBack: 1 }));
  }

  private async read(ids: readonly string[]): Promise<ConnectorHealth[]> {
    const now = this.clock();
    const [rows, minutes] = await Promise.all([
      this.database.query<Row>('SELECT connector_id, ill_health, probe_at, probes_good FROM connector_health WHERE connector_id = ANY($1)', [ids]),
      this.database.query<Minute>(`SELECT connector_id, minute, ${outcomes.join(', ')} FROM connector_minutes WHERE connector_id = ANY($1) AND minute >= $2 ORDER BY minute`, [ids, new Date(now.getTime() - SERIES_HOURS * 3_600_000)]),
    ]);
    return ids.map((id) => {
      const [row, own] = [rows.find((one) => one.connector_id === id), minutes.filter((one) => one.connector_id === id)];
      const windows = windowsOf(own, now);
      return {
        heldBack: heldBackShare(row?.ill_health ?? 0), probeAt: row?.probe_at ?? null, probesGood: row?.probes_good ?? 0, hours: hoursOf(own),
        burnRates: (Object.keys(windowMinutes) as Window[]).map((window) => ({ minutes: windowMinutes[window], rate: burnRate(windows[window]) })),
      };
    });
  }
}

function hoursOf(minutes: readonly Minute[]): ConnectorHour[] {
  const hours = new Map<number, ConnectorHour>();
  for (const one of minutes) {
    const at = Math.floor(one.minute.getTime() / 3_600_000) * 3_600_000;
    const hour = hours.get(at) ?? { at: new Date(at), answered: 0, late: 0, refused: 0, invalid: 0, unreachable: 0 };
    for (const outcome of outcomes) hour[outcome] += one[outcome];
    hours.set(at, hour);
  }
  return [...hours.values()];
}
