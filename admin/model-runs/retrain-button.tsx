import ModelIcon from '@mui/icons-material/ModelTrainingOutlined';
import { Alert, Button, Dialog, DialogActions, DialogContent, DialogTitle, MenuItem, TextField, Typography } from '@mui/material';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { usePermissions, useTranslate } from 'react-admin';
import { useNavigate } from 'react-router-dom';
import { ModelChoicesDocument, RetrainStartDocument } from '../graphql/documents.js';
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

function RetrainDialog({ close }: { close(): void }) {
  const translate = useTranslate();
  const navigate = useNavigate();
  const { data: choices } = useQuery({ queryKey: ['model-choices'], queryFn: async ({ signal }) => (await request(ModelChoicesDocument, {}, signal)).modelChoices, staleTime: Infinity });
  const [values, setValues] = useState({ model: 'auto', adModel: 'm0', params: '', reason: '' });
  const params = choices?.candidates.find(({ name }) => name === values.model)?.params ?? [];
  const [busy, setBusy] = useState(false);
  const [problem, setProblem] = useState<string | null>(null);
  const field = (name: keyof typeof values) => ({ value: values[name], margin: 'dense' as const, fullWidth: true, onChange: (event: React.ChangeEvent<HTMLInputElement>) => setValues({ ...values, [name]: event.target.value }) });

  const start = async () => {
    setBusy(true);
    setProblem(null);
    try {
      const given: unknown = values.params.trim() ? JSON.parse(values.params) : undefined;
      const run = unwrap((await request(RetrainStartDocument, { input: { scenario: 'home', model: values.model, adModel: values.adModel, params: given, reason: values.reason.trim() || undefined } })).outcome);
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
            {(choices?.candidates ?? [{ name: 'auto' }]).map(({ name }) => <MenuItem key={name} value={name}>{name === 'auto' ? translate('runs.default_model') : name}</MenuItem>)}
          </TextField>
          <TextField select label={translate('resources.model-runs.fields.adModel')} {...field('adModel')}>
            {(choices?.ads ?? ['m0']).map((name) => <MenuItem key={name} value={name}>{name}</MenuItem>)}
          </TextField>
          <TextField label={translate('runs.params')} placeholder='{"lambda": 300}' multiline helperText={params.join(', ')} {...field('params')} />
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
