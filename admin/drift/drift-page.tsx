import { Alert, Box, Stack, Typography } from '@mui/material';
import { useQuery } from '@tanstack/react-query';
import { lazy, Suspense } from 'react';
import { Error as ErrorPanel, Loading, Title, useLocale, useTranslate } from 'react-admin';
import { formatShare } from '../fields/amounts.js';
import { Fact, Facts, RecordLink, useDates } from '../fields/plain-fields.js';
import { Section } from '../fields/section.js';
import { DriftDocument, type DriftQuery } from '../graphql/documents.js';
import { RequestRetrainButton } from '../model-runs/request-retrain-button.js';
import { request } from '../providers/request.js';

type Report = DriftQuery['latest'][number];

const Charts = lazy(async () => ({ default: (await import('./drift-charts.js')).DriftCharts }));

/** What changed since the champion was trained, and whether its probabilities come true. */
export function DriftPage() {
  const translate = useTranslate();
  const { data, error, refetch } = useQuery({ queryKey: ['drift', 'home'], queryFn: ({ signal }) => request(DriftDocument, { scenario: 'home' }, signal), refetchInterval: 60_000 });
  const report = data?.latest.at(0);
  return (
    <Stack sx={{ gap: 2 }}>
      <Title title={translate('drift.title')} />
      {error && !data && <ErrorPanel error={error} resetErrorBoundary={() => void refetch()} />}
      {!data && !error && <Loading />}
      {data && !report && <Section title="drift.title" aside={<RequestRetrainButton />}><Typography color="text.secondary">{translate('drift.none')}</Typography></Section>}
      {data && report && (
        <>
          <Summary report={report} />
          <Suspense fallback={<Loading />}><Charts report={report} history={data.history} /></Suspense>
        </>
      )}
    </Stack>
  );
}

function Summary({ report }: { report: Report }) {
  const translate = useTranslate();
  const dates = useDates();
  const locale = useLocale();
  const number = new Intl.NumberFormat(locale);
  const share = (value: number | null | undefined) => (value == null ? null : formatShare(value, locale));
  return (
    <Section title="drift.title" aside={<RequestRetrainButton />}>
      <Typography color="text.secondary" sx={{ mb: 2 }}>{translate('drift.intro')}</Typography>
      <Facts>
        <Fact label={translate('runs.champion')}><RecordLink resource="model-runs" id={report.modelRun.id}>{report.modelRun.code}</RecordLink></Fact>
        <Fact label={translate('drift.reference')}>{`${dates.short(report.referenceFrom)} – ${dates.moment(report.referenceTo)}`}</Fact>
        <Fact label={translate('drift.recent')}>{`${dates.moment(report.windowFrom)} – ${dates.moment(report.windowTo)}`}</Fact>
        <Fact label={translate('drift.events')}>{number.format(report.eventCount)}</Fact>
        <Fact label={translate('drift.feeds')}>{number.format(report.feedCount)}</Fact>
        <Fact label={translate('drift.empty_feeds')}>{share(report.emptyFeedRate)}</Fact>
        <Fact label={translate('drift.coverage')}>{share(report.coverage)}</Fact>
        <Fact label={translate('drift.negative')}>{report.negativeRate != null && `${share(report.negativeRate)} (${translate('drift.before')} ${share(report.referenceNegativeRate) ?? '—'})`}</Fact>
      </Facts>
      <Box sx={{ mt: 2, display: 'grid', gap: 1 }}>
        {report.alarms.map((alarm) => <Alert key={alarm} severity="warning" sx={{ overflowWrap: 'anywhere' }}>{alarm}</Alert>)}
        {report.alarms.length === 0 && <Alert severity="success">{translate('drift.steady')}</Alert>}
      </Box>
    </Section>
  );
}
