import { Box, Card, CardActionArea, CardContent, Link, List, ListItem, ListItemText, MenuItem, Stack, TextField, Typography } from '@mui/material';
import { useQuery } from '@tanstack/react-query';
import { lazy, Suspense, useState } from 'react';
import { Error as ErrorPanel, Loading, NavigateToFirstResource, Title, usePermissions, useLocale, useTranslate } from 'react-admin';
import { Link as RouterLink } from 'react-router-dom';
import { ProgressBar, RecordLink, useDates } from '../fields/plain-fields.js';
import { Section } from '../fields/section.js';
import { StateChip } from '../fields/state-chip.js';
import { DashboardDocument, type DashboardQuery } from '../graphql/documents.js';
import { en } from '../messages/en.js';
import { isUnderWay } from '../model-runs/model-run-actions.js';
import { request } from '../providers/request.js';

type Numbers = DashboardQuery['dashboard'];

const Charts = lazy(async () => ({ default: (await import('./charts.js')).Charts }));
const spans = [7, 30, 90];

/** Those who may not see the numbers begin at their first list. */
export function Dashboard() {
  const { permissions, isPending } = usePermissions<string[]>();
  if (isPending) return <Loading />;
  return permissions?.includes('dashboard') ? <Board /> : <NavigateToFirstResource loading={Loading} />;
}

function Board() {
  const translate = useTranslate();
  const [days, setDays] = useState(30);
  const { data, error, refetch } = useQuery({ queryKey: ['dashboard', days], queryFn: async ({ signal }) => (await request(DashboardDocument, { days }, signal)).dashboard, refetchInterval: 30_000, placeholderData: (before) => before });
  return (
    <Stack sx={{ gap: 2 }}>
      <Title title={translate('dashboard.title')} />
      <Stack direction="row" sx={{ justifyContent: 'flex-end' }}>
        <TextField select fullWidth={false} margin="none" value={days} onChange={(event) => setDays(Number(event.target.value))} slotProps={{ htmlInput: { 'aria-label': translate('dashboard.days', { days }) } }}>
          {spans.map((span) => <MenuItem key={span} value={span}>{translate('dashboard.days', { days: span })}</MenuItem>)}
        </TextField>
      </Stack>
      {error && !data && <ErrorPanel error={error} resetErrorBoundary={() => void refetch()} />}
      {!data && !error && <Loading />}
      {data && (
        <>
          <Counts counts={data.counts} />
          <Suspense fallback={<Loading />}><Charts numbers={data} /></Suspense>
          <Box sx={{ display: 'grid', gap: 2, gridTemplateColumns: { xs: 'minmax(0, 1fr)', md: 'repeat(2, minmax(0, 1fr))' } }}>
            <TopContents contents={data.topContents} />
            <Runs runs={data.modelRuns} />
          </Box>
        </>
      )}
    </Stack>
  );
}

const filtered = (path: string, filter: object) => `${path}?filter=${encodeURIComponent(JSON.stringify(filter))}`;

/** Every figure leads to the rows behind it. */
const cards: readonly { name: keyof Numbers['counts']; to: string }[] = [
  { name: 'partners', to: filtered('/partners', { state: Object.keys(en.enums.PartnerState).filter((state) => !['FORMER', 'REJECTED', 'BLOCKED'].includes(state)) }) },
  { name: 'activeContracts', to: filtered('/contracts', { state: ['ACTIVE', 'IN_NOTICE'] }) },
  { name: 'runningCampaigns', to: filtered('/campaigns', { state: ['RUNNING'] }) },
  { name: 'contents', to: filtered('/contents', { state: ['PUBLISHED'] }) },
  { name: 'readers', to: '/readers' },
];

function Counts({ counts }: { counts: Numbers['counts'] }) {
  const translate = useTranslate();
  const number = new Intl.NumberFormat(useLocale());
  return (
    <Box sx={{ display: 'grid', gap: 2, gridTemplateColumns: { xs: 'repeat(2, minmax(0, 1fr))', md: 'repeat(5, minmax(0, 1fr))' } }}>
      {cards.map(({ name, to }) => (
        <Card key={name}>
          <CardActionArea component={RouterLink} to={to} sx={{ height: '100%' }}>
            <CardContent>
              <Typography variant="body2" color="text.secondary">{translate(`dashboard.${name}`)}</Typography>
              <Typography sx={{ fontSize: '1.9rem', fontWeight: 650, fontVariantNumeric: 'tabular-nums', lineHeight: 1.2 }}>{number.format(counts[name])}</Typography>
            </CardContent>
          </CardActionArea>
        </Card>
      ))}
    </Box>
  );
}

function TopContents({ contents }: { contents: Numbers['topContents'] }) {
  const translate = useTranslate();
  const number = new Intl.NumberFormat(useLocale());
  const most = Math.max(1, ...contents.map(({ count }) => count));
  return (
    <Section title="dashboard.top">
      {contents.length === 0 && <Typography color="text.secondary">{translate('dashboard.quiet')}</Typography>}
      <Stack component="ol" sx={{ listStyle: 'none', p: 0, m: 0, gap: 1 }}>
        {contents.map(({ content, count }) => (
          <Box key={content.id} component="li" sx={{ minWidth: 0 }}>
            <Stack direction="row" sx={{ justifyContent: 'space-between', gap: 1 }}>
              <Typography variant="body2" noWrap component="div"><RecordLink resource="contents" id={content.id}>{content.title}</RecordLink></Typography>
              <Typography variant="body2" sx={{ fontVariantNumeric: 'tabular-nums' }}>{number.format(count)}</Typography>
            </Stack>
            <Box sx={{ height: 4, borderRadius: 2, bgcolor: 'primary.main', opacity: 0.6, width: `${(count / most) * 100}%` }} />
          </Box>
        ))}
      </Stack>
    </Section>
  );
}

function Runs({ runs }: { runs: Numbers['modelRuns'] }) {
  const translate = useTranslate();
  const dates = useDates();
  return (
    <Section title="dashboard.runs" aside={<Link component={RouterLink} to="/model-runs" variant="body2">{translate('ra.action.list')}</Link>}>
      {runs.length === 0 && <Typography color="text.secondary">{translate('runs.no_champion')}</Typography>}
      <List dense disablePadding>
        {runs.map((run) => (
          <ListItem key={run.id} disableGutters secondaryAction={<StateChip of="ModelRunState" value={run.state} />}>
            <ListItemText
              primary={<RecordLink resource="model-runs" id={run.id}>{`${run.code} · ${run.model}`}</RecordLink>} slotProps={{ secondary: { component: 'div' } }}
              secondary={isUnderWay(run) ? <ProgressBar share={run.stepProgress} label={run.code} /> : dates.moment(run.finishedAt ?? run.createdAt)} sx={{ pr: 10 }}
            />
          </ListItem>
        ))}
      </List>
    </Section>
  );
}
