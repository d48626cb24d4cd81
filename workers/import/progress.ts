import { Presets, SingleBar } from 'cli-progress';

const LINE_EVERY_MS = 2000;

/** How far an import is, by bytes, with rows per second: a bar on a terminal, now and then a line elsewhere. */
export class ImportProgress {
  private readonly bar?: SingleBar;
  private readonly startedMs = performance.now();
  private bytes = 0;
  private rows = 0;
  private lineMs = performance.now();
  private ended = false;

  constructor(private readonly totalBytes: number, private readonly out: NodeJS.WriteStream) {
    if (!out.isTTY) return;
    this.bar = new SingleBar({
      format: '{bar} {percentage}% · {rows} rows · {rate} rows/s · {duration_formatted}', stream: out, hideCursor: true, fps: 5,
    }, Presets.shades_classic);
    this.bar.start(Math.max(1, totalBytes), 0, { rows: 0, rate: 0 });
  }

  add(bytes: number, rows: number): void {
    this.bytes += bytes;
    this.rows += rows;
    this.bar?.update(this.bytes, { rows: this.rows, rate: this.rate() });
    if (!this.bar && performance.now() - this.lineMs > LINE_EVERY_MS) this.line();
  }

  end(): void {
    if (this.ended) return;
    this.ended = true;
    if (this.bar) this.bar.stop();
    else this.line();
  }

  private rate(): number {
    return Math.round(this.rows / Math.max(0.001, (performance.now() - this.startedMs) / 1000));
  }

  private line(): void {
    this.lineMs = performance.now();
    this.out.write(`${Math.round(100 * this.bytes / Math.max(1, this.totalBytes))}% · ${this.rows} rows · ${this.rate()} rows/s\n`);
  }
}
