import { Checkbox, FormControlLabel, FormHelperText, MenuItem, TextField } from '@mui/material';
import { useQuery } from '@tanstack/react-query';
import { useRecordContext, useTranslate } from 'react-admin';
import type { Answers, QuestionProps } from '../actions/action.js';
import { CriterionSetDocument, type PartnerDetailFragment, type ReviewVerdict } from '../graphql/documents.js';
import { request } from '../providers/request.js';
import { useCriterionWords } from './criterion-words.js';

export interface ApplicationAnswers extends Answers { statement?: string }
export interface EvidenceAnswers extends Answers { criterion?: string; value?: string; observations?: string; source?: string; observedOn?: string; verified?: boolean }
export interface RejectAnswers extends Answers { reapplyOn?: string }
export interface ReviewAnswers extends Answers { verdict?: ReviewVerdict; findings?: string }

const today = () => new Date().toISOString().slice(0, 10);

/** A day of the form → the api's moment; today means now, because evidence lies in the past. */
function moment(day: string): string {
  return day === today() ? new Date().toISOString() : new Date(`${day}T12:00:00`).toISOString();
}

export function evidenceInput(partnerId: string, { criterion = '', value = '', observations = '1', source = '', observedOn = today(), verified = false }: EvidenceAnswers) {
  return { partnerId, criterion, value: Number(value), observations: Number(observations), source, verified, observedAt: moment(observedOn) };
}

const text = (value: unknown) => (typeof value === 'string' ? value : '');

export function ApplicationQuestion({ answers, answer }: QuestionProps) {
  const translate = useTranslate();
  return <TextField label={translate('screening.statement')} required autoFocus multiline minRows={4} margin="dense" value={text(answers.statement)} onChange={(event) => answer({ statement: event.target.value })} />;
}

export function RejectQuestion({ answers, answer }: QuestionProps) {
  const translate = useTranslate();
  return (
    <>
      <TextField label={translate('actions.reason')} helperText={translate('actions.reason_help')} required autoFocus multiline minRows={2} margin="dense" value={answers.reason ?? ''} onChange={(event) => answer({ reason: event.target.value })} />
      <TextField type="date" label={translate('screening.reapply_on')} helperText={translate('screening.reapply_help')} value={text(answers.reapplyOn)} onChange={(event) => answer({ reapplyOn: event.target.value })} slotProps={{ inputLabel: { shrink: true }, htmlInput: { min: today() } }} />
    </>
  );
}

export function EvidenceQuestion({ answers, answer }: QuestionProps) {
  const translate = useTranslate();
  const partner = useRecordContext<PartnerDetailFragment>();
  const { data } = useQuery({ queryKey: ['criterion-set', partner?.kind], enabled: partner !== undefined, queryFn: ({ signal }) => request(CriterionSetDocument, { kind: partner!.kind }, signal) });
  const criteria = data?.set.criteria ?? [];
  const words = useCriterionWords(criteria);
  const chosen = criteria.find(({ key }) => key === answers.criterion);
  const isShare = chosen?.measure === 'SHARE';
  return (
    <>
      <TextField select required autoFocus label={translate('screening.criterion')} margin="dense" value={text(answers.criterion)} onChange={(event) => answer({ criterion: event.target.value })}>
        {criteria.map(({ key, group }) => <MenuItem key={key} value={key}>{`${translate(`enums.CriterionGroup.${group}`)} · ${words.name(key)}`}</MenuItem>)}
      </TextField>
      <TextField
        required type="number" label={translate('screening.value')} helperText={isShare ? translate('screening.share_help') : chosen?.unit ?? ' '} value={text(answers.value)} onChange={(event) => answer({ value: event.target.value })}
        slotProps={{ htmlInput: { step: 'any', ...(isShare && { min: 0, max: 1 }) } }}
      />
      <TextField required type="number" label={translate('screening.observations')} helperText={translate('screening.observations_help')} value={text(answers.observations ?? '1')} onChange={(event) => answer({ observations: event.target.value })} slotProps={{ htmlInput: { min: 1, step: 1 } }} />
      <TextField required label={translate('screening.source')} helperText={translate('screening.source_help')} value={text(answers.source)} onChange={(event) => answer({ source: event.target.value })} slotProps={{ htmlInput: { maxLength: 300 } }} />
      <TextField required type="date" label={translate('screening.observed_on')} value={text(answers.observedOn ?? today())} onChange={(event) => answer({ observedOn: event.target.value })} slotProps={{ inputLabel: { shrink: true }, htmlInput: { max: today() } }} />
      <div>
        <FormControlLabel control={<Checkbox checked={answers.verified === true} onChange={(event) => answer({ verified: event.target.checked })} />} label={translate('screening.verified')} />
        <FormHelperText>{translate('screening.verified_help')}</FormHelperText>
      </div>
    </>
  );
}

export function ReviewQuestion({ answers, answer }: QuestionProps) {
  const translate = useTranslate();
  return (
    <>
      <TextField select required label={translate('screening.verdict')} margin="dense" value={text(answers.verdict ?? 'ENDORSE')} onChange={(event) => answer({ verdict: event.target.value })}>
        {(['ENDORSE', 'OBJECT'] as const).map((verdict) => <MenuItem key={verdict} value={verdict}>{translate(`enums.ReviewVerdict.${verdict}`)}</MenuItem>)}
      </TextField>
      <TextField label={translate('screening.findings')} required autoFocus multiline minRows={4} value={text(answers.findings)} onChange={(event) => answer({ findings: event.target.value })} />
    </>
  );
}
