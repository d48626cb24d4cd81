import ModelIcon from '@mui/icons-material/ModelTrainingOutlined';
import { Alert, Button, Dialog, DialogActions, DialogContent, DialogTitle, MenuItem, TextField, Typography } from '@mui/material';
import { useState } from 'react';
import { usePermissions, useTranslate } from 'react-admin';
import { useNavigate } from 'react-router-dom';
import { RetrainStartDocument } from '../graphql/documents.js';
import { unwrap } from '../providers/post.js';
import { RequestError } from '../providers/problems.js';
import { request } from '../providers/request.js';

/** Starts a run, or leads to the one that is active: the api answers with whichever it is. */
export function RetrainButton() {
  const translate = useTranslate();
  const { permissions = [] } = usePermissions<string[]>();
  const [open, setOpen] = useState(false);
  if (!permissions.includes('retrainStart')) return null;
  return (
    <>
      <Button variant="contained" size="small" startIcon={<ModelIcon />} onClick={() => setOpen(true)} data-action="retrainStart">{translate('runs.retrain')}</Button>
      {open && <RetrainDialog close={() => setOpen(false)} />}
    </>
  );
}

const models = ['auto', 'ease', 'graph-filter', 'popularity'];

function RetrainDialog({ close }: { close(): void }) {
  const translate = useTranslate();
  const navigate = useNavigate();
  const [values, setValues] = useState({ model: 'auto', params: '', reason: '' });
  const [busy, setBusy] = useState(false);
  const [problem, setProblem] = useState<string | null>(null);
  const field = (name: keyof typeof values) => ({ value: values[name], margin: 'dense' as const, fullWidth: true, onChange: (event: React.ChangeEvent<HTMLInputElement>) => setValues({ ...values, [name]: event.target.value }) });

  const start = async () => {
    setBusy(true);
    setProblem(null);
    try {
      const params: unknown = values.params.trim() ? JSON.parse(values.params) : undefined;
      const run = unwrap((await request(RetrainStartDocument, { input: { scenario: 'home', model: values.model, params, reason: values.reason.trim() || undefined } })).outcome);
      close();
      void navigate(`/model-runs/${encodeURIComponent(run.id)}/show`);
    } catch (error) {
      const message = error instanceof SyntaxError ? 'runs.invalid_json' : error instanceof RequestError ? error.message : 'errors.INTERNAL';
      setProblem(translate(message, { _: message }));
      setBusy(false);
    }
  };

  return (
    <Dialog open onClose={close} fullWidth maxWidth="sm" aria-labelledby="retrain-title">
      <form onSubmit={(event) => { event.preventDefault(); void start(); }}>
        <DialogTitle id="retrain-title">{translate('runs.retrain')}</DialogTitle>
        <DialogContent>
          <Typography color="text.secondary" sx={{ mb: 1 }}>{translate('runs.retrain_help')}</Typography>
          {problem && <Alert severity="error" sx={{ mb: 1 }}>{problem}</Alert>}
          <TextField select label={translate('resources.model-runs.fields.model')} {...field('model')}>
            {models.map((model) => <MenuItem key={model} value={model}>{model === 'auto' ? translate('runs.default_model') : model}</MenuItem>)}
          </TextField>
          <TextField label={translate('runs.params')} placeholder='{"lambda": 300}' multiline {...field('params')} />
          <TextField label={translate('actions.reason')} {...field('reason')} />
        </DialogContent>
        <DialogActions>
          <Button onClick={close}>{translate('ra.action.cancel')}</Button>
          <Button type="submit" variant="contained" disabled={busy}>{translate('runs.retrain')}</Button>
        </DialogActions>
      </form>
    </Dialog>
  );
}
