import { Alert, Button, Dialog, DialogActions, DialogContent, DialogTitle, TextField } from '@mui/material';
import { useState } from 'react';
import { useTranslate } from 'react-admin';
import { newKey, type Action, type Answers } from './action.js';

interface AskDialogProps {
  title: string;
  warning?: string;
  action: Action<never>;
  busy: boolean;
  close(): void;
  confirm(answers: Answers): void;
}

export function AskDialog({ title, warning, action, busy, close, confirm }: AskDialogProps) {
  const translate = useTranslate();
  const [answers, setAnswers] = useState<Answers>(() => ({ key: newKey() }));
  const { ask: Question } = action;
  const wantsReason = Question === 'reason' || Question === 'remark';
  const missing = Question === 'reason' && !answers.reason?.trim();

  return (
    <Dialog open onClose={close} fullWidth maxWidth="sm" aria-labelledby="ask-title">
      <form onSubmit={(event) => { event.preventDefault(); event.stopPropagation(); if (!missing) confirm(answers); }}>
        <DialogTitle id="ask-title">{title}</DialogTitle>
        <DialogContent sx={{ display: 'grid', gap: 2 }}>
          {warning && <Alert severity={action.danger ? 'warning' : 'info'} sx={{ overflowWrap: 'anywhere' }}>{warning}</Alert>}
          {wantsReason && (
            <TextField
              label={translate('actions.reason')} helperText={translate('actions.reason_help')} required={Question === 'reason'} autoFocus multiline minRows={2} margin="dense"
              value={answers.reason ?? ''} onChange={(event) => setAnswers({ ...answers, reason: event.target.value })}
            />
          )}
          {typeof Question !== 'string' && <Question answers={answers} answer={(changes) => setAnswers((before) => ({ ...before, ...changes }))} />}
        </DialogContent>
        <DialogActions>
          <Button onClick={close}>{translate('ra.action.cancel')}</Button>
          <Button type="submit" variant="contained" color={action.danger ? 'error' : 'primary'} disabled={busy || missing} autoFocus={!wantsReason}>{translate('ra.action.confirm')}</Button>
        </DialogActions>
      </form>
    </Dialog>
  );
}
