import { Box, ButtonBase, Collapse, Pagination, Stack, Typography } from '@mui/material';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { usePermissions, useTranslate } from 'react-admin';
import { ActionBar } from '../actions/action-bar.js';
import { Fact, Facts, useDates } from '../fields/plain-fields.js';
import { Section } from '../fields/section.js';
import { StateChip } from '../fields/state-chip.js';
import { FeedImportListDocument, QuarantinedItemListDocument, type ConnectorDetailFragment, type FeedImportRowFragment, type QuarantinedItemRowFragment } from '../graphql/documents.js';
import { request } from '../providers/request.js';
import { feedActions, quarantineActions } from './connector-actions.js';
import { Body } from './run-steps.js';

const [perPage, newestImports] = [10, 5];
const [runningMs, restingMs] = [2000, 30_000];

/** What the feed brought lately, and what waits because it could not be taken as it came. */
export function ContentFeedPanel({ connector }: { connector: ConnectorDetailFragment }) {
  const { permissions = [] } = usePermissions<string[]>();
  const { contentFeed, state } = connector;
  if (!contentFeed) return null;
  const isServing = state === 'LIVE' || state === 'DEGRADED';
  const offered = [
    ...(isServing && permissions.includes('contentFeedImport') ? ['contentFeedImport'] : []),
    ...(state !== 'RETIRED' && permissions.includes('contentFeedSet') ? [`contentFeedSet:${contentFeed.policy === 'PUBLISH' ? 'REVIEW' : 'PUBLISH'}`] : []),
  ];
  return (
    <Section title="connectors.content_feed" aside={<ActionBar record={connector} resource="connectors" table={feedActions} targets="FeedPolicy" offered={offered} />}>
      <Standing contentFeed={contentFeed} />
      <Imports connectorId={connector.id} />
      <Quarantine connectorId={connector.id} />
    </Section>
  );
}

function Standing({ contentFeed: { policy, items, waiting } }: { contentFeed: NonNullable<ConnectorDetailFragment['contentFeed']> }) {
  const translate = useTranslate();
  return (
    <Facts>
      <Fact label="connectors.policy">{translate(`enums.FeedPolicy.${policy}`)}</Fact>
      <Fact label="connectors.feed_items">{items}</Fact>
      <Fact label="connectors.feed_waiting">{waiting}</Fact>
    </Facts>
  );
}

function Imports({ connectorId }: { connectorId: string }) {
  const translate = useTranslate();
  const { data, error } = useQuery({
    queryKey: ['feed-imports', connectorId], queryFn: ({ signal }) => request(FeedImportListDocument, { perPage: newestImports, filter: { connector: { eq: connectorId } } }, signal),
    refetchInterval: ({ state }) => (state.data?.list.items.at(0)?.state === 'RUNNING' ? runningMs : restingMs),
  });
  return (
    <Box sx={{ mt: 2 }}>
      <Typography variant="h3" sx={{ mb: 0.5 }}>{translate('connectors.imports')}</Typography>
      {error && <Typography color="error">{translate(error.message, { _: error.message })}</Typography>}
      {data?.list.total === 0 && <Typography color="text.secondary">{translate('connectors.no_imports')}</Typography>}
      <Box component="ul" sx={{ listStyle: 'none', m: 0, p: 0 }}>{data?.list.items.map((one) => <ImportRow key={one.id} feedImport={one} />)}</Box>
    </Box>
  );
}

function ImportRow({ feedImport }: { feedImport: FeedImportRowFragment }) {
  const translate = useTranslate();
  const dates = useDates();
  const { startedAt, state, isDry, pages, created, changed, unchanged, withdrawn, quarantined, failure } = feedImport;
  return (
    <Stack component="li" direction="row" sx={{ py: 1, gap: 2, justifyContent: 'space-between', alignItems: 'center', borderTop: 1, borderColor: 'divider' }}>
      <Typography variant="body2" component="span" sx={{ minWidth: 0, overflowWrap: 'anywhere' }}>
        {dates.moment(startedAt)}{isDry && ` · ${translate('connectors.dry')}`}
        <Typography variant="caption" color="text.secondary" component="span" sx={{ display: 'block' }}>
          {translate('connectors.brought', { pages, created, changed, unchanged, withdrawn, quarantined })}{failure && ` · ${translate(`connectors.failure.${failure}`, { _: failure })}`}
        </Typography>
      </Typography>
      <StateChip of="FeedImportState" value={state} />
    </Stack>
  );
}

function Quarantine({ connectorId }: { connectorId: string }) {
  const translate = useTranslate();
  const [page, setPage] = useState(1);
  const filter = { connector: { eq: connectorId }, state: { eq: 'WAITING' as const } };
  const { data, error } = useQuery({ queryKey: ['quarantined-items', connectorId, page], queryFn: ({ signal }) => request(QuarantinedItemListDocument, { page, perPage, filter }, signal) });
  return (
    <Box sx={{ mt: 2 }}>
      <Typography variant="h3" sx={{ mb: 0.5 }}>{translate('connectors.quarantine')}</Typography>
      {error && <Typography color="error">{translate(error.message, { _: error.message })}</Typography>}
      {data?.list.total === 0 && <Typography color="text.secondary">{translate('connectors.no_quarantine')}</Typography>}
      <Box component="ul" sx={{ listStyle: 'none', m: 0, p: 0 }}>{data?.list.items.map((item) => <ItemRow key={item.id} item={item} />)}</Box>
      {data && data.list.total > perPage && <Pagination page={page} count={Math.ceil(data.list.total / perPage)} onChange={(_, next) => setPage(next)} />}
    </Box>
  );
}

function ItemRow({ item }: { item: QuarantinedItemRowFragment }) {
  const translate = useTranslate();
  const dates = useDates();
  const { permissions = [] } = usePermissions<string[]>();
  const [isOpen, setOpen] = useState(false);
  const availableActions = permissions.filter((operation) => operation in quarantineActions);
  return (
    <Box component="li" sx={{ borderTop: 1, borderColor: 'divider' }}>
      <ButtonBase onClick={() => setOpen(!isOpen)} aria-expanded={isOpen} sx={{ width: '100%', py: 1, justifyContent: 'flex-start', textAlign: 'left' }}>
        <Typography variant="body2" component="span" sx={{ minWidth: 0, overflowWrap: 'anywhere' }}>
          {translate(`connectors.quarantine_reason.${item.reason}`, { _: item.reason })}
          <Typography variant="caption" color="text.secondary" component="span" sx={{ display: 'block' }}>{item.itemId} · {dates.moment(item.seenAt)}</Typography>
        </Typography>
      </ButtonBase>
      <Collapse in={isOpen} unmountOnExit>
        <Stack sx={{ gap: 1, pb: 1.5 }}>
          <Body label={translate('connectors.as_it_came')} text={item.source} />
          <ActionBar record={{ id: item.id, availableActions }} resource="connectors" table={quarantineActions} />
        </Stack>
      </Collapse>
    </Box>
  );
}
