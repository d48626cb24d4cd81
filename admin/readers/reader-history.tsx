import { Box, Stack, Typography } from '@mui/material';
import { useTranslate } from 'react-admin';
import { RecordLink, useDates } from '../fields/plain-fields.js';
import { Section } from '../fields/section.js';
import type { ReaderDetailFragment } from '../graphql/documents.js';

/** What a reader did last: the other half of every “why”. */
export function ReaderHistory({ reader }: { reader: ReaderDetailFragment }) {
  const translate = useTranslate();
  const dates = useDates();
  return (
    <Section title="feed.history">
      {reader.interactions.length === 0 && <Typography color="text.secondary">{translate('feed.no_history')}</Typography>}
      <Stack component="ol" sx={{ listStyle: 'none', p: 0, m: 0, gap: 1 }}>
        {reader.interactions.map(({ id, kind, content, occurredAt }) => (
          <Box key={id} component="li" sx={{ minWidth: 0 }}>
            <Typography variant="body2" component="div">
              {translate(`enums.InteractionKind.${kind}`)} {content ? <RecordLink resource="contents" id={content.id}>{content.title}</RecordLink> : '—'}
            </Typography>
            <Typography variant="caption" color="text.secondary">{dates.moment(occurredAt)}</Typography>
          </Box>
        ))}
      </Stack>
    </Section>
  );
}
