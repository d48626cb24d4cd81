import { Chip, type ChipProps } from '@mui/material';
import { useRecordContext, useTranslate } from 'react-admin';
import type { en } from '../messages/en.js';

type EnumName = keyof typeof en.enums;
type Tone = 'good' | 'moving' | 'waiting' | 'bad' | 'quiet';

/** What a state means to whoever looks at a list; the same word has one tone wherever it stands. */
const tones: Record<string, Tone> = {
  ACTIVE: 'good', PUBLISHED: 'good', RUNNING: 'good', CHAMPION: 'good', COMPLETED: 'good', FULFILLED: 'good', PAID: 'good', SIGNED: 'good', APPROVED: 'good', ACKNOWLEDGED: 'good', SETTLED: 'good', LIVE: 'good', PASSED: 'good', DELIVERED: 'good',
  EXTRACTING: 'moving', FITTING: 'moving', EVALUATING: 'moving', SCHEDULED: 'moving', ONBOARDING: 'moving', AGREED: 'moving', SIGNING: 'moving', COMPLETING: 'moving', FULFILLING: 'moving',
  ISSUED: 'moving', SUBMITTED: 'moving', CANDIDATE: 'moving', TESTING: 'moving', ACCEPTED: 'moving', SHADOW: 'moving', SCREENING: 'moving', DUE_DILIGENCE: 'moving',
  OFFERED: 'waiting', COUNTERED: 'waiting', IN_REVIEW: 'waiting', REVIEW: 'waiting', CHANGES_REQUESTED: 'waiting', APPLIED: 'waiting', PAUSED: 'waiting', SUSPENDED: 'waiting', IN_NOTICE: 'waiting',
  AWAITING_PAYMENT: 'waiting', OFFBOARDING: 'waiting', WAITING: 'waiting', QUEUED: 'waiting', PROPOSED: 'waiting', PENDING: 'waiting', DEGRADED: 'waiting', WARNING: 'waiting', SKIPPED: 'waiting',
  DECIDED: 'moving', CLOSED: 'good', LOW: 'good', WATCH: 'moving', HIGH: 'waiting', CRITICAL: 'bad',
  FINISHED: 'good', READY: 'good', RELEASED: 'good', REFUSED: 'bad',
  FAILED: 'bad', REJECTED: 'bad', BLOCKED: 'bad', TAKEDOWN: 'bad', TERMINATED: 'bad', LAPSED: 'bad', DISPUTED: 'bad', TRIPPED: 'bad', DEAD: 'bad',
};
const colours: Record<Tone, ChipProps['color']> = { good: 'success', moving: 'info', waiting: 'warning', bad: 'error', quiet: 'default' };

export function StateChip({ of, value, size = 'small' }: { of: EnumName; value: string; size?: ChipProps['size'] }) {
  const translate = useTranslate();
  return <Chip size={size} variant="outlined" color={colours[tones[value] ?? 'quiet']} label={translate(`enums.${of}.${value}`, { _: value })} />;
}

/** A column of states. */
export function StateField({ of, source = 'state' }: { of: EnumName; source?: string; label?: string; sortable?: boolean }) {
  const value = useRecordContext()?.[source] as string | undefined;
  return value === undefined ? null : <StateChip of={of} value={value} />;
}

/** The word of an enum value, in the present language. */
export function EnumField({ of, source }: { of: EnumName; source: string; label?: string; sortable?: boolean }) {
  const translate = useTranslate();
  const value = useRecordContext()?.[source] as string | null | undefined;
  return value == null ? null : <span>{translate(`enums.${of}.${value}`, { _: value })}</span>;
}

/** Choices for a select input or filter, from the words of an enum. */
export function useChoices(of: EnumName, values: readonly string[]): { id: string; name: string }[] {
  const translate = useTranslate();
  return values.map((id) => ({ id, name: translate(`enums.${of}.${id}`) }));
}
