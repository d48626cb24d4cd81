import { TextField } from '@mui/material';
import { useTranslate } from 'react-admin';
import type { Answers, QuestionProps } from '../actions/action.js';

export interface SinceAnswers extends Answers { since?: string }

/** As an input of type datetime-local wants it, in the viewer's zone. */
function localText(date: Date): string {
  return new Date(date.getTime() - date.getTimezoneOffset() * 60_000).toISOString().slice(0, 16);
}

const yesterday = () => localText(new Date(Date.now() - 86_400_000));

export function moment(since = yesterday()): string {
  return new Date(since).toISOString();
}

export function SinceQuestion({ answers, answer }: QuestionProps) {
  const translate = useTranslate();
  const { since = yesterday() } = answers as SinceAnswers;
  return (
    <TextField
      type="datetime-local" required margin="dense" label={translate('connectors.since')} helperText={translate('connectors.since_help')} value={since}
      onChange={(event) => answer({ since: event.target.value })} slotProps={{ inputLabel: { shrink: true } }}
    />
  );
}
