import { homedir } from 'node:os';
import { join, resolve } from 'node:path';
import { z } from 'zod';

const url = (schemes: string[]) => z.string().refine(
  (text) => URL.canParse(text) && schemes.includes(new URL(text).protocol.replace(':', '')),
  `a URL that begins with ${schemes.map((scheme) => `${scheme}://`).join(' or ')}`,
);
const integer = (min: number, max: number) => z.string()
  .regex(/^\d+$/, `a whole number from ${min} to ${max}`)
  .transform(Number)
  .refine((value) => value >= min && value <= max, `a whole number from ${min} to ${max}`);

const fraction = (min: number, max: number) => z.string()
  .regex(/^\d+(\.\d+)?$/, `a number from ${min} to ${max}`)
  .transform(Number)
  .refine((value) => value >= min && value <= max, `a number from ${min} to ${max}`);

/** "id:key,id:key", each key 32 bytes in base64 ("openssl rand -base64 32"). */
const fieldKeys = z.string()
  .refine((text) => text.split(',').every((one) => /^[a-z0-9-]{1,20}:[A-Za-z0-9+/]{43}=$/.test(one)), 'id:key pairs with commas between them, each key 32 bytes in base64 (openssl rand -base64 32)')
  .transform((text) => text.split(',').map((one) => ({ id: one.slice(0, one.indexOf(':')), bytes: Buffer.from(one.slice(one.indexOf(':') + 1), 'base64') })))
  .refine((keys) => new Set(keys.map(({ id }) => id)).size === keys.length, 'keys of different ids');
/** What must not stand in an error message. */
const secretVariables = ['FIELD_KEYS'];

