import { collectDefaultMetrics, Counter, Histogram, Registry } from 'prom-client';
import type { Database } from './database.js';

/** One registry per process: process and event-loop figures come with it, the rest is counted where it happens. */
export class Metrics {
  readonly registry = new Registry();

  readonly httpSeconds = new Histogram({
    name: 'tandem_http_request_seconds',
    help: 'Time from the first byte of a request to the end of its answer.',
    labelNames: ['method', 'route', 'status'] as const,
    buckets: [0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 1, 5],
    registers: [this.registry],
  });

  readonly graphqlOperations = new Counter({
    name: 'tandem_graphql_operations_total',
    help: 'Root fields that were let in.',
    labelNames: ['operation', 'outcome'] as const,
    registers: [this.registry],
  });

  constructor(database: Database) {
    collectDefaultMetrics({ register: this.registry });
    this.follow('tandem_sql_statements_total', 'SQL statements sent by this process.', () => database.statementCount);
  }

  /** Tells what is counted elsewhere. */
  follow(name: string, help: string, total: () => number): void {
    new Counter({
      name, help, registers: [this.registry],
      collect() {
        this.reset();
        this.inc(total());
      },
    });
  }

  /** Stops the collection of event-loop figures. */
  close(): void {
    this.registry.clear();
  }
}
