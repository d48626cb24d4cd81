import ModelIcon from '@mui/icons-material/ModelTrainingOutlined';
import { Button } from '@mui/material';
import { useState } from 'react';
import { usePermissions, useTranslate } from 'react-admin';
import { action, type Action } from '../actions/action.js';
import { AskDialog } from '../actions/ask-dialog.js';
import { useAct } from '../actions/use-act.js';
import { RetrainRequestDocument } from '../graphql/documents.js';

const ask = action(RetrainRequestDocument, (_: null, { reason = '' }) => ({ scenario: 'home', reason }), { ask: 'reason' });

/** For those who see what readers get but start no runs themselves. */
export function RequestRetrainButton() {
  const translate = useTranslate();
  const { permissions = [] } = usePermissions<string[]>();
  const { busy, act } = useAct();
  const [open, setOpen] = useState(false);
  if (!permissions.includes('retrainRequest') || permissions.includes('retrainStart')) return null;
  const label = translate('actions.retrainRequest');
  return (
    <>
      <Button variant="contained" size="small" startIcon={<ModelIcon />} onClick={() => setOpen(true)} data-action="retrainRequest">{label}</Button>
      {open && (
        <AskDialog
          title={label} warning={translate('actions.warning.retrainRequest')} action={ask as unknown as Action<never>} busy={busy} close={() => setOpen(false)}
          confirm={(answers) => void act(ask, null, answers, '', label).then((done) => { if (done) setOpen(false); })}
        />
      )}
    </>
  );
}
