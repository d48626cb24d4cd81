import 'reflect-metadata';
import { randomUUID } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { GraphQLFormattedError } from 'graphql';
import { buildApp, type App, type AppDeps } from '../../server/app.js';
import { Loaders } from '../../server/graphql/loaders.js';
import { anonymous, type Actor, type Role, type Scope } from '../../server/platform/actor.js';
import type { Clock } from '../../server/platform/clock.js';
import { readConfig } from '../../server/platform/config.js';
import type { Database } from '../../server/platform/database.js';
import { newId } from '../../server/platform/ids.js';
import { openLog } from '../../server/platform/log.js';
import { QueueRuntime } from '../../server/platform/queue-runtime.js';
import { openTestDatabase } from './database.js';

/* oxlint-disable typescript/no-explicit-any -- answers are asserted on, not typed */
export interface Answer {
  readonly data: any;
  readonly errors?: readonly GraphQLFormattedError[];
  readonly extensions?: any;
  /** HTTP status and headers that the answer would have. */
  readonly status: number;
  readonly headers: ReadonlyMap<string, string>;
  /** SQL statements that the request sent, transactions' BEGIN and COMMIT included. */
  readonly statements: number;
}

export interface TestApp {
  readonly app: App;
  readonly database: Database;
  readonly url: string;
  /** Now, as the platform sees it: set it with `setNow`, else the real time. */
  readonly clock: Clock;
  setNow(now: Date | null): void;
  /** Through Apollo with everything but HTTP: rights, limits, executor, error format. `as`: an actor, or a role for which an account is made once. */
  execute(query: string, variables?: Record<string, unknown>, as?: Actor | Role | 'anonymous'): Promise<Answer>;
  /** An account of this role that exists in the database, as its actor; the same at each call. Partners get the partner `partnerId`, or one made for them. */
  actor(role: Role): Promise<Actor & { kind: 'account' }>;
  /** Another account of this role, for what is foreign. */
  newActor(role: Role, partnerId?: string): Promise<Actor & { kind: 'account' }>;
  apiKeyActor(role: Role, scopes: Scope[]): Promise<Actor & { kind: 'api_key' }>;
  /** A partner row, active. */
  newPartner(): Promise<string>;
  close(): Promise<void>;
}

export interface TestAppOptions {
  readonly environment?: NodeJS.ProcessEnv;
  readonly jit?: AppDeps['jit'];
  /** Without one the console counts as not built. */
  readonly consoleFolder?: string;
}

/** An api on a database of its own: call in beforeAll, `close()` in afterAll. No limit of points and no shadow unless the environment sets one. */
export async function buildTestApp({ environment = {}, jit, consoleFolder }: TestAppOptions = {}): Promise<TestApp> {
  const { database, url, close: closeDatabase } = await openTestDatabase();
  const config = readConfig({ NODE_ENV: 'test', LOG_LEVEL: 'silent', DATABASE_URL: url, RATE_LIMIT_PER_SECOND: '0', SHADOW_REQUESTS: '0', ...environment });
  const log = openLog('test', config.logLevel);
  const queues = await QueueRuntime.open({ databaseUrl: url, prefix: config.queuePrefix, name: 'test-app', pool: 2, onError: () => {} });
  let fixed: Date | null = null;
  const clock: Clock = () => (fixed ? new Date(fixed) : new Date());
  const emptyFolder = mkdtempSync(join(tmpdir(), 'tandem-console-'));
  const app = await buildApp({ config, database, queues, log, clock, newId, jit, consoleFolder: consoleFolder ?? emptyFolder });
  const actors = new Map<Role, Promise<Actor & { kind: 'account' }>>();

  const newPartner = async (): Promise<string> => {
    const id = newId();
    await database.query("INSERT INTO partners (id, code, name, kind, industry, state) VALUES ($1, $2, $3, 'content_producer', 'education', 'active')", [id, `TP-${id.slice(-12)}`, `Partner ${id.slice(-4)}`]);
    return id;
  };
  const newActor = async (role: Role, partnerId?: string): Promise<Actor & { kind: 'account' }> => {
    const partner = role === 'partner' ? partnerId ?? await newPartner() : null;
    const account = await app.nouns.accounts.create(
      { email: `${role}-${randomUUID()}@example.test`, displayName: `A ${role}`, role, locale: 'zh', partnerId: partner }, { kind: 'system', name: 'test' });
    return { kind: 'account', accountId: account.id, role, partnerId: partner, sessionId: newId() };
  };
  const actor = (role: Role) => {
    if (!actors.has(role)) actors.set(role, newActor(role));
    return actors.get(role)!;
  };

  return {
    app, database, url, clock, newPartner, newActor, actor,
    setNow: (now) => { fixed = now; },
    apiKeyActor: async (role, scopes) => {
      const { accountId, partnerId } = await actor(role);
      return { kind: 'api_key', accountId, role, partnerId, keyId: newId(), scopes };
    },
    execute: async (query, variables = {}, as = 'anonymous') => {
      const asked = as === 'anonymous' ? anonymous : typeof as === 'string' ? await actor(as) : as;
      const before = database.statementCount;
      const { body, http } = await app.apollo.executeOperation({ query, variables }, {
        contextValue: {
          actor: asked, refusal: null, locale: 'zh', loaders: new Loaders(database), requestId: 'test', log, resolver: app.contextParts.resolver,
          session: { refreshToken: undefined, userAgent: 'test', address: '127.0.0.1', setRefreshToken: () => {}, clearRefreshToken: () => {} },
        },
      });
      const statements = database.statementCount - before;
      if (body.kind !== 'single') throw new Error('one answer was expected');
      // As a client gets it: dates and big numbers as text, enums as names, no prototypes.
      const answer = JSON.parse(JSON.stringify(body.singleResult)) as Pick<Answer, 'data' | 'errors' | 'extensions'>;
      return { ...answer, data: answer.data ?? null, status: http.status ?? 200, headers: http.headers, statements };
    },
    close: async () => {
      await app.close();
      await queues.close();
      rmSync(emptyFolder, { recursive: true, force: true });
      await closeDatabase();
    },
  };
}
