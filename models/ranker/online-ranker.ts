import { ArtefactError, makeArtefact } from '../artefact.js';
import type { Artefact, Card } from '../artefact.js';
import { float32Table, float64Table, packFiles, tableBytes, unpackFiles } from '../artefact-pack.js';
import { calibrationTable, fitCalibration, readCalibration } from '../calibration/calibration.js';
import type { Calibration, CalibrationKind } from '../calibration/calibration.js';
import { logit } from './ad-ranker.js';
import { crossFiles, goldenCrosses, projectionOf } from './cross-files.js';
import type { Cross, CrossKind } from './cross-fields.js';
import { crossGraph } from './cross-graph.js';
import { CrossLearner } from './cross-learner.js';
import { CrossModel } from './cross-model.js';
import { decodeFtrl, encodeFtrl } from './ftrl-state.js';
import type { FtrlState } from './ftrl-state.js';
import { GUARD_DEFAULTS, LossGuard } from './loss-guard.js';
import type { GuardParams, GuardState } from './loss-guard.js';

/** Newest predictions that a recalibration looks at. */
const RECENT = 10_000;

interface OnlineHead {
  readonly kind: CrossKind;
  readonly events: number;
  readonly frozen: boolean;
  readonly params: GuardParams;
  readonly guard: GuardState;
  readonly recentCount: number;
}

/**
 * M1 or M2 that goes on learning from the log, event by event, where a nightly artefact ended. Each event is predicted
 * before it is learnt, so the running log-loss is honest. When a window of it is an anomaly, the state of before that
 * window returns and learning stops until `thaw`; predictions go on. One writer: the same log from the same artefact gives
 * the same bytes. `save` and `restore` continue exactly.
 */
export class OnlineRanker {
  private readonly learner: CrossLearner;
  private readonly guard: LossGuard;
  private calibration: Calibration;
  private lastGood: FtrlState;
  private eventCount = 0;
  private isFrozen = false;
  private readonly recentLogits = new Float32Array(RECENT);
  private readonly recentLabels = new Float32Array(RECENT);
  private recentCount = 0;

  constructor(start: CrossModel, params: GuardParams = GUARD_DEFAULTS) {
    this.learner = CrossLearner.from(start);
    this.guard = new LossGuard(params);
    this.calibration = start.calibration;
    this.lastGood = start.state;
  }

  get frozen(): boolean {
    return this.isFrozen;
  }

  /** Events learnt, those of a window that was taken back included. */
  get events(): number {
    return this.eventCount;
  }

  /** Mean progressive log-loss of the good windows, before calibration; NaN before the first. */
  get runningLoss(): number {
    return this.guard.runningLoss;
  }

  /** The probability from before learning, not calibrated; a frozen ranker only predicts. */
  learn(cross: Cross, label: number, weight = 1): number {
    if (this.isFrozen) return this.learner.probability(cross);
    const p = this.learner.learn(cross, label, weight);
    this.eventCount++;
    this.recentLogits[this.recentCount % RECENT] = logit(p);
    this.recentLabels[this.recentCount++ % RECENT] = label;
    const verdict = this.guard.add(-Math.log(Math.max(1e-12, label ? p : 1 - p)));
    if (verdict === 'good') this.lastGood = this.learner.state();
    if (verdict === 'anomaly') {
      this.learner.restore(this.lastGood);
      this.isFrozen = true;
    }
    return p;
  }

  /** Learns again, from the last good state, with no memory of what was normal. */
  thaw(): void {
    this.isFrozen = false;
    this.guard.forget();
  }

  /** Fits the calibration again to the newest 10,000 predictions; nothing else changes. */
  recalibrate(kind: CalibrationKind): void {
    const count = Math.min(this.recentCount, RECENT);
    if (count === 0) return;
    this.calibration = fitCalibration(kind, this.recentLogits.subarray(0, count), this.recentLabels.subarray(0, count), new Float32Array(count).fill(1));
  }

  model(): CrossModel {
    return this.learner.model(this.calibration);
  }

  /** What serves, as an artefact to be sealed: `card` says where it comes from, `table` gives the golden rows. */
  artefact(card: Pick<Card, 'params' | 'seed' | 'dataWindow' | 'snapshotId' | 'codeRevision'>, table: Parameters<typeof goldenCrosses>[1]): Artefact {
    const model = this.model();
    const files = crossFiles(model);
    files.set('model.onnx', crossGraph(model));
    return makeArtefact({ model: model.kind, ...card, golden: goldenCrosses(model, table) }, files);
  }

  save(): Uint8Array {
    const { kind, projection } = this.learner;
    const head: OnlineHead = {
      kind, events: this.eventCount, frozen: this.isFrozen, params: this.guard.params, guard: this.guard.state(), recentCount: this.recentCount,
    };
    const files = new Map([
      ['head.json', new TextEncoder().encode(JSON.stringify(head))],
      ['ftrl.bin', encodeFtrl(this.learner.state())],
      ['last-good.bin', encodeFtrl(this.lastGood)],
      ['calibration.bin', tableBytes(calibrationTable(this.calibration))],
      ['recent.bin', tableBytes(Float32Array.of(...this.recentLogits, ...this.recentLabels))],
    ]);
    if (projection) files.set('projection.bin', tableBytes(Float32Array.of(...projection.axes, ...projection.offsets)));
    return packFiles(files);
  }

  /** Throws ArtefactError for bytes that `save` did not make. */
  static restore(bytes: Uint8Array): OnlineRanker {
    const files = unpackFiles(bytes);
    const [head, ftrl, lastGood] = ['head.json', 'ftrl.bin', 'last-good.bin'].map((name) => files.get(name));
    if (!head || !ftrl || !lastGood) throw new ArtefactError('FILE_SET', 'These are not the files of an online ranker; begin again from the last artefact.');
    const { kind, events, frozen, params, guard, recentCount } = headOf(head);
    const projection = kind === 'm2' ? projectionOf(float32Table(files, 'projection.bin')) : null;
    const ranker = new OnlineRanker(new CrossModel(kind, decodeFtrl(ftrl), readCalibration(float64Table(files, 'calibration.bin')), projection), params);
    ranker.guard.restore(guard);
    ranker.lastGood = decodeFtrl(lastGood);
    const recent = float32Table(files, 'recent.bin');
    ranker.recentLogits.set(recent.subarray(0, RECENT));
    ranker.recentLabels.set(recent.subarray(RECENT));
    [ranker.eventCount, ranker.isFrozen, ranker.recentCount] = [events, frozen, recentCount];
    return ranker;
  }
}

function headOf(bytes: Uint8Array): OnlineHead {
  try {
    return JSON.parse(new TextDecoder().decode(bytes)) as OnlineHead;
  } catch {
    throw new ArtefactError('FILE_SET', 'The head of this online ranker is not JSON; begin again from the last artefact.');
  }
}
