import { outsidePartnerScope } from '../platform/partner-scope.js';

interface Waiting<Key, Answer> {
  keys: readonly Key[];
  done: (answer: Answer) => void;
  failed: (error: unknown) => void;
}

/**
 * One read at a time: whoever asks while it is on its way shares the next one with all others that wait, so that the
 * number of statements does not grow with the number of requests. An answer is never older than its question.
 */
export class SharedRead<Key, Answer> {
  private waiting: Waiting<Key, Answer>[] = [];
  private isReading = false;

  /** `read` gets the distinct keys of all who wait, and its answer goes to each of them. */
  constructor(private readonly read: (keys: Key[]) => Promise<Answer>) {}

  ask(keys: readonly Key[]): Promise<Answer> {
    return new Promise<Answer>((done, failed) => {
      this.waiting.push({ keys, done, failed });
      if (!this.isReading) outsidePartnerScope(() => void this.readAll());
    });
  }

  private async readAll(): Promise<void> {
    this.isReading = true;
    while (this.waiting.length > 0) {
      const batch = this.waiting;
      this.waiting = [];
      try {
        const answer = await this.read([...new Set(batch.flatMap(({ keys }) => keys))]);
        for (const { done } of batch) done(answer);
      } catch (error) {
        for (const { failed } of batch) failed(error);
      }
    }
    this.isReading = false;
  }
}
