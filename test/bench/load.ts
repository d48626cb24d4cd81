import { readFileSync } from 'node:fs';
import { Agent, request } from 'node:http';
import autocannon from 'autocannon';

export interface LoadFigures { requestsPerSecond: number; p50Ms: number; p99Ms: number; maxMs: number; requests: number; failures: number; serverCpuMicrosPerRequest: number }

export interface Load {
  url: string;
  /** One body per request, taken in turn; a GET when left out. */
  bodies?: string[];
  headers?: Record<string, string>;
  connections: number;
  seconds: number;
  /** Process whose CPU time is attributed to the requests. */
  pid: number;
}

/** As fast as `connections` requests at a time go. */
export async function saturate(load: Load): Promise<LoadFigures> {
  let turn = 0;
  const headers = headersOf(load);
  const cpuBefore = cpuSeconds(load.pid);
  const result = await autocannon({
    url: load.url,
    connections: load.connections,
    duration: load.seconds,
    requests: [load.bodies
      ? { method: 'POST', headers, setupRequest: (prepared) => ({ ...prepared, body: load.bodies![turn++ % load.bodies!.length] }) }
      : { method: 'GET', headers }],
  });
  const requests = result['2xx'];
  return {
    requestsPerSecond: Math.round(requests / result.duration),
    p50Ms: result.latency.p50,
    p99Ms: result.latency.p99,
    maxMs: result.latency.max,
    requests,
    failures: result.non2xx + result.errors + result.timeouts,
    serverCpuMicrosPerRequest: microsPer(requests, cpuSeconds(load.pid) - cpuBefore),
  };
}

/**
 * `rate` requests a second, evenly spaced, whether or not earlier ones are answered; latency counts from the moment a
 * request was due. (autocannon's own rate sends each second's requests at its beginning, which measures a burst.)
 */
export async function paced(load: Load, rate: number): Promise<LoadFigures> {
  const agent = new Agent({ keepAlive: true, maxSockets: load.connections });
  const total = Math.round(rate * load.seconds);
  const latenciesMs: number[] = [];
  const answers: Promise<void>[] = [];
  let failures = 0;
  const cpuBefore = cpuSeconds(load.pid);
  const startedMs = performance.now();
  for (let turn = 0; turn < total; turn++) {
    const dueMs = startedMs + (turn * 1000) / rate;
    const waitMs = dueMs - performance.now();
    if (waitMs > 0) await new Promise((done) => setTimeout(done, waitMs));
    answers.push(send(load, turn, agent).then(
      () => { latenciesMs.push(performance.now() - dueMs); },
      () => { failures += 1; },
    ));
  }
  await Promise.all(answers);
  const seconds = (performance.now() - startedMs) / 1000;
  agent.destroy();
  latenciesMs.sort((a, b) => a - b);
  const quantile = (share: number) => Number((latenciesMs[Math.min(latenciesMs.length - 1, Math.floor(share * latenciesMs.length))] ?? 0).toFixed(1));
  return {
    requestsPerSecond: Math.round(latenciesMs.length / seconds),
    p50Ms: quantile(0.5), p99Ms: quantile(0.99), maxMs: quantile(1),
    requests: latenciesMs.length, failures,
    serverCpuMicrosPerRequest: microsPer(latenciesMs.length, cpuSeconds(load.pid) - cpuBefore),
  };
}

function send(load: Load, turn: number, agent: Agent): Promise<void> {
  return new Promise((done, failed) => {
    const asked = request(load.url, { method: load.bodies ? 'POST' : 'GET', headers: headersOf(load), agent }, (answer) => {
      answer.resume();
      answer.once('end', () => (answer.statusCode === 200 ? done() : failed(new Error(`status ${answer.statusCode}`))));
    });
    asked.once('error', failed);
    asked.end(load.bodies?.[turn % load.bodies.length]);
  });
}

const headersOf = (load: Load) => ({ 'content-type': 'application/json', ...load.headers });
const microsPer = (requests: number, seconds: number) => Math.round((seconds * 1e6) / Math.max(1, requests));

/** User and system time of a process in seconds (Linux; 0 elsewhere). */
function cpuSeconds(pid: number): number {
  try {
    const fields = readFileSync(`/proc/${pid}/stat`, 'utf8').split(') ')[1].split(' ');
    return (Number(fields[11]) + Number(fields[12])) / 100;
  } catch {
    return 0;
  }
}
