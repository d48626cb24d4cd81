import { randomBytes } from 'node:crypto';
import type { Connector } from '../../schema/connector.js';
import type { PartnerHttp } from '../adapters/partner-http/port.js';
import type { Clock } from '../platform/clock.js';
import { atPointer, judge, valueAt } from './conformance-checks.js';
import { bodyOf } from './conformance-rules.js';
import { wronglySigned } from './partner-calls.js';
import { isApplicable, type Exchange, type Scenario, type ScenarioEvidence, type Send, type Step, type StepEvidence } from './scenario.js';

const DEADLINE_MS = 5000;
const MOST_BYTES = 1_000_000;

/** The end that is tried: what was stated of it when the run began. */
export type TestedEnd = Pick<Connector, 'kind' | 'capabilities'> & { baseUrl: string; buildDigest: string; profileVersion: string };

export interface RunnerTools {
  readonly http: PartnerHttp;
  readonly secret: string;
  readonly clock: Clock;
  /** Milliseconds that pass evenly; the platform's clock may be moved. */
  readonly elapsed: () => number;
  readonly signal: AbortSignal;
}

interface Play {
  readonly end: TestedEnd;
  readonly tools: RunnerTools;
  /** Names the messages of this play apart from those of every other. */
  readonly name: string;
  readonly before: Map<string, readonly Exchange[]>;
}

/** Plays one scenario against the partner's end and tells what was seen: evidence, never a verdict. Rejects when the signal is aborted. */
export async function playScenario(scenario: Scenario, end: TestedEnd, tools: RunnerTools): Promise<ScenarioEvidence> {
  if (!isApplicable(scenario, end)) return { scenario: scenario.key, skipped: 'not_applicable', steps: [] };
  const play: Play = { end, tools, name: randomBytes(9).toString('base64url'), before: new Map() };
  const steps: StepEvidence[] = [];
  for (const step of scenario.steps) {
    tools.signal.throwIfAborted();
    const evidence = await playStep(step, play);
    // The platform may not call such an address: nothing was tried, which is not the partner's failure.
    if (evidence.exchanges.some(({ failure }) => failure === 'refused_address' || failure === 'refused_url')) return { scenario: scenario.key, skipped: 'refused_address', steps: [...steps, evidence] };
    steps.push(evidence);
    play.before.set(step.key, evidence.exchanges);
  }
  return { scenario: scenario.key, skipped: null, steps };
}

async function playStep({ key, send, expect }: Step, play: Play): Promise<StepEvidence> {
  const json = filled(send.json, play);
  const body = send.text ?? (json === undefined ? null : JSON.stringify(json));
  const exchanges: Exchange[] = [];
  for (let url: string | null = play.end.baseUrl + String(filled(send.path, play)); url !== null;) {
    const exchange: Exchange = await ask(url, send, body, play);
    exchanges.push(exchange);
    url = exchanges.length < (send.follow?.most ?? 1) ? nextPage(exchange, send) : null;
  }
  const asked = json === undefined ? undefined : JSON.parse(JSON.stringify(json)) as unknown;
  return { step: key, exchanges, findings: expect.map((one) => judge(one, { exchanges, asked, before: play.before, declared: play.end })) };
}

function nextPage(exchange: Exchange, { follow }: Send): string | null {
  const next = follow && atPointer(bodyOf(exchange), follow.pointer);
  return typeof next === 'string' && URL.canParse(next, exchange.url) ? new URL(next, exchange.url).href : null;
}

async function ask(url: string, send: Send, body: string | null, play: Play): Promise<Exchange> {
  const { end, tools, name } = play;
  const { http, secret, clock, elapsed, signal } = tools;
  const begun = elapsed();
  const request = { method: send.method, url, requestBody: body };
  const ended = (answer: Exchange['answer'], failure: string | null): Exchange => ({ ...request, answer, failure, elapsedMs: Math.round(elapsed() - begun) });
  // A page that lies elsewhere is not the end that was registered.
  if (new URL(url).origin !== new URL(end.baseUrl).origin) return ended(null, 'other_origin');
  const signature = wronglySigned({ id: `msg_${name}_${send.message ?? 'only'}`, at: clock(), body: body ?? '', secret }, send.signing ?? 'right', foreignSecret);
  const headers = { accept: 'application/json', ...(body !== null && { 'content-type': 'application/json' }), ...filled(send.headers ?? {}, play), ...signature };
  try {
    const { status, headers: answered, body: bytes } = await http.send({ method: send.method, url, headers, body: body === null ? undefined : Buffer.from(body), signal, deadlineMs: send.deadlineMs ?? DEADLINE_MS, maxBytes: MOST_BYTES });
    return ended({ status, headers: keptHeaders(answered), body: bytes.toString('utf8') }, null);
  } catch (error) {
    signal.throwIfAborted();
    const kind = (error as { kind?: unknown }).kind;
    return ended(null, typeof kind === 'string' ? kind : 'unknown');
  }
}

/** A secret that no partner has. */
const foreignSecret = `whsec_${Buffer.alloc(32, 7).toString('base64')}`;

/** What evidence keeps of an answer's headers: those that scenarios look at. */
function keptHeaders(headers: Readonly<Record<string, string | string[] | undefined>>): Record<string, string> {
  const kept = ['content-type', 'etag', 'cache-control', 'retry-after', 'location'];
  return Object.fromEntries(kept.flatMap((name) => (headers[name] === undefined ? [] : [[name, String(headers[name])]])));
}

/** Texts with {{…}} filled in from the steps before; what is not there becomes the empty text. */
function filled<Value>(value: Value, play: Pick<Play, 'before' | 'name'>): Value {
  if (typeof value === 'string') {
    return value.replaceAll(/\{\{([\w-]+)\.([^}]+)\}\}/g, (_all, step: string, at: string) => (
      step === 'message' ? `msg_${play.name}_${at}` : String(valueAt(play.before.get(step)?.[0], at) ?? ''))) as Value;
  }
  if (Array.isArray(value)) return value.map((one) => filled(one, play)) as Value;
  if (value !== null && typeof value === 'object') return Object.fromEntries(Object.entries(value).map(([key, one]) => [key, filled(one, play)])) as Value;
  return value;
}
