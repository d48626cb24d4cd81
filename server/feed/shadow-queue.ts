import { setImmediate as nextTurn } from 'node:timers/promises';

/** More than this would be answers to yesterday's questions: what comes on top is dropped. */
const WAITING_MAX = 32;

/** Work that shadows do beside requests: one piece at a time, from a short queue. Nothing here can fail or delay a request. */
export class ShadowQueue<Piece> {
  private readonly waiting: Piece[] = [];
  private running: Promise<void> | null = null;
  /** Pieces that found the queue full. */
  dropped = 0;

  constructor(private readonly work: (piece: Piece) => Promise<void>, private readonly failed: (error: unknown, piece: Piece) => void) {}

  /** Returns at once. */
  offer(piece: Piece): void {
    if (this.waiting.length >= WAITING_MAX) {
      this.dropped++;
      return;
    }
    this.waiting.push(piece);
    this.running ??= this.drain();
  }

  /** Resolves when nothing waits any more. */
  async settle(): Promise<void> {
    while (this.running) await this.running;
  }

  private async drain(): Promise<void> {
    for (let next = this.waiting.shift(); next; next = this.waiting.shift()) {
      const piece = next;
      await nextTurn(); // requests that came in the meantime go first
      await this.work(piece).catch((error: unknown) => this.failed(error, piece));
    }
    // In the turn that found the queue empty: what is offered after it begins anew.
    this.running = null;
  }
}
