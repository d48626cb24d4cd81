import type { ComponentType } from 'react';
import type { Document } from '../providers/post.js';
import type { Problem } from '../providers/problems.js';

/** What was asked of the person; `key` is one idempotency key per opened question, so that a second click repeats nothing. */
export interface Answers {
  key: string;
  reason?: string;
  [question: string]: unknown;
}

export interface QuestionProps {
  answers: Answers;
  answer(changes: Partial<Answers>): void;
}

type Outcome = { outcome: { result?: unknown; userErrors: Problem[] } };

/** One button: which mutation it calls, what it asks first, and how the record becomes its input. */
export interface Action<RecordType = never> {
  readonly document: Document<Outcome, { input: unknown }>;
  readonly input: (record: RecordType, answers: Answers, target: string) => unknown;
  /** `reason` must be given, `remark` may be; `confirm` shows the warning alone; a component asks anything else. */
  readonly ask: 'nothing' | 'confirm' | 'remark' | 'reason' | ComponentType<QuestionProps>;
  readonly danger?: boolean;
  /** The step that people mostly want from here: shown filled. */
  readonly main?: boolean | ((record: RecordType) => boolean);
}

interface Options<RecordType> {
  ask?: Action['ask'];
  danger?: boolean;
  main?: boolean | ((record: RecordType) => boolean);
}

/** Checks that the input fits the document, then forgets its type. */
export function action<Input, RecordType>(
  document: Document<Outcome, { input: Input }>, input: (record: RecordType, answers: Answers, target: string) => Input, options: Options<RecordType> = {},
): Action<RecordType> {
  return { document: document as unknown as Action['document'], input, ask: 'nothing', ...options };
}

/** Actions of one noun by the names that availableActions gives them; `target` follows a colon ('partnerTransition:ACTIVE'). */
export type ActionTable<RecordType> = Readonly<Record<string, Action<RecordType>>>;

export function parseAction(available: string): { name: string; target: string } {
  const [name, target = ''] = available.split(':');
  return { name, target };
}

/** 128 random bits; randomUUID would need a secure context, which a console inside a company's network may not have. */
export function newKey(): string {
  return Array.from(crypto.getRandomValues(new Uint8Array(16)), (byte) => byte.toString(16).padStart(2, '0')).join('');
}