const environment = z.object({
  NODE_ENV: z.enum(['development', 'production', 'test'], 'development, production or test').default('development'),
  HOST: z.string().default('127.0.0.1'),
  PORT: integer(1, 65535).default(4000),
  WORKER_METRICS_PORT: integer(0, 65535).default(0),
  PUBLIC_URL: url(['http', 'https']).optional(),
  DATABASE_URL: url(['postgres', 'postgresql']).optional(),
  DATABASE_POOL: integer(2, 200).default(10),
  REDIS_URL: url(['redis', 'rediss']).optional(),
  TANDEM_DATA_DIR: z.string().min(1).default('.tandem'),
  AUDIT_ANCHOR_DIR: z.string().min(1).optional(),
  LOG_LEVEL: z.enum(['fatal', 'error', 'warn', 'info', 'debug', 'trace', 'silent'], 'fatal, error, warn, info, debug, trace or silent').default('info'),
  RETRAIN_CRON: z.string().regex(/^\S+( \S+){4,5}$/, 'a cron line of five fields, for example "0 3 * * *"').default('0 3 * * *'),
  QUEUE_PREFIX: z.string().regex(/^[\w-]{1,40}$/, 'one to forty letters, digits, - or _').default('tandem'),
  SHADOW_SHARE: integer(0, 100).optional(),
  SHADOW_REQUESTS: integer(0, 1_000_000).optional(),
  SHADOW_MINUTES: integer(1, 10_080).optional(),
  DRIFT_PSI: fraction(0.01, 10).default(0.25),
  DRIFT_CALIBRATION_ERROR: fraction(0.001, 1).default(0.05),
  DRIFT_EMPTY_FEEDS: fraction(0, 1).default(0.02),
  DRIFT_WINDOW_DAYS: integer(1, 60).default(7),
  RETRAIN_VOLUME_SHARE: fraction(0, 10).default(0.2),
  RETRAIN_VOLUME_EVENTS: integer(0, 1_000_000_000).default(0),
  RETRAIN_NEGATIVE_RISE: fraction(1, 100).default(2),
  INTERACTION_DAYS: integer(90, 36_500).default(800),
  RETRAIN_PAUSE_MINUTES: integer(0, 43_200).default(240),
  CODE_REVISION: z.string().regex(/^[\w.+-]{1,80}$/, 'one to eighty letters, digits, dots or dashes').default('development'),
  JOB_LOCK_MS: integer(1000, 600_000).default(15_000),
  COMPUTE_CONCURRENCY: integer(1, 64).default(1),
  RATE_LIMIT_PER_SECOND: integer(0, 1_000_000).default(2000),
  TRUST_PROXY: z.enum(['on', 'off'], 'on or off').default('off'),
  INTROSPECTION: z.enum(['on', 'off'], 'on or off').optional(),
  DEMO: z.enum(['on', 'off'], 'on or off').optional(),
  PARTNER_HTTP_ALLOW: z.string().transform((text) => text.split(',').map((host) => host.trim()).filter(Boolean))
    .refine((hosts) => hosts.every((host) => URL.canParse(`http://${host}`) && new URL(`http://${host}`).pathname === '/' && !/[/@?#]/.test(host)), 'hosts with or without a port, separated by commas')
    .default([]),
  PAYMENT_SANDBOX: z.enum(['on', 'off'], 'on or off').optional(),
  FIELD_KEYS: fieldKeys.optional(),
  npm_lifecycle_event: z.string().optional(),
});

export type Config = Readonly<ReturnType<typeof fromEnvironment>>;

function fromEnvironment(values: z.output<typeof environment>) {
  const folder = (path: string) => resolve(path.replace(/^~(?=$|\/)/, homedir()));
  const demo = (values.DEMO ?? (values.NODE_ENV === 'production' ? 'off' : 'on')) === 'on';
  return {
    nodeEnv: values.NODE_ENV,
    host: values.HOST,
    port: values.PORT,
    workerMetricsPort: values.WORKER_METRICS_PORT,
    publicUrl: values.PUBLIC_URL ?? `http://localhost:${values.PORT}`,
    databaseUrl: values.DATABASE_URL,
    databasePool: values.DATABASE_POOL,
    redisUrl: values.REDIS_URL,
    dataDir: folder(values.TANDEM_DATA_DIR),
    /** Where the head of the audit log is written down once a day, best on another disk than the database; "off": in the database only. */
    auditAnchorDir: values.AUDIT_ANCHOR_DIR === 'off' ? null : folder(values.AUDIT_ANCHOR_DIR ?? join(values.TANDEM_DATA_DIR, 'audit')),
    logLevel: values.LOG_LEVEL,
    retrainCron: values.RETRAIN_CRON,
    /** Keeps installations on one Redis apart. */
    queuePrefix: values.QUEUE_PREFIX,
    /** Share of the feeds, 0–1, that a challenger in shadow answers too, without being shown. A demo has few. */
    shadowShare: (values.SHADOW_SHARE ?? (demo ? 100 : 20)) / 100,
    /** A challenger that passed the gate answers so many feeds in shadow before it serves (0: none), for at most so long. The very first model serves at once. */
    shadow: { requests: values.SHADOW_REQUESTS ?? (demo ? 10 : 500), minutes: values.SHADOW_MINUTES ?? (demo ? 1 : 120) },
    /** Days of interactions that are kept; models read 730 of them, feeds and audiences fewer. */
    interactionDays: values.INTERACTION_DAYS,
    /** Beyond these a champion's world has moved (server/model-run/drift-rules.ts). */
    drift: { psi: values.DRIFT_PSI, calibrationError: values.DRIFT_CALIBRATION_ERROR, emptyFeedRate: values.DRIFT_EMPTY_FEEDS, windowDays: values.DRIFT_WINDOW_DAYS },
    /** What starts a run besides the clock (server/model-run/retrain-triggers.ts); 0 turns the volume off. A run has a pause behind it. */
    triggers: {
      volumeShare: values.RETRAIN_VOLUME_SHARE, volumeEvents: values.RETRAIN_VOLUME_EVENTS, negativeRise: values.RETRAIN_NEGATIVE_RISE, pauseMinutes: values.RETRAIN_PAUSE_MINUTES,
    },
    /** Written on the card of every model: which code made it. */
    codeRevision: values.CODE_REVISION,
    /** After so long without a sign of life a worker's jobs go to another one. */
    jobLockMs: values.JOB_LOCK_MS,
    computeConcurrency: values.COMPUTE_CONCURRENCY,
    /** Whether npm start fills an empty platform with the demo, whose accounts have a password that everybody knows: not in production by itself. */
    demo,
    /** Whether the payment provider without money takes payments: who opens its pay page says that he has paid. Not in production by itself. */
    paymentSandbox: (values.PAYMENT_SANDBOX ?? (values.NODE_ENV === 'production' ? 'off' : 'on')) === 'on',
    /** Hosts of ours (or "host:port") that connectors may reach by http and inside our own network; all others must be public and speak https. */
    partnerHttpAllow: values.PARTNER_HTTP_ALLOW as readonly string[],
    /** Keys of sealed fields, the one that seals first; empty: kept in the database (platform/field-keys.ts). */
    fieldKeys: values.FIELD_KEYS ?? [],
    /** npm tells its scripts which one they are. */
    startedByNpm: values.npm_lifecycle_event === 'start',
    /** Points of query cost per second and actor; ten seconds' worth may be saved up. 0: no limit. */
    rateLimitPerSecond: values.RATE_LIMIT_PER_SECOND,
    /** Whether a proxy in front says truly who calls (X-Forwarded-For). */
    trustProxy: values.TRUST_PROXY === 'on',
    /** Staff may always introspect; this opens it to everybody. Closed by default in production. */
    introspection: (values.INTROSPECTION ?? (values.NODE_ENV === 'production' ? 'off' : 'on')) === 'on',
  };
}

export class ConfigError extends Error {}

/** Throws ConfigError with one sentence for each broken variable. An empty variable counts as not set. */
export function readConfig(env: NodeJS.ProcessEnv = process.env): Config {
  const given = Object.fromEntries(Object.entries(env).filter(([, value]) => value !== ''));
  const parsed = environment.safeParse(given);
  if (!parsed.success) {
    throw new ConfigError(parsed.error.issues
      .map((issue) => `${issue.path.join('.')} must be ${issue.message}${secretVariables.includes(String(issue.path[0])) ? '' : `, but it is "${String(given[String(issue.path[0])])}"`}.`)
      .join('\n'));
  }
  return Object.freeze(fromEnvironment(parsed.data));
}

/** What a child process of ours is given: the variables that we were started with, and what we decided since. */
export function childEnvironment(decided: Record<string, string>): NodeJS.ProcessEnv {
  return { ...process.env, ...decided };
}
