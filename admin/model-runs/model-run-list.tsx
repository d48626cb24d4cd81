import { Box, Card, CardContent, Chip, Stack, Typography } from '@mui/material';
import { useQuery } from '@tanstack/react-query';
import { DataTable, FunctionField, SelectArrayInput, useLocale, useTranslate } from 'react-admin';
import { MomentField, ProgressBar, RecordLink } from '../fields/plain-fields.js';
import { EnumField, StateChip, StateField, useChoices } from '../fields/state-chip.js';
import { ChampionDocument, type ModelRunRowFragment } from '../graphql/documents.js';
import { RecordList } from '../layout/record-list.js';
import { en } from '../messages/en.js';
import { request } from '../providers/request.js';
import { figureNames, readMetrics } from './metrics.js';
import { isUnderWay } from './model-run-actions.js';
import { RequestRetrainButton } from './request-retrain-button.js';
import { RetrainButton } from './retrain-button.js';

type Run = ModelRunRowFragment;

function ndcg(run: Run): number | undefined {
  return readMetrics(run.metrics)?.rows.find(({ role }) => role === 'challenger')?.ndcg20;
}

export function ModelRunList() {
  const translate = useTranslate();
  const locale = useLocale();
  const number = new Intl.NumberFormat(locale, { maximumFractionDigits: 4 });
  const states = useChoices('ModelRunState', Object.keys(en.enums.ModelRunState));
  return (
    <>
      <Champion />
      <RecordList
        action={<><RequestRetrainButton /><RetrainButton /></>} queryOptions={{ refetchInterval: (query: { state: { data?: { data?: Run[] } } }) => (query.state.data?.data?.some(isUnderWay) ? 2000 : false) }} filters={[<SelectArrayInput key="state" source="state" choices={states} />]}
        card={{ primaryText: (run: Run) => `${run.code} · ${run.model}`, secondaryText: (run: Run) => run.stepMessage, tertiaryText: (run: Run) => <StateChip of="ModelRunState" value={run.state} /> }}
      >
        <DataTable.Col source="code" disableSort />
        <DataTable.Col source="model" disableSort />
        <DataTable.Col source="state" disableSort><FunctionField<Run> render={(run) => <Stack direction="row" sx={{ gap: 0.5 }}><StateField of="ModelRunState" />{run.alias && <Chip size="small" label={run.alias} />}</Stack>} /></DataTable.Col>
        <DataTable.Col source="stepProgress" disableSort><FunctionField<Run> render={(run) => (isUnderWay(run) ? <ProgressBar share={run.stepProgress} label={translate('resources.model-runs.fields.stepProgress')} /> : null)} /></DataTable.Col>
        <DataTable.Col align="right" source="metrics" label={figureNames.ndcg20} disableSort><FunctionField<Run> render={(run) => { const value = ndcg(run); return value === undefined ? null : number.format(value); }} /></DataTable.Col>
        <DataTable.Col source="trigger" disableSort><EnumField of="RunTrigger" source="trigger" /></DataTable.Col>
        <DataTable.Col source="createdAt"><MomentField source="createdAt" /></DataTable.Col>
        <DataTable.Col source="finishedAt" disableSort><MomentField source="finishedAt" /></DataTable.Col>
      </RecordList>
    </>
  );
}

/** What serves now, above the list of what was tried. */
function Champion() {
  const translate = useTranslate();
  const { data: champion } = useQuery({ queryKey: ['model-runs', 'champion'], queryFn: async ({ signal }) => (await request(ChampionDocument, { scenario: 'home' }, signal)).champion, refetchInterval: 10_000 });
  if (champion === undefined) return null;
  return (
    <Card sx={{ mb: 1 }}>
      <CardContent sx={{ '&:last-child': { pb: 2 } }}>
        <Typography variant="overline" color="text.secondary">{translate('runs.champion')}</Typography>
        {champion ? (
          <Box sx={{ display: 'flex', gap: 1, alignItems: 'center', flexWrap: 'wrap' }}>
            <Typography variant="h2" component="p"><RecordLink resource="model-runs" id={champion.id}>{champion.code}</RecordLink></Typography>
            <Chip size="small" label={champion.model} /><StateChip of="ModelRunState" value={champion.state} />
          </Box>
        ) : <Typography>{translate('runs.no_champion')}</Typography>}
      </CardContent>
    </Card>
  );
}
