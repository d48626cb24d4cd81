import { Box, Stack, Typography } from '@mui/material';
import type { ReactNode } from 'react';
import { EditButton, Show, useRecordContext, type RaRecord } from 'react-admin';

/**
 * react-admin keeps the rows of lists as if they were records. A page needs the whole record: asked for under this mark,
 * it is kept apart from the rows, and no page begins with half of its fields.
 */
export const whole = { whole: true } as const;

interface RecordPageProps {
  children: ReactNode;
  /** Runs while the record may change by itself; milliseconds. */
  pollMs?: number | false;
}

/** The frame of every record: loading, errors and the way back are react-admin's; the page below is one column of sections. */
export function RecordPage({ children, pollMs = false }: RecordPageProps) {
  return (
    <Show component="div" sx={{ minWidth: 0, '& .RaShow-main, & .RaShow-card': { minWidth: 0 } }} queryOptions={{ refetchInterval: pollMs, meta: whole }} actions={false}>
      <Stack sx={{ gap: 2, minWidth: 0, '& > *': { minWidth: 0 } }}>{children}</Stack>
    </Show>
  );
}

interface RecordHeadProps {
  title: string;
  chips: ReactNode;
  caption?: ReactNode;
  actions?: ReactNode;
  /** Name of the mutation behind the edit page: its button shows only when the api offers it. */
  editAction?: string;
}

export function RecordHead({ title, chips, caption, actions, editAction }: RecordHeadProps) {
  const record = useRecordContext<RaRecord & { availableActions?: string[] }>();
  return (
    <Stack sx={{ gap: 1.5 }}>
      <Stack direction="row" sx={{ gap: 1.5, alignItems: 'center', flexWrap: 'wrap' }}>
        <Typography variant="h1" component="h2" sx={{ overflowWrap: 'anywhere' }}>{title}</Typography>
        {chips}
        {caption && <Typography color="text.secondary" variant="body2">{caption}</Typography>}
      </Stack>
      <Stack direction="row" sx={{ gap: 1, flexWrap: 'wrap', alignItems: 'center' }}>
        {actions}
        {editAction && record?.availableActions?.includes(editAction) && <EditButton variant="outlined" />}
      </Stack>
    </Stack>
  );
}

/** Two columns where there is room: the wide one for the matter, the narrow one for what surrounds it. */
export function Columns({ main, aside }: { main: ReactNode; aside: ReactNode }) {
  return (
    <Box sx={{ display: 'grid', gap: 2, gridTemplateColumns: { xs: 'minmax(0, 1fr)', lg: 'minmax(0, 2fr) minmax(0, 1fr)' }, alignItems: 'start' }}>
      <Stack sx={{ gap: 2, minWidth: 0 }}>{main}</Stack>
      <Stack sx={{ gap: 2, minWidth: 0 }}>{aside}</Stack>
    </Box>
  );
}
