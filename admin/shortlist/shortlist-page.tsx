import { Box, MenuItem, Stack, Table, TableBody, TableCell, TableHead, TableRow, TextField, Typography, useMediaQuery, type Theme } from '@mui/material';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { Error as ErrorPanel, Loading, Title, useLocale, useTranslate } from 'react-admin';
import { formatShare } from '../fields/amounts.js';
import { RecordLink } from '../fields/plain-fields.js';
import { Section } from '../fields/section.js';
import { StateChip, useChoices } from '../fields/state-chip.js';
import { ShortlistDocument, type PartnerKind, type ShortlistQuery } from '../graphql/documents.js';
import { en } from '../messages/en.js';
import { IntervalBar } from '../partners/interval-bar.js';
import { request } from '../providers/request.js';

type Entry = ShortlistQuery['shortlist']['entries'][number];

const kinds = Object.keys(en.enums.PartnerKind) as PartnerKind[];
const ks = [1, 2, 3, 5, 10, 20];

/** Who of a kind is among the best k, and how surely. */
export function ShortlistPage() {
  const translate = useTranslate();
  const choices = useChoices('PartnerKind', kinds);
  const [kind, setKind] = useState<PartnerKind>(kinds[0]);
  const [k, setK] = useState(2);
  const { data, error, refetch } = useQuery({ queryKey: ['shortlist', kind, k], queryFn: ({ signal }) => request(ShortlistDocument, { kind, k }, signal), placeholderData: (before) => before });
  return (
    <Stack sx={{ gap: 2 }}>
      <Title title={translate('shortlist.title')} />
      <Section title="shortlist.title">
        <Typography color="text.secondary" sx={{ mb: 2, maxWidth: 760 }}>{translate('shortlist.intro')}</Typography>
        <Stack direction="row" sx={{ gap: 2, flexWrap: 'wrap', mb: 2 }}>
          <TextField select size="small" label={translate('resources.partners.fields.kind')} value={kind} onChange={(event) => setKind(event.target.value as PartnerKind)} fullWidth={false} sx={{ minWidth: 200 }}>
            {choices.map(({ id, name }) => <MenuItem key={id} value={id}>{name}</MenuItem>)}
          </TextField>
          <TextField select size="small" label={translate('shortlist.k')} value={k} onChange={(event) => setK(Number(event.target.value))} fullWidth={false} sx={{ minWidth: 96 }}>
            {ks.map((one) => <MenuItem key={one} value={one}>{one}</MenuItem>)}
          </TextField>
        </Stack>
        {error && !data && <ErrorPanel error={error} resetErrorBoundary={() => void refetch()} />}
        {!data && !error && <Loading />}
        {data && <Entries list={data.shortlist} k={k} />}
      </Section>
    </Stack>
  );
}

function Entries({ list: { entries, candidates, unknown }, k }: { list: ShortlistQuery['shortlist']; k: number }) {
  const translate = useTranslate();
  const narrow = useMediaQuery<Theme>((theme) => theme.breakpoints.down('md'));
  return (
    <>
      {entries.length === 0 && <Typography color="text.secondary">{translate('shortlist.nobody')}</Typography>}
      {entries.length > 0 && (narrow ? <Stack sx={{ gap: 2 }}>{entries.map((entry) => <EntryCard key={entry.partner.id} entry={entry} k={k} />)}</Stack> : <EntryTable entries={entries} k={k} />)}
      <Typography variant="caption" color="text.secondary" component="p" sx={{ mt: 1 }}>{translate('shortlist.counted', { candidates, unknown })}</Typography>
    </>
  );
}

function EntryTable({ entries, k }: { entries: Entry[]; k: number }) {
  const translate = useTranslate();
  const locale = useLocale();
  return (
    <Table size="small">
      <TableHead>
        <TableRow>
          <TableCell align="right">#</TableCell><TableCell>{translate('resources.partners.fields.name')}</TableCell><TableCell>{translate('resources.partners.fields.state')}</TableCell><TableCell>{translate('screening.tier')}</TableCell>
          <TableCell align="right">{translate('screening.score')}</TableCell><TableCell sx={{ width: '26%' }}>{translate('shortlist.interval')}</TableCell><TableCell align="right">{translate('shortlist.top', { k })}</TableCell><TableCell>{translate('shortlist.gates')}</TableCell>
        </TableRow>
      </TableHead>
      <TableBody>
        {entries.map(({ rank, topShare, partner, assessment }) => (
          <TableRow key={partner.id}>
            <TableCell align="right">{rank}</TableCell>
            <TableCell><RecordLink resource="partners" id={partner.id}>{partner.name}</RecordLink></TableCell>
            <TableCell><StateChip of="PartnerState" value={partner.state} /></TableCell>
            <TableCell><StateChip of="PartnerTier" value={assessment.tier!} /></TableCell>
            <TableCell align="right" sx={{ fontVariantNumeric: 'tabular-nums' }}>{(assessment.score! * 100).toFixed(1)}</TableCell>
            <TableCell><IntervalBar score={assessment.score!} low={assessment.low!} high={assessment.high!} /></TableCell>
            <TableCell align="right" sx={{ fontVariantNumeric: 'tabular-nums', fontWeight: 600 }}>{formatShare(topShare, locale)}</TableCell>
            <TableCell><Gates leaves={assessment.leaves} /></TableCell>
          </TableRow>
        ))}
      </TableBody>
    </Table>
  );
}

function EntryCard({ entry: { rank, topShare, partner, assessment }, k }: { entry: Entry; k: number }) {
  const translate = useTranslate();
  const locale = useLocale();
  return (
    <Box sx={{ borderBottom: 1, borderColor: 'divider', pb: 1.5 }}>
      <Stack direction="row" sx={{ justifyContent: 'space-between', gap: 1, flexWrap: 'wrap' }}>
        <Typography sx={{ fontWeight: 600 }}>{rank}. <RecordLink resource="partners" id={partner.id}>{partner.name}</RecordLink></Typography>
        <Typography sx={{ fontVariantNumeric: 'tabular-nums', fontWeight: 600 }}>{translate('shortlist.top', { k })} {formatShare(topShare, locale)}</Typography>
      </Stack>
      <IntervalBar score={assessment.score!} low={assessment.low!} high={assessment.high!} />
      <Stack direction="row" sx={{ gap: 1, flexWrap: 'wrap', alignItems: 'center' }}>
        <StateChip of="PartnerState" value={partner.state} /><StateChip of="PartnerTier" value={assessment.tier!} />
        <Typography variant="body2" sx={{ fontVariantNumeric: 'tabular-nums' }}>{translate('screening.score')} {(assessment.score! * 100).toFixed(1)}</Typography>
        <Gates leaves={assessment.leaves} />
      </Stack>
    </Box>
  );
}

/** The worst gate says it all. */
function Gates({ leaves }: { leaves: Entry['assessment']['leaves'] }) {
  const translate = useTranslate();
  const gates = leaves.flatMap(({ gate }) => gate ?? []);
  const worst = (['FAILED', 'UNKNOWN', 'PASSED'] as const).find((state) => gates.includes(state));
  return worst ? <Typography variant="body2" color={worst === 'FAILED' ? 'error' : worst === 'UNKNOWN' ? 'warning.main' : 'text.secondary'}>{translate(`enums.GateState.${worst}`)}</Typography> : null;
}
