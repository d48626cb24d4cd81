import { Alert, Autocomplete, Box, Button, Stack, TextField, Typography } from '@mui/material';
import { useQuery } from '@tanstack/react-query';
import { useDeferredValue, useState } from 'react';
import { Error as ErrorPanel, Loading, Title, useGetList, useGetOne, useLocale, useTranslate } from 'react-admin';
import { useSearchParams } from 'react-router-dom';
import { Section } from '../fields/section.js';
import { RecordLink } from '../fields/plain-fields.js';
import { Columns, whole } from '../layout/record-page.js';
import { InspectFeedDocument, type ReaderDetailFragment, type ReaderRowFragment } from '../graphql/documents.js';
import { request } from '../providers/request.js';
import { ReaderHistory } from '../readers/reader-history.js';
import { FeedEntry, strongest } from './feed-entry.js';

/** The feed of one reader as it is served, with the reasons; the reader is in the address, so that a finding can be shared. */
export function FeedInspector() {
  const translate = useTranslate();
  const [params, setParams] = useSearchParams();
  const id = params.get('reader');
  return (
    <Stack sx={{ gap: 2 }}>
      <Title title={translate('feed.title')} />
      <Section title="feed.title">
        <Typography color="text.secondary" sx={{ mb: 2 }}>{translate('feed.intro')}</Typography>
        <ReaderPicker key={id} id={id} pick={(reader) => setParams(reader ? { reader } : {})} />
      </Section>
      {id && <Inspection key={id} id={id} />}
    </Stack>
  );
}

const labelOf = (reader: ReaderRowFragment) => reader.externalId ?? `#${reader.no}`;

function ReaderPicker({ id, pick }: { id: string | null; pick(id: string | null): void }) {
  const translate = useTranslate();
  const [words, setWords] = useState('');
  const q = useDeferredValue(words.trim());
  const { data: chosen } = useGetOne<ReaderRowFragment>('readers', { id: id ?? '' }, { enabled: id !== null });
  const { data = [], isFetching } = useGetList<ReaderRowFragment>('readers', { filter: chosen && labelOf(chosen) === q ? {} : { q }, pagination: { page: 1, perPage: 20 }, sort: { field: 'no', order: 'ASC' } });
  const options = chosen && !data.some((reader) => reader.id === chosen.id) ? [chosen, ...data] : data;
  return (
    <Autocomplete
      options={options} value={chosen ?? null} loading={isFetching} filterOptions={(all) => all} getOptionLabel={labelOf} isOptionEqualToValue={(a, b) => a.id === b.id} sx={{ maxWidth: 420 }}
      onInputChange={(_, text) => setWords(text)} onChange={(_, reader) => pick(reader?.id ?? null)}
      renderInput={(input) => <TextField {...input} label={translate('feed.reader')} />}
    />
  );
}

function Inspection({ id }: { id: string }) {
  const translate = useTranslate();
  const locale = useLocale();
  const { data: reader } = useGetOne<ReaderDetailFragment>('readers', { id, meta: whole });
  const { data: feed, error, isPending, isFetching, refetch } = useQuery({
    queryKey: ['feed', id, locale], queryFn: async ({ signal }) => (await request(InspectFeedDocument, { readerId: id, first: 20, locale }, signal)).feed,
  });
  if (isPending) return <Loading />;
  if (error) return <ErrorPanel error={error} resetErrorBoundary={() => void refetch()} />;
  return (
    <Columns
      main={(
        <Section title={reader ? labelOf(reader) : 'feed.title'} aside={<Button size="small" variant="outlined" disabled={isFetching} onClick={() => void refetch()}>{translate('feed.reload')}</Button>}>
          <Typography variant="body2" color="text.secondary" sx={{ mb: 1.5, overflowWrap: 'anywhere' }}>
            {translate('feed.policy', { policy: feed.policyVersion })} · {feed.model ? <RecordLink resource="model-runs" id={feed.model.id}>{translate('feed.model', { model: `${feed.model.code} (${feed.model.model})` })}</RecordLink> : translate('feed.no_model')}
          </Typography>
          {feed.edges.length === 0 && <Alert severity="info">{translate('feed.empty')}</Alert>}
          <Box component="ol" sx={{ listStyle: 'none', p: 0, m: 0 }}>
            {feed.edges.map((edge) => <FeedEntry key={edge.cursor} edge={edge} strongest={strongest(feed.edges, edge)} />)}
          </Box>
        </Section>
      )}
      aside={reader && <ReaderHistory reader={reader} />}
    />
  );
}
