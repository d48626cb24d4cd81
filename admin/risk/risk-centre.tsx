import { Box, Stack, TextField, Typography } from '@mui/material';
import { useQuery } from '@tanstack/react-query';
import { Error as ErrorPanel, Loading, Title, useLocale, usePermissions, useTranslate } from 'react-admin';
import { ActionBar } from '../actions/action-bar.js';
import { action, type ActionTable, type QuestionProps } from '../actions/action.js';
import { formatShare } from '../fields/amounts.js';
import { RecordLink } from '../fields/plain-fields.js';
import { Section } from '../fields/section.js';
import { StateChip } from '../fields/state-chip.js';
import { ConcentrationLimitSetDocument, RiskCentreDocument, type RiskCentreQuery } from '../graphql/documents.js';
import { request } from '../providers/request.js';
import { RiskSignals, ShareBar } from './risk-signals.js';

type Centre = RiskCentreQuery['riskCentre'];
type Concentration = Centre['concentrations'][number];
type LimitedConcentration = Concentration & { id: string; availableActions: string[] };

const PPM = 1_000_000;

/** What a risk manager looks at first: who is in which band and why, and how much lies with how few. */
export function RiskCentre() {
  const translate = useTranslate();
  const { data, error, refetch } = useQuery({ queryKey: ['risk-centre'], queryFn: ({ signal }) => request(RiskCentreDocument, {}, signal) });
  return (
    <Stack sx={{ gap: 2 }}>
      <Title title={translate('risk.title')} />
      {error && !data && <ErrorPanel error={error} resetErrorBoundary={() => void refetch()} />}
      {!data && !error && <Loading />}
      {data && <><Bands centre={data.riskCentre} /><Concentrations concentrations={data.riskCentre.concentrations} /></>}
    </Stack>
  );
}

function Bands({ centre: { bands, partners } }: { centre: Centre }) {
  const translate = useTranslate();
  return (
    <Section title="risk.title">
      <Typography color="text.secondary" sx={{ mb: 2, maxWidth: 760 }}>{translate('risk.intro')}</Typography>
      <Stack direction="row" sx={{ gap: 2, flexWrap: 'wrap', mb: 2 }}>
        {bands.map(({ band, count }) => <Box key={band}><StateChip of="RiskBand" value={band} size="medium" /> {count}</Box>)}
      </Stack>
      {partners.length === 0 && <Typography color="text.secondary">{translate('risk.nobody')}</Typography>}
      <Stack component="ol" sx={{ listStyle: 'none', m: 0, p: 0, gap: 2.5, maxWidth: 760 }}>
        {partners.map(({ id, name, risk }) => risk && (
          <li key={id}>
            <Typography sx={{ fontWeight: 600, mb: 0.5 }}><RecordLink resource="partners" id={id}>{name}</RecordLink></Typography>
            <RiskSignals risk={risk} />
          </li>
        ))}
      </Stack>
    </Section>
  );
}

function LimitQuestion({ answers, answer }: QuestionProps) {
  const translate = useTranslate();
  return <TextField type="number" required margin="dense" label={translate('risk.limit')} helperText={translate('risk.limit_help')} value={(answers.percent as string | undefined) ?? ''} onChange={(event) => answer({ percent: event.target.value })} slotProps={{ htmlInput: { min: 1, max: 100, step: 'any' } }} />;
}

const concentrationActions: ActionTable<LimitedConcentration> = {
  concentrationLimitSet: action(ConcentrationLimitSetDocument, ({ dimension }: LimitedConcentration, { percent }) => ({ dimension, limitPpm: Math.round(Number(percent) * PPM / 100) }), { ask: LimitQuestion }),
};

function Concentrations({ concentrations }: { concentrations: Concentration[] }) {
  const translate = useTranslate();
  const locale = useLocale();
  const { permissions = [] } = usePermissions<string[]>();
  const availableActions = permissions.filter((operation) => operation in concentrationActions);
  return (
    <Section title="risk.concentration">
      <Typography color="text.secondary" sx={{ mb: 2, maxWidth: 760 }}>{translate('risk.concentration_intro')}</Typography>
      <Box sx={{ display: 'grid', gap: 3, gridTemplateColumns: { xs: '1fr', md: 'repeat(3, 1fr)' } }}>
        {concentrations.map((one) => (
          <Stack key={one.dimension} sx={{ gap: 1, minWidth: 0 }}>
            <Typography sx={{ fontWeight: 600 }}>{translate(`risk.dimensions.${one.dimension}`)}</Typography>
            <Typography variant="caption" color="text.secondary">{translate('risk.hhi', { hhi: one.hhi.toFixed(2) })} · {one.limitPpm === null ? translate('risk.no_limit') : translate('risk.limited', { limit: formatShare(one.limitPpm! / PPM, locale) })}</Typography>
            {one.shares.map(({ partner, share }) => (
              <Stack key={partner.id} direction="row" sx={{ gap: 1, alignItems: 'center' }}>
                <Box sx={{ width: 120, flexShrink: 0, overflow: 'hidden', textOverflow: 'ellipsis', whiteSpace: 'nowrap' }}><RecordLink resource="partners" id={partner.id}>{partner.name}</RecordLink></Box>
                <ShareBar share={share} limit={one.limitPpm === null ? null : one.limitPpm! / PPM} />
                <Typography variant="body2" sx={{ width: 56, textAlign: 'right', fontVariantNumeric: 'tabular-nums' }}>{formatShare(share, locale)}</Typography>
              </Stack>
            ))}
            {one.shares.length === 0 && <Typography variant="body2" color="text.secondary">{translate('risk.nothing')}</Typography>}
            <Box><ActionBar record={{ ...one, id: one.dimension, availableActions }} resource="partners" table={concentrationActions} /></Box>
          </Stack>
        ))}
      </Box>
    </Section>
  );
}
