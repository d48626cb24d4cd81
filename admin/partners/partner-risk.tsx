import { Box, MenuItem, Stack, TextField, Typography } from '@mui/material';
import { useLocale, usePermissions, useTranslate } from 'react-admin';
import { ActionBar } from '../actions/action-bar.js';
import { action, type ActionTable, type Answers, type QuestionProps } from '../actions/action.js';
import { formatAmount } from '../fields/amounts.js';
import { useDates } from '../fields/plain-fields.js';
import { Section } from '../fields/section.js';
import { ConcentrationWaiveDocument, RiskReportDocument, ServiceLevelExcuseDocument, type ConcentrationDimension, type PartnerDetailFragment, type ReportedRisk } from '../graphql/documents.js';
import { RiskSignals } from '../risk/risk-signals.js';

type Window = PartnerDetailFragment['serviceLevels'][number];
interface ReportAnswers extends Answers { kind?: ReportedRisk; percent?: string; until?: string }
interface WaiveAnswers extends Answers { dimension?: ConcentrationDimension; until?: string }

const DAY_MS = 86_400_000;
const reportable: readonly ReportedRisk[] = ['OWNERSHIP_CHANGE', 'FINANCE_CHANGE', 'KEY_PERSON_CHANGE', 'INVALID_TRAFFIC'];
const dimensions: readonly ConcentrationDimension[] = ['REVENUE', 'CONTENT', 'COMMITMENT'];
/** As an input of type date has it; both the report and the waiver end within a year. */
const inDays = (days: number) => new Date(Date.now() + days * DAY_MS).toISOString().slice(0, 10);
const moment = (day: string) => new Date(`${day}T12:00:00`).toISOString();

const riskActions: ActionTable<PartnerDetailFragment> = {
  riskReport: action(RiskReportDocument, ({ id }: PartnerDetailFragment, { key, kind = reportable[0], percent = '50', reason = '', until = inDays(180) }: ReportAnswers) => (
    { partnerId: id, kind, severity: Number(percent) / 100, source: reason, expiresAt: moment(until), idempotencyKey: key }), { ask: ReportQuestion }),
  concentrationWaive: action(ConcentrationWaiveDocument, ({ id }: PartnerDetailFragment, { key, dimension = dimensions[0], reason = '', until = inDays(90) }: WaiveAnswers) => (
    { partnerId: id, dimension, reason, until: moment(until), idempotencyKey: key }), { ask: WaiveQuestion }),
};

const windowActions: ActionTable<Window & { availableActions: string[] }> = {
  serviceLevelExcuse: action(ServiceLevelExcuseDocument, ({ id }: Window & { availableActions: string[] }, { reason = '' }) => ({ id, reason }), { ask: 'reason' }),
};

/** What speaks against the partner, and how it kept what it promised. */
export function PartnerRisk({ partner }: { partner: PartnerDetailFragment }) {
  const translate = useTranslate();
  const { permissions = [] } = usePermissions<string[]>();
  const offered = permissions.filter((operation) => operation in riskActions);
  const { risk, serviceLevels } = partner;
  if (!risk && serviceLevels.length === 0 && offered.length === 0) return null;
  return (
    <Section title="risk.of_partner" aside={<ActionBar record={partner} resource="partners" table={riskActions} offered={offered} />}>
      {risk ? <RiskSignals risk={risk} /> : <Typography color="text.secondary">{translate('risk.nothing')}</Typography>}
      {serviceLevels.length > 0 && <ServiceLevels windows={serviceLevels} />}
    </Section>
  );
}

function ServiceLevels({ windows }: { windows: readonly Window[] }) {
  const translate = useTranslate();
  return (
    <Box sx={{ mt: 2 }}>
      <Typography variant="h3" sx={{ mb: 0.5 }}>{translate('risk.service_levels')}</Typography>
      <Box component="ul" sx={{ listStyle: 'none', m: 0, p: 0 }}>{windows.map((window) => <WindowRow key={window.id} window={window} />)}</Box>
    </Box>
  );
}

