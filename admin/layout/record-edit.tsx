import type { ReactNode } from 'react';
import { Edit, SaveButton, ShowButton, SimpleForm, Toolbar, TopToolbar, useNotify, useRefresh, useTranslate } from 'react-admin';
import { whole } from './record-page.js';
import { RequestError } from '../providers/problems.js';

/**
 * An edit that waits for the server and carries the version that the person saw. On a conflict the newest state is
 * loaded and the sentence says so, instead of one change silently burying another.
 */
export function RecordEdit({ children }: { children: ReactNode }) {
  const [notify, refresh, translate] = [useNotify(), useRefresh(), useTranslate()];
  const onError = (error: unknown) => {
    const message = error instanceof RequestError ? error.message : 'errors.INTERNAL';
    notify(translate(message, { _: message }), { type: 'error', autoHideDuration: 8000 });
    if (error instanceof RequestError && error.status === 409) refresh();
  };
  return (
    <Edit queryOptions={{ meta: whole }} mutationMode="pessimistic" redirect="show" mutationOptions={{ onError }} actions={<TopToolbar><ShowButton /></TopToolbar>}>
      <SimpleForm sx={{ maxWidth: 720 }} toolbar={<Toolbar><SaveButton /></Toolbar>}>{children}</SimpleForm>
    </Edit>
  );
}
