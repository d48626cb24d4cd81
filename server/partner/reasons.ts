import { DomainError } from '../platform/errors.js';

const REASON_MAX = 1000;

/** Why somebody did something, for the other side and the audit log. Throws BAD_INPUT for nothing said or a novel. */
export function checkedReason(reason: string | null | undefined): string {
  const words = reason?.trim() ?? '';
  if (words.length < 1 || words.length > REASON_MAX) throw new DomainError('BAD_INPUT', { path: ['reason'] }, `A reason has 1 to ${REASON_MAX} characters.`);
  return words;
}
