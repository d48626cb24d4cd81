import 'reflect-metadata';
import { Pool, type PoolClient, type QueryResultRow } from 'pg';
import { DataSource, type DataSourceOptions, type EntityManager, type Logger } from 'typeorm';
import { entities } from '../../schema/entities.js';
import { enterScope, leaveScope, partnerInScope } from './partner-scope.js';
import { useFastTimestamps } from './timestamps.js';

useFastTimestamps();

export interface DatabaseOptions {
  url: string;
  /** Connections of each of the two pools (TypeORM's and the one for prepared reads). */
  pool: number;
  /** Shown in pg_stat_activity. */
  name: string;
  /** Statements slower than this are ended by the server, in milliseconds. 0: never. */
  statementTimeoutMs?: number;
  /** Given by `migrate` alone: nothing else changes the tables. */
  migrations?: DataSourceOptions['migrations'];
}

/**
 * One Postgres, two ways in: TypeORM for writes and the console's lists, prepared SQL for hot reads
 * (1.6 times TypeORM's find). Counts the statements of both, for metrics and for tests that a page costs the same
 * number of them whatever its length.
 */
export class Database {
  statementCount = 0;

  private constructor(readonly dataSource: DataSource, readonly pool: Pool, private readonly logPool: Pool) {
    dataSource.setOptions({ logger: countingLogger(() => { this.statementCount += 1; }) });
    scopeConnections(dataSource);
  }

  static async open(options: DatabaseOptions): Promise<Database> {
    const shared = {
      application_name: options.name, statement_timeout: options.statementTimeoutMs ?? 0, keepAlive: true,
      // Postgres overrates our statements over many partitions and compiles them: 3 s of compiling for 40 ms of work (audience sizes).
      options: '-c jit=off -c TimeZone=UTC',
    };
    const dataSource = await new DataSource({
      type: 'postgres',
      url: options.url,
      entities,
      migrations: options.migrations ?? [],
      migrationsTableName: 'migrations',
      migrationsTransactionMode: 'each',
      poolSize: options.pool,
      extra: shared,
      installExtensions: false,
    }).initialize();
    const pool = new Pool({ connectionString: options.url, max: options.pool, ...shared });
    const logPool = new Pool({ connectionString: options.url, max: 2, ...shared, options: `${shared.options} -c synchronous_commit=off` });
    // A dropped idle connection is not an error of ours: the pool opens a new one at the next use.
    for (const one of [pool, logPool]) one.on('error', () => undefined);
    return new Database(dataSource, pool, logPool);
  }

  /** A read that is planned once per connection; `name` must belong to this one `sql`. */
  async prepared<Row extends QueryResultRow>(name: string, sql: string, values: unknown[] = []): Promise<Row[]> {
    return this.read<Row>({ name, text: sql, values });
  }

  /**
   * As `prepared`, for rows of a log: the commit does not wait for the disk. Killed processes lose nothing; a crash of the
   * Postgres server itself may lose what the last second wrote. Never for money, rights or contracts.
   */
  async preparedLog(name: string, sql: string, values: unknown[]): Promise<void> {
    this.statementCount += 1;
    await this.logPool.query({ name, text: sql, values });
  }

  async query<Row extends QueryResultRow>(sql: string, values: unknown[] = []): Promise<Row[]> {
    return this.read<Row>({ text: sql, values });
  }

  private async read<Row extends QueryResultRow>(statement: { name?: string; text: string; values: unknown[] }): Promise<Row[]> {
    this.statementCount += 1;
    const partnerId = partnerInScope();
    if (partnerId === undefined) return (await this.pool.query<Row>(statement)).rows;
    const client = await this.pool.connect();
    try {
      await enterScope(client, partnerId);
      return (await client.query<Row>(statement)).rows;
    } finally {
      await leaveScope(client, (error) => client.release(error));
    }
  }

  /** Commits when `work` resolves, rolls back when it rejects. */
  transaction<Result>(work: (tx: EntityManager) => Promise<Result>): Promise<Result> {
    return this.dataSource.transaction(work);
  }

  /** A raw connection for COPY and other streams, given back when `work` settles. */
  async withClient<Result>(work: (client: PoolClient) => Promise<Result>): Promise<Result> {
    const client = await this.pool.connect();
    let failure: Error | undefined;
    try {
      return await work(client);
    } catch (error) {
      failure = error as Error;
      throw error;
    } finally {
      client.release(failure);
    }
  }

  async close(): Promise<void> {
    await Promise.all([this.pool.end(), this.logPool.end()]);
    await this.dataSource.destroy();
  }
}

type Obtain = () => Promise<[PoolClient, (error?: Error) => void]>;

/** TypeORM takes every connection through this one method of its driver: inside a partner's scope it gets one that reads as the partner. */
function scopeConnections(dataSource: DataSource): void {
  const driver = dataSource.driver as unknown as { obtainMasterConnection: Obtain };
  const obtain = driver.obtainMasterConnection.bind(driver);
  driver.obtainMasterConnection = async () => {
    const [client, release] = await obtain();
    const partnerId = partnerInScope();
    if (partnerId === undefined) return [client, release];
    try {
      await enterScope(client, partnerId);
    } catch (error) {
      release(error as Error);
      throw error;
    }
    return [client, (error) => (error ? release(error) : void leaveScope(client, release))];
  };
}

/** TypeORM tells its logger of every statement, BEGIN and COMMIT included; nothing is written anywhere. */
function countingLogger(count: () => void): Logger {
  const silent = () => {};
  return { logQuery: count, logQueryError: silent, logQuerySlow: silent, logSchemaBuild: silent, logMigration: silent, log: silent };
}
