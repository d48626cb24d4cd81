import { Alert, Button, Dialog, DialogActions, DialogContent, DialogTitle, TextField } from '@mui/material';
import { useState } from 'react';
import { useNotify, useRefresh, useTranslate } from 'react-admin';
import { ConnectorRotateSecretDocument, type ConnectorDetailFragment } from '../graphql/documents.js';
import { unwrap } from '../providers/post.js';
import { RequestError } from '../providers/problems.js';
import { request } from '../providers/request.js';

export function RotateSecretButton({ connector }: { connector: ConnectorDetailFragment }) {
  const translate = useTranslate();
  const [open, setOpen] = useState(false);
  return (
    <>
      <Button size="small" variant="outlined" onClick={() => setOpen(true)} data-action="connectorRotateSecret">{translate('actions.connectorRotateSecret')}</Button>
      {open && <RotateSecretDialog connector={connector} close={() => setOpen(false)} />}
    </>
  );
}

/** Asks first, then shows the new secret, once; the page is loaded again when the secret has been put away. */
function RotateSecretDialog({ connector, close }: { connector: ConnectorDetailFragment; close(): void }) {
  const [translate, notify, refresh] = [useTranslate(), useNotify(), useRefresh()];
  const [secret, setSecret] = useState<string | null>(null);
  const [busy, setBusy] = useState(false);

  const rotate = async () => {
    setBusy(true);
    try {
      setSecret(unwrap((await request(ConnectorRotateSecretDocument, { input: { id: connector.id, expectedVersion: connector.version } })).outcome).secret);
    } catch (error) {
      const message = error instanceof RequestError ? error.message : 'errors.INTERNAL';
      notify(translate(message, { _: message }), { type: 'error' });
      refresh();
    } finally {
      setBusy(false);
    }
  };
  const finish = () => {
    close();
    if (secret) refresh();
  };

  return (
    <Dialog open onClose={secret ? undefined : close} fullWidth maxWidth="sm" aria-labelledby="secret-title">
      <DialogTitle id="secret-title">{translate('actions.connectorRotateSecret')}</DialogTitle>
      <DialogContent>
        <Alert severity="warning" sx={{ mb: 2 }}>{translate(secret ? 'connectors.secret_once' : 'connectors.secret_rotate')}</Alert>
        {secret && <TextField label={translate('connectors.secret')} value={secret} fullWidth margin="dense" slotProps={{ htmlInput: { readOnly: true, style: { fontFamily: 'monospace' } } }} onFocus={(event) => event.target.select()} />}
      </DialogContent>
      <DialogActions>
        {secret && <CopyButton text={secret} />}
        <Button onClick={finish}>{translate(secret ? 'console.close' : 'ra.action.cancel')}</Button>
        {!secret && <Button variant="contained" disabled={busy} onClick={() => void rotate()}>{translate('ra.action.confirm')}</Button>}
      </DialogActions>
    </Dialog>
  );
}

/** Browsers give the clipboard to secure contexts alone; elsewhere the field is selected by a click and copied by hand. */
function CopyButton({ text }: { text: string }) {
  const translate = useTranslate();
  const [copied, setCopied] = useState(false);
  const clipboard = navigator.clipboard as Clipboard | undefined;
  if (!clipboard) return null;
  return <Button onClick={() => void clipboard.writeText(text).then(() => setCopied(true), () => setCopied(false))}>{translate(copied ? 'connectors.copied' : 'connectors.copy')}</Button>;
}
