import { Alert, Box, Chip, Stack, Tooltip, Typography } from '@mui/material';
import { useLocale, useTranslate } from 'react-admin';
import { ActionBar } from '../actions/action-bar.js';
import { formatShare } from '../fields/amounts.js';
import { useDates } from '../fields/plain-fields.js';
import { Section } from '../fields/section.js';
import { StateChip } from '../fields/state-chip.js';
import type { CriterionGroup, PartnerDetailFragment, ScorecardFragment } from '../graphql/documents.js';
import { useCriterionWords } from './criterion-words.js';
import { EvidenceList } from './evidence-list.js';
import { IntervalBar } from './interval-bar.js';
import { scorecardActions } from './partner-actions.js';

type Leaf = ScorecardFragment['leaves'][number];
type Words = ReturnType<typeof useCriterionWords>;

const groups: readonly CriterionGroup[] = ['RESOURCES', 'TECHNOLOGY', 'REPUTATION'];

/** What is known of the partner, what it comes to, and what would change it. */
export function Scorecard({ partner }: { partner: PartnerDetailFragment }) {
  const translate = useTranslate();
  const { assessment } = partner;
  const actions = <ActionBar record={partner} resource="partners" table={scorecardActions} />;
  return (
    <Section title="screening.scorecard" aside={actions}>
      {!assessment && <Typography color="text.secondary">{translate('screening.nothing_known')}</Typography>}
      {assessment && <Assessed assessment={assessment} />}
      {partner.evidence.length > 0 && <EvidenceList evidence={partner.evidence} criteria={assessment?.criterionSet.criteria ?? []} />}
    </Section>
  );
}

function Assessed({ assessment }: { assessment: ScorecardFragment }) {
  const translate = useTranslate();
  const dates = useDates();
  const locale = useLocale();
  const { score, low, high, tier, coverage, isValid, validUntil, assessedAt, leaves, criterionSet, next } = assessment;
  const words = useCriterionWords(criterionSet.criteria);
  const groupOf = (key: string) => criterionSet.criteria.find((criterion) => criterion.key === key)!.group;
  return (
    <Stack sx={{ gap: 2 }}>
      {!isValid && <Alert severity="warning">{translate('screening.expired')}</Alert>}
      {score != null && low != null && high != null && (
        <Stack direction="row" sx={{ gap: 2, alignItems: 'center', flexWrap: 'wrap' }}>
          <Typography variant="h1" component="p" sx={{ fontVariantNumeric: 'tabular-nums' }}>{(score * 100).toFixed(1)}</Typography>
          {tier && <StateChip of="PartnerTier" value={tier} size="medium" />}
          <Box sx={{ flex: '1 1 200px', minWidth: 0 }}>
            <IntervalBar score={score} low={low} high={high} />
            <Typography variant="caption" color="text.secondary">{translate('screening.interval', { low: (low * 100).toFixed(1), high: (high * 100).toFixed(1), coverage: formatShare(coverage, locale) })}</Typography>
          </Box>
        </Stack>
      )}
      {next && <Next next={next} words={words} />}
      {groups.map((group) => (
        <Box key={group}>
          <Typography variant="h3" sx={{ mb: 0.5 }}>{translate(`enums.CriterionGroup.${group}`)}</Typography>
          <Stack component="ul" sx={{ listStyle: 'none', m: 0, p: 0, gap: 1 }}>
            {leaves.filter(({ criterion }) => groupOf(criterion) === group).map((leaf) => <LeafRow key={leaf.criterion} leaf={leaf} words={words} />)}
          </Stack>
        </Box>
      ))}
      <Typography variant="caption" color="text.secondary">
        {translate('screening.made', { at: dates.moment(assessedAt), version: criterionSet.version })}{validUntil ? ` ${translate('screening.valid_until', { until: dates.day(validUntil) })}` : ''} {translate('screening.explain')}
      </Typography>
    </Stack>
  );
}

function Next({ next: { tier, lifts, unknown }, words }: { next: NonNullable<ScorecardFragment['next']>; words: Words }) {
  const translate = useTranslate();
  return (
    <Alert severity="info" sx={{ '& .MuiAlert-message': { minWidth: 0 } }}>
      <Typography variant="body2" sx={{ fontWeight: 600 }}>{translate('screening.next', { tier: translate(`enums.PartnerTier.${tier}`) })}</Typography>
      <Box component="ul" sx={{ m: 0, pl: 2.5 }}>
        {unknown.map((key) => <li key={key}>{translate('screening.learn', { criterion: words.name(key) })}</li>)}
        {lifts.map(({ criterion, from, to }) => <li key={criterion}>{translate('screening.lift', { criterion: words.name(criterion), from: words.value(criterion, from), to: words.value(criterion, to) })}</li>)}
      </Box>
    </Alert>
  );
}

const gateTone = { PASSED: 'success', FAILED: 'error', UNKNOWN: 'warning' } as const;

/** One criterion: how desirable its value is, how much it weighs, and what it does to the score. */
function LeafRow({ leaf: { criterion, weight, value, observations, desirability, contribution, gate }, words }: { leaf: Leaf; words: Words }) {
  const translate = useTranslate();
  const locale = useLocale();
  const name = words.name(criterion);
  const points = (Math.abs(contribution ?? 0) * 100).toFixed(1);
  const known = value != null && desirability != null;
  return (
    <Box component="li" data-criterion={criterion}>
      <Stack direction="row" sx={{ gap: 1, alignItems: 'center', flexWrap: 'wrap' }}>
        <Typography variant="body2" sx={{ flex: '1 1 160px', minWidth: 0, overflowWrap: 'anywhere' }}>{name}</Typography>
        {gate && <Chip size="small" variant="outlined" color={gateTone[gate]} label={`${translate(`enums.GateState.${gate}`)} ${words.bound(criterion)}`} />}
        <Typography variant="body2" color={known ? undefined : 'text.secondary'} sx={{ fontVariantNumeric: 'tabular-nums' }}>{known ? words.value(criterion, value) : translate('screening.unknown')}</Typography>
        {contribution != null && (
          <Tooltip title={translate('screening.contribution')}>
            <Typography variant="caption" sx={{ fontVariantNumeric: 'tabular-nums', width: 52, textAlign: 'right', color: points === '0.0' ? 'text.secondary' : contribution < 0 ? 'error.main' : 'success.main' }}>{points === '0.0' ? points : `${contribution < 0 ? '−' : '+'}${points}`}</Typography>
          </Tooltip>
        )}
      </Stack>
      <Box role="img" aria-label={known ? `${name}: ${formatShare(desirability, locale)}` : `${name}: ${translate('screening.unknown')}`} sx={{ height: 8, borderRadius: 4, bgcolor: 'action.hover', overflow: 'hidden' }}>
        {known && <Box sx={{ height: 1, width: `${desirability * 100}%`, bgcolor: 'primary.main', borderRadius: 4 }} />}
      </Box>
      <Typography variant="caption" color="text.secondary">{translate('screening.weight', { weight: formatShare(weight, locale), observations })}</Typography>
    </Box>
  );
}
