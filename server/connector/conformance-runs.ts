import { createHash } from 'node:crypto';
import canonicalize from 'canonicalize';
import { ConformanceRun } from '../../schema/conformance-run.js';
import { Connector } from '../../schema/connector.js';
import { Partner } from '../../schema/partner.js';
import type { Audit } from '../audit/audit.js';
import type { Actor } from '../platform/actor.js';
import type { Clock } from '../platform/clock.js';
import type { Database } from '../platform/database.js';
import { DomainError } from '../platform/errors.js';
import type { NewId } from '../platform/ids.js';
import type { Outbox } from '../platform/outbox.js';
import { overallVerdict, verdictOf } from './conformance-policy.js';
import { holdConnector, requireMove, writeConnector, type ConnectorChange } from './connector-rows.js';
import type { ScenarioEvidence } from './scenario.js';
import { scenarios, scenarioSetHash } from './scenarios.js';

/** Runs of scenarios: asked for by either side, played by the job run-conformance, frozen when the last scenario was seen. */
export class ConformanceRuns {
  constructor(
    private readonly database: Database,
    private readonly outbox: Outbox,
    private readonly audit: Audit,
    private readonly clock: Clock,
    private readonly newId: NewId,
  ) {}

  /** A run of the end as it is stated now. Throws NOT_READY without a secret, ALREADY_EXISTS while another run is under way. */
  start(change: ConnectorChange, actor: Actor): Promise<ConformanceRun> {
    return this.database.transaction(async (tx) => {
      const { connector, side } = await holdConnector(tx, change, actor);
      const { from, to } = requireMove('connectorTest', connector, side);
      if (connector.secretNumber === 0) throw new DomainError('NOT_READY', { missing: ['no_secret'] }, 'Make a secret first: every request is signed with it.');
      if (await tx.existsBy(ConformanceRun, { connectorId: connector.id, state: 'queued' })) throw new DomainError('ALREADY_EXISTS', { path: ['id'] }, 'A run of this connector is under way.');
      const now = this.clock();
      const run = tx.create(ConformanceRun, {
        id: this.newId(), connectorId: connector.id, partnerId: connector.partnerId, state: 'queued', verdict: 'unfinished', results: [], played: 0,
        buildDigest: connector.buildDigest!, baseUrl: connector.baseUrl!, profileVersion: connector.profileVersion!, capabilities: connector.capabilities, environment: connector.environment,
        scenarioSetHash: scenarioSetHash(), evidenceHash: null, startedAt: now, finishedAt: null,
      });
      await tx.insert(ConformanceRun, run);
      await writeConnector(tx, connector, { state: to }, now);
      await this.outbox.add(tx, 'run-conformance', { runId: run.id });
      await this.audit.append(tx, { actor, action: 'connectorTest', noun: 'Connector', nounId: connector.id, detail: { from, to, runId: run.id, buildDigest: run.buildDigest } });
      return run;
    });
  }

  /** What the job needs; null where the run is finished or gone: nothing is left to do. */
  async open(runId: string): Promise<{ run: ConformanceRun; connector: Connector; played: ReadonlySet<string> } | null> {
    const run = await this.database.dataSource.getRepository(ConformanceRun).findOneBy({ id: runId });
    if (run?.state !== 'queued') return null;
    const connector = await this.database.dataSource.getRepository(Connector).findOneByOrFail({ id: run.connectorId });
    return { run, connector, played: new Set((await this.evidenceOf(runId)).map(({ scenario }) => scenario)) };
  }

  /** Appends what was seen; a scenario that was seen already stays as it was. */
  async record(run: ConformanceRun, evidence: ScenarioEvidence): Promise<void> {
    await this.database.transaction(async (tx) => {
      const added = await tx.query<object[]>(
        'INSERT INTO conformance_evidence (run_id, scenario, partner_id, evidence, seen_at) VALUES ($1, $2, $3, $4, $5) ON CONFLICT DO NOTHING RETURNING scenario',
        [run.id, evidence.scenario, run.partnerId, JSON.stringify(evidence).replaceAll('\\u0000', '\\ufffd'), this.clock()]);
      if (added.length) await tx.increment(ConformanceRun, { id: run.id }, 'played', 1);
    });
  }

  /** In the order of the scenarios. */
  async evidenceOf(runId: string): Promise<ScenarioEvidence[]> {
    const rows = await this.database.query<{ evidence: ScenarioEvidence }>('SELECT evidence FROM conformance_evidence WHERE run_id = $1', [runId]);
    const place = new Map(scenarios.map(({ key }, at) => [key, at]));
    return rows.map(({ evidence }) => evidence).sort((a, b) => (place.get(a.scenario) ?? 0) - (place.get(b.scenario) ?? 0));
  }

  /** The policy of the partner's kind says what the evidence means; then nothing of the run changes any more. A second call does nothing. */
  async finish(runId: string, actor: Actor): Promise<void> {
    const evidence = await this.evidenceOf(runId);
    await this.database.transaction(async (tx) => {
      const run = await tx.findOne(ConformanceRun, { where: { id: runId }, lock: { mode: 'pessimistic_write' } });
      if (run?.state !== 'queued') return;
      const { kind } = await tx.findOneByOrFail(Partner, { id: run.partnerId });
      const seen = new Map(evidence.map((one) => [one.scenario, one]));
      const results = scenarios.map((scenario) => verdictOf(scenario, seen.get(scenario.key), kind));
      const verdict = overallVerdict(results);
      if (verdict === 'unfinished') throw new Error(`Scenarios of run ${runId} were not played.`);
      const evidenceHash = createHash('sha256').update(canonicalize({ runId, buildDigest: run.buildDigest, scenarioSetHash: run.scenarioSetHash, results, evidence })!).digest('hex');
      await tx.update(ConformanceRun, { id: runId }, { state: 'finished', verdict, results, evidenceHash, finishedAt: this.clock() });
      await this.audit.append(tx, { actor, action: 'conformanceFinish', noun: 'Connector', nounId: run.connectorId, detail: { runId, verdict, evidenceHash } });
    });
  }
}
