import { Box, LinearProgress, Link as MuiLink, Stack, Typography } from '@mui/material';
import type { ReactNode } from 'react';
import { useLocale, useRecordContext, useTranslate } from 'react-admin';
import { Link } from 'react-router-dom';
import { formatAmount, type Amount } from './amounts.js';

interface ColumnProps {
  source: string;
  label?: string;
  sortable?: boolean;
}

export function MoneyField({ source }: ColumnProps) {
  const locale = useLocale();
  const amount = useRecordContext()?.[source] as Amount | null | undefined;
  return amount ? <span style={{ fontVariantNumeric: 'tabular-nums', whiteSpace: 'nowrap' }}>{formatAmount(amount, locale)}</span> : null;
}

/** A link to another record that came along with this one; plain words where there is none. */
export function RelatedField({ source, to, text = 'name' }: ColumnProps & { to: string; text?: string }) {
  const related = useRecordContext()?.[source] as Record<string, string> | null | undefined;
  return related ? <RecordLink resource={to} id={related.id}>{related[text]}</RecordLink> : null;
}

export function RecordLink({ resource, id, children }: { resource: string; id: string; children: ReactNode }) {
  return (
    <MuiLink component={Link} to={`/${resource}/${encodeURIComponent(id)}/show`} onClick={(event) => event.stopPropagation()} sx={{ overflowWrap: 'anywhere' }}>
      {children}
    </MuiLink>
  );
}

/** In the viewer's own zone, or in `timeZone` where it is somebody else's clock that counts. */
export function useDates(timeZone?: string) {
  const locale = useLocale();
  const day = new Intl.DateTimeFormat(locale, { dateStyle: 'medium', timeZone });
  const short = new Intl.DateTimeFormat(locale, { dateStyle: 'short', timeZone });
  const moment = new Intl.DateTimeFormat(locale, { dateStyle: 'medium', timeStyle: 'short', timeZone });
  return { day: (value: string) => day.format(new Date(value)), short: (value: string) => short.format(new Date(value)), moment: (value: string) => moment.format(new Date(value)) };
}

export function MomentField({ source, day = false }: ColumnProps & { day?: boolean }) {
  const dates = useDates();
  const value = useRecordContext()?.[source] as string | null | undefined;
  return value ? <time dateTime={value} style={{ whiteSpace: 'nowrap' }}>{day ? dates.day(value) : dates.moment(value)}</time> : null;
}

/** `share` is 0–1. */
export function ProgressBar({ share, label }: { share: number; label: string }) {
  const percent = Math.round(Math.min(1, Math.max(0, share)) * 100);
  return (
    <Stack direction="row" spacing={1} sx={{ alignItems: 'center', minWidth: 96 }}>
      <LinearProgress variant="determinate" value={percent} aria-label={label} sx={{ flex: 1, height: 8, borderRadius: 4 }} />
      <Typography variant="caption" sx={{ fontVariantNumeric: 'tabular-nums', width: 36, textAlign: 'right' }}>{percent}%</Typography>
    </Stack>
  );
}

/** Name and value of one fact; nothing is shown as “not known”, never as an empty space. */
export function Fact({ label, children }: { label: string; children: ReactNode }) {
  const translate = useTranslate();
  const empty = children == null || children === '' || children === false;
  return (
    <Box sx={{ minWidth: 0 }}>
      <Typography component="dt" variant="caption" color="text.secondary">{translate(label, { _: label })}</Typography>
      <Typography component="dd" variant="body2" sx={{ m: 0, overflowWrap: 'anywhere' }} color={empty ? 'text.secondary' : undefined}>
        {empty ? translate('console.none') : children}
      </Typography>
    </Box>
  );
}

export function Facts({ children }: { children: ReactNode }) {
  return <Box component="dl" sx={{ display: 'grid', gridTemplateColumns: 'repeat(auto-fill, minmax(132px, 1fr))', gap: 2, m: 0 }}>{children}</Box>;
}