function WindowRow({ window }: { window: Window }) {
  const translate = useTranslate();
  const dates = useDates();
  const locale = useLocale();
  const { permissions = [] } = usePermissions<string[]>();
  const { clauseKey, measured, isMissed, startsAt, endsAt, cureUntil, excuse, credit, creditedAt } = window;
  const availableActions = isMissed && !excuse && !creditedAt ? permissions.filter((operation) => operation in windowActions) : [];
  const outcome = excuse ? translate('risk.excused', { reason: excuse })
    : creditedAt ? translate('risk.credited', { amount: credit ? formatAmount(credit, locale) : '', at: dates.day(creditedAt) })
      : isMissed ? translate('risk.to_cure', { at: cureUntil ? dates.moment(cureUntil) : '' }) : translate('risk.kept');
  return (
    <Stack component="li" direction="row" sx={{ py: 1, gap: 2, justifyContent: 'space-between', alignItems: 'center', borderTop: 1, borderColor: 'divider' }}>
      <Typography variant="body2" component="span" sx={{ minWidth: 0, overflowWrap: 'anywhere' }}>
        {clauseKey} · {measured}
        <Typography variant="caption" component="span" sx={{ display: 'block', color: isMissed && !excuse ? 'error.main' : 'text.secondary' }}>{dates.day(startsAt)} – {dates.day(endsAt)} · {outcome}</Typography>
      </Typography>
      <ActionBar record={{ ...window, availableActions }} resource="partners" table={windowActions} />
    </Stack>
  );
}

function ReportQuestion({ answers, answer }: QuestionProps) {
  const translate = useTranslate();
  const { kind = reportable[0], percent = '50', until = inDays(180) } = answers as ReportAnswers;
  return (
    <>
      <TextField select required label={translate('risk.kind')} margin="dense" value={kind} onChange={(event) => answer({ kind: event.target.value })}>
        {reportable.map((one) => <MenuItem key={one} value={one}>{translate(`risk.kinds.${one.toLowerCase()}`)}</MenuItem>)}
      </TextField>
      <TextField type="number" required label={translate('risk.severity')} helperText={translate('risk.severity_help')} value={percent} onChange={(event) => answer({ percent: event.target.value })} slotProps={{ htmlInput: { min: 1, max: 100, step: 1 } }} />
      <TextField required multiline minRows={2} label={translate('risk.source')} value={answers.reason ?? ''} onChange={(event) => answer({ reason: event.target.value })} slotProps={{ htmlInput: { maxLength: 1000 } }} />
      <UntilField until={until} answer={answer} />
    </>
  );
}

function WaiveQuestion({ answers, answer }: QuestionProps) {
  const translate = useTranslate();
  const { dimension = dimensions[0], until = inDays(90) } = answers as WaiveAnswers;
  return (
    <>
      <TextField select required label={translate('risk.concentration')} margin="dense" value={dimension} onChange={(event) => answer({ dimension: event.target.value })}>
        {dimensions.map((one) => <MenuItem key={one} value={one}>{translate(`risk.dimensions.${one}`)}</MenuItem>)}
      </TextField>
      <TextField required multiline minRows={2} label={translate('actions.reason')} value={answers.reason ?? ''} onChange={(event) => answer({ reason: event.target.value })} slotProps={{ htmlInput: { maxLength: 1000 } }} />
      <UntilField until={until} answer={answer} />
    </>
  );
}

function UntilField({ until, answer }: { until: string } & Pick<QuestionProps, 'answer'>) {
  const translate = useTranslate();
  return <TextField type="date" required label={translate('risk.until')} value={until} onChange={(event) => answer({ until: event.target.value })} slotProps={{ inputLabel: { shrink: true }, htmlInput: { min: inDays(1), max: inDays(364) } }} />;
}
