import { Button, Chip } from '@mui/material';
import { useState } from 'react';
import { DataTable, FunctionField, usePermissions, useTranslate } from 'react-admin';
import { action } from '../actions/action.js';
import { AskDialog } from '../actions/ask-dialog.js';
import { useAct } from '../actions/use-act.js';
import { MomentField, RelatedField } from '../fields/plain-fields.js';
import { ApiKeyRevokeDocument, type ApiKeyRowFragment } from '../graphql/documents.js';
import { RecordList } from '../layout/record-list.js';
import { CreateKeyButton } from './create-key-button.js';

type Key = ApiKeyRowFragment;

const revoke = action(ApiKeyRevokeDocument, ({ id }: Key) => ({ id }), { ask: 'confirm', danger: true });

export function ApiKeyList() {
  const { permissions = [] } = usePermissions<string[]>();
  return (
    <RecordList
      opens={false} action={permissions.includes('apiKeyCreate') ? <CreateKeyButton /> : <></>}
      card={{ primaryText: (key: Key) => key.name, secondaryText: (key: Key) => `${key.prefix}… · ${key.scopes.join(', ')}`, tertiaryText: (key: Key) => <RevokeButton apiKey={key} /> }}
    >
      <DataTable.Col source="name" disableSort />
      <DataTable.Col source="prefix" disableSort><FunctionField<Key> render={({ prefix }) => <code>{prefix}…</code>} /></DataTable.Col>
      <DataTable.Col source="scopes" disableSort><FunctionField<Key> render={({ scopes }) => scopes.map((scope) => <Chip key={scope} size="small" label={scope} sx={{ mr: 0.5 }} />)} /></DataTable.Col>
      <DataTable.Col source="account" disableSort><RelatedField source="account" to="accounts" text="displayName" /></DataTable.Col>
      <DataTable.Col source="createdAt" disableSort><MomentField source="createdAt" /></DataTable.Col>
      <DataTable.Col source="expiresAt" disableSort><MomentField source="expiresAt" /></DataTable.Col>
      <DataTable.Col source="revokedAt" disableSort><FunctionField<Key> render={(key) => (key.revokedAt ? <MomentField source="revokedAt" /> : <RevokeButton apiKey={key} />)} /></DataTable.Col>
    </RecordList>
  );
}

function RevokeButton({ apiKey }: { apiKey: Key }) {
  const translate = useTranslate();
  const { busy, act } = useAct();
  const [asking, setAsking] = useState(false);
  const label = translate('actions.apiKeyRevoke');
  if (apiKey.revokedAt) return null;
  return (
    <span>
      <Button size="small" color="error" onClick={() => setAsking(true)}>{label}</Button>
      {asking && (
        <AskDialog
          title={translate('actions.confirm', { action: label, record: apiKey.name })} warning={translate('actions.warning.apiKeyRevoke')} action={revoke as never} busy={busy} close={() => setAsking(false)}
          confirm={(answers) => void act(revoke, apiKey, answers, '', label).then((done) => { if (done) setAsking(false); })}
        />
      )}
    </span>
  );
}
