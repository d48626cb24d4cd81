import { Alert, List, ListItem, ListItemText, Stack, Typography } from '@mui/material';
import { useTranslate } from 'react-admin';
import { ActionBar } from '../actions/action-bar.js';
import { useDates } from '../fields/plain-fields.js';
import { Section } from '../fields/section.js';
import { StateChip } from '../fields/state-chip.js';
import type { PartnerDetailFragment } from '../graphql/documents.js';
import { useCriterionWords } from './criterion-words.js';
import { reviewActions } from './partner-actions.js';

/** What still stands before the next steps, step by step. */
export function Obstacles({ partner: { obstacles, assessment } }: { partner: PartnerDetailFragment }) {
  const translate = useTranslate();
  const words = useCriterionWords(assessment?.criterionSet.criteria ?? []);
  const steps = [...new Set(obstacles.map(({ action }) => action))];
  return (
    <>
      {steps.map((step) => (
        <Alert key={step} severity="warning">
          {translate('screening.before', { step: translate(`actions.${step}`) })}
          <ul style={{ margin: 0, paddingLeft: 20 }}>
            {obstacles.filter(({ action }) => action === step).map(({ code, criterion }) => (
              <li key={`${code} ${criterion}`}>{translate(`enums.ObstacleCode.${code}`)}{criterion ? ` (${words.name(criterion)})` : ''}</li>
            ))}
          </ul>
        </Alert>
      ))}
    </>
  );
}

/** Reviews of the assessments; those of an older one are kept, but do not count any more. */
export function Diligence({ partner }: { partner: PartnerDetailFragment }) {
  const translate = useTranslate();
  const dates = useDates();
  const { reviews, assessment, availableActions } = partner;
  if (reviews.length === 0 && !availableActions.includes('dueDiligenceReview')) return null;
  return (
    <Section title="screening.diligence" aside={<ActionBar record={partner} resource="partners" table={reviewActions} />}>
      {assessment && <Typography color="text.secondary" variant="body2">{translate('screening.needed', { smart_count: assessment.reviewersNeeded })}</Typography>}
      <List dense disablePadding>
        {reviews.map(({ id, verdict, findings, reviewedAt, reviewer, assessment: read }) => (
          <ListItem key={id} disableGutters divider sx={{ gap: 1, flexWrap: 'wrap' }}>
            <ListItemText primary={findings} secondary={`${reviewer?.displayName ?? ''} · ${dates.moment(reviewedAt)}${read.id === assessment?.id ? '' : ` · ${translate('screening.older')}`}`} sx={{ overflowWrap: 'anywhere' }} />
            <StateChip of="ReviewVerdict" value={verdict} />
          </ListItem>
        ))}
      </List>
    </Section>
  );
}

export function Applications({ partner: { applications } }: { partner: PartnerDetailFragment }) {
  const translate = useTranslate();
  const dates = useDates();
  if (applications.length === 0) return null;
  return (
    <Section title="screening.application">
      <Stack sx={{ gap: 1.5 }}>
        {applications.map(({ id, statement, submittedAt, submitter }) => (
          <div key={id}>
            <Typography variant="body2" sx={{ whiteSpace: 'pre-line', overflowWrap: 'anywhere' }}>{statement}</Typography>
            <Typography variant="caption" color="text.secondary">{dates.moment(submittedAt)} · {submitter?.displayName ?? translate('screening.by_itself')}</Typography>
          </div>
        ))}
      </Stack>
    </Section>
  );
}
