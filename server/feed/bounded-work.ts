/**
 * Work that overlaps with the making of more work, but never more than `most` pieces at once: whoever makes it too fast
 * has to wait. The first failure is thrown at the next call; what had begun is waited for.
 */
export class BoundedWork {
  private readonly running = new Set<Promise<void>>();
  private failure: { error: unknown } | null = null;

  constructor(private readonly most: number) {}

  /** Starts `work` as soon as there is room. Throws when an earlier piece failed. */
  async add(work: () => Promise<void>): Promise<void> {
    while (this.running.size >= this.most) await Promise.race(this.running);
    this.throwFailure();
    const piece: Promise<void> = work()
      .catch((error: unknown) => { this.failure ??= { error }; })
      .finally(() => { this.running.delete(piece); });
    this.running.add(piece);
  }

  /** Resolves when nothing runs any more; throws the first failure. */
  async finish(): Promise<void> {
    await Promise.all(this.running);
    this.throwFailure();
  }

  private throwFailure(): void {
    if (this.failure) throw this.failure.error;
  }
}
