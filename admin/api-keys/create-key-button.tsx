import { Alert, Button, Checkbox, Dialog, DialogActions, DialogContent, DialogTitle, FormControlLabel, FormGroup, FormLabel, TextField } from '@mui/material';
import { useState } from 'react';
import { useNotify, useRefresh, useTranslate } from 'react-admin';
import { ApiKeyCreateDocument } from '../graphql/documents.js';
import { en } from '../messages/en.js';
import { unwrap } from '../providers/post.js';
import { RequestError } from '../providers/problems.js';
import { request } from '../providers/request.js';

const scopes = Object.keys(en.keys.scopes);

export function CreateKeyButton() {
  const translate = useTranslate();
  const [open, setOpen] = useState(false);
  return (
    <>
      <Button variant="contained" size="small" onClick={() => setOpen(true)} data-action="apiKeyCreate">{translate('actions.apiKeyCreate')}</Button>
      {open && <CreateKeyDialog close={() => setOpen(false)} />}
    </>
  );
}

/** Asks for name and scopes, then shows the secret, once. */
function CreateKeyDialog({ close }: { close(): void }) {
  const [translate, notify, refresh] = [useTranslate(), useNotify(), useRefresh()];
  const [name, setName] = useState('');
  const [chosen, setChosen] = useState<string[]>([]);
  const [secret, setSecret] = useState<string | null>(null);

  const create = async () => {
    try {
      setSecret(unwrap((await request(ApiKeyCreateDocument, { input: { name, scopes: chosen } })).outcome).secret);
      refresh();
    } catch (error) {
      const message = error instanceof RequestError ? error.message : 'errors.INTERNAL';
      notify(translate(message, { _: message }), { type: 'error' });
    }
  };

  return (
    <Dialog open onClose={secret ? undefined : close} fullWidth maxWidth="sm" aria-labelledby="key-title">
      <form onSubmit={(event) => { event.preventDefault(); void create(); }}>
        <DialogTitle id="key-title">{translate('actions.apiKeyCreate')}</DialogTitle>
        {secret ? (
          <DialogContent>
            <Alert severity="warning" sx={{ mb: 2 }}>{translate('keys.secret_once')}</Alert>
            <TextField label={translate('keys.secret')} value={secret} fullWidth slotProps={{ htmlInput: { readOnly: true, style: { fontFamily: 'monospace' } } }} onFocus={(event) => event.target.select()} />
          </DialogContent>
        ) : (
          <DialogContent sx={{ display: 'grid', gap: 2 }}>
            <TextField label={translate('resources.api-keys.fields.name')} value={name} required autoFocus margin="dense" onChange={(event) => setName(event.target.value)} />
            <FormGroup>
              <FormLabel>{translate('resources.api-keys.fields.scopes')}</FormLabel>
              {scopes.map((scope) => (
                <FormControlLabel
                  key={scope} label={`${translate(`keys.scopes.${scope}`)} (${scope})`}
                  control={<Checkbox checked={chosen.includes(scope)} onChange={(_, on) => setChosen(on ? [...chosen, scope] : chosen.filter((one) => one !== scope))} />}
                />
              ))}
            </FormGroup>
          </DialogContent>
        )}
        <DialogActions>
          <Button onClick={close}>{translate(secret ? 'console.close' : 'ra.action.cancel')}</Button>
          {!secret && <Button type="submit" variant="contained" disabled={!name.trim() || chosen.length === 0}>{translate('ra.action.create')}</Button>}
        </DialogActions>
      </form>
    </Dialog>
  );
}
