import { Box, Button, Stack, Typography } from '@mui/material';
import { useState } from 'react';
import { useCanAccess, useGetList, useTranslate } from 'react-admin';
import { useDates } from '../fields/plain-fields.js';
import { Section } from '../fields/section.js';
import type { AuditRowFragment } from '../graphql/documents.js';
import { AuditDetail, useActionLabel } from './audit-detail.js';

/** What happened to one record, newest first, from the audit trail; for those who may read it. */
export function Timeline({ noun, id }: { noun: string; id: string }) {
  const { canAccess } = useCanAccess({ resource: 'audit', action: 'list' });
  return canAccess ? <Entries noun={noun} id={id} /> : null;
}

function Entries({ noun, id }: { noun: string; id: string }) {
  const translate = useTranslate();
  const [shown, setShown] = useState(6);
  const { data = [], total = 0, isPending, error } = useGetList<AuditRowFragment>('audit', { filter: { noun, nounId: id }, pagination: { page: 1, perPage: shown }, sort: { field: 'seq', order: 'DESC' } });
  return (
    <Section title="console.timeline">
      {error && <Typography color="error">{translate((error as Error).message)}</Typography>}
      {!isPending && !error && data.length === 0 && <Typography color="text.secondary">{translate('console.timeline_empty')}</Typography>}
      <Stack component="ol" sx={{ listStyle: 'none', m: 0, p: 0, gap: 1.5 }}>
        {data.map((entry) => <Entry key={entry.id} entry={entry} />)}
      </Stack>
      {total > shown && <Button size="small" onClick={() => setShown(Math.min(100, shown + 24))} sx={{ mt: 1 }}>{translate('console.more')}</Button>}
    </Section>
  );
}

function Entry({ entry }: { entry: AuditRowFragment }) {
  const dates = useDates();
  const label = useActionLabel(entry);
  return (
    <Box component="li" sx={{ borderLeft: 3, borderColor: 'primary.main', pl: 1.5, minWidth: 0 }}>
      <Typography variant="body2" sx={{ fontWeight: 600 }}>{label}</Typography>
      <Typography variant="caption" color="text.secondary" component="p" sx={{ overflowWrap: 'anywhere' }}>{dates.moment(entry.at)} · {entry.actorName ?? entry.actor}</Typography>
      <AuditDetail entry={entry} />
    </Box>
  );
}
