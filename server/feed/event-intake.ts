import { DomainError } from '../platform/errors.js';
import type { Clock } from '../platform/clock.js';
import { liveWindow, parseEvent, serviceWindow, type ReaderEvent, type RejectReason } from './event.js';
import type { Interactions } from './interactions.js';
import { BoundedWork } from './bounded-work.js';
import { lineBatches } from './line-batches.js';

export interface IntakeAnswer {
  accepted: number;
  duplicates: number;
  /** `line` counts from 1. Of a stream, the first REJECTED_MAX. */
  rejected: { line: number; reason: RejectReason }[];
  rejectedCount: number;
}

/** Whose events these are. A sender with `namesReaders` says in every event who acted; others act for themselves. */
export interface Sender {
  readerNo: number | null;
  namesReaders: boolean;
}

export interface IntakeLimits {
  batchLines: number;
  batchBytes: number;
  maxLineBytes: number;
  maxBytes: number;
}

export const intakeLimits: IntakeLimits = { batchLines: 5000, batchBytes: 4 * 1024 * 1024, maxLineBytes: 16_384, maxBytes: 64 * 1024 * 1024 };
/** One person does not do more in a sitting, and anybody can become one: some five thousand events. */
export const readerLimits: IntakeLimits = { ...intakeLimits, maxBytes: 1024 * 1024 };
const REJECTED_MAX = 1000;
/** One connection writes while another one is being filled; more would only take the database from readers. */
const BATCHES_AT_ONCE = 2;

/** Events at the door: from untrusted text to stored interactions, with a reason for each one that is refused. */
export class EventIntake {
  constructor(
    private readonly interactions: Interactions,
    private readonly clock: Clock,
    /** Global id of a content → its uuid; any other text stays as it is. */
    private readonly contentIdOf: (text: string) => string,
  ) {}

  /** A bounded list, as `track` gives it. */
  async takeList(inputs: readonly unknown[], sender: Sender): Promise<IntakeAnswer> {
    const answer = emptyAnswer();
    await this.take(inputs.map((input, place) => ({ line: place + 1, input })), sender, answer);
    return inLineOrder(answer);
  }

  /**
   * Newline-delimited JSON of any length up to the limits. While batches are being stored the next one is parsed, never
   * more. Throws TOO_LARGE after `maxBytes`: what came before is stored, and sending it again is harmless.
   */
  async takeStream(source: AsyncIterable<Buffer>, sender: Sender, limits: IntakeLimits = sender.namesReaders ? intakeLimits : readerLimits): Promise<IntakeAnswer> {
    const answer = emptyAnswer();
    const storing = new BoundedWork(BATCHES_AT_ONCE);
    try {
      for await (const batch of lineBatches(bounded(source, limits.maxBytes), limits)) {
        const inputs: { line: number; input: unknown }[] = [];
        batch.lines.forEach((text, place) => {
          const line = batch.firstLine + place;
          if (text === null) reject(answer, line, 'line_too_long');
          else if (text.trim() !== '') inputs.push({ line, input: jsonOf(text) });
        });
        await storing.add(() => this.take(inputs, sender, answer));
      }
    } finally {
      await storing.finish();
    }
    return inLineOrder(answer);
  }

  private async take(inputs: { line: number; input: unknown }[], sender: Sender, answer: IntakeAnswer): Promise<void> {
    const nowMs = this.clock().getTime();
    const window = sender.namesReaders ? serviceWindow(nowMs) : liveWindow(nowMs);
    const events: ReaderEvent[] = [];
    const lines: number[] = [];
    for (const { line, input } of inputs) {
      const event = parseEvent(input, window, this.contentIdOf);
      const reason = typeof event === 'string' ? event : readerRefusal(event, sender);
      if (reason === null) {
        events.push(event as ReaderEvent);
        lines.push(line);
      } else {
        reject(answer, line, reason);
      }
    }
    const stored = await this.interactions.accept(events, sender.readerNo);
    answer.accepted += stored.accepted;
    answer.duplicates += stored.duplicates;
    for (const place of stored.unknownContents) reject(answer, lines[place], 'unknown_content');
  }
}

function readerRefusal(event: ReaderEvent, sender: Sender): RejectReason | null {
  if (event.readerKey !== null) return sender.namesReaders ? null : 'reader_not_allowed';
  return sender.readerNo === null ? 'bad_reader' : null;
}

function inLineOrder(answer: IntakeAnswer): IntakeAnswer {
  answer.rejected.sort((a, b) => a.line - b.line);
  return answer;
}

function emptyAnswer(): IntakeAnswer {
  return { accepted: 0, duplicates: 0, rejected: [], rejectedCount: 0 };
}

function reject(answer: IntakeAnswer, line: number, reason: RejectReason): void {
  answer.rejectedCount += 1;
  if (answer.rejected.length < REJECTED_MAX) answer.rejected.push({ line, reason });
}

function jsonOf(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

async function* bounded(source: AsyncIterable<Buffer>, maxBytes: number): AsyncGenerator<Buffer> {
  let bytes = 0;
  for await (const chunk of source) {
    bytes += chunk.length;
    if (bytes > maxBytes) throw new DomainError('TOO_LARGE', { maxBytes });
    yield chunk;
  }
}
