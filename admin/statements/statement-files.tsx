import { Button, Stack, Typography } from '@mui/material';
import { useMutation } from '@tanstack/react-query';
import { useLocale, useNotify, useTranslate } from 'react-admin';
import { Section } from '../fields/section.js';
import { StatementCheckDocument, type StatementDetailFragment } from '../graphql/documents.js';
import { request } from '../providers/request.js';
import { accessToken } from '../providers/session.js';

const files = ['statement.pdf', 'statement.csv', 'proof.json'] as const;

/** Files need the token, which no link carries: they are fetched, and saved under the name that the api gives. */
async function download(id: string, file: string, locale: string, code: string): Promise<void> {
  const answer = await fetch(`/statements/${encodeURIComponent(id)}/${file}?lang=${locale}`, { headers: { authorization: `Bearer ${await accessToken()}` } });
  if (!answer.ok) throw new Error('errors.UNAVAILABLE');
  const link = document.createElement('a');
  link.href = URL.createObjectURL(await answer.blob());
  link.download = `${code}.${file.split('.')[1]}`;
  link.click();
  URL.revokeObjectURL(link.href);
}

/** Papers of an issued statement, and the question whether it is still what history says. */
export function StatementFiles({ statement }: { statement: StatementDetailFragment }) {
  const translate = useTranslate();
  const locale = useLocale();
  const notify = useNotify();
  const fail = (error: Error) => notify(translate(error.message, { _: error.message }), { type: 'error' });
  const save = useMutation({ mutationFn: (file: string) => download(statement.id, file, locale, statement.code), onError: fail });
  const check = useMutation({ mutationFn: async () => (await request(StatementCheckDocument, { id: statement.id })).check, onError: fail });
  return (
    <Section title="settlement.files">
      <Stack direction="row" sx={{ gap: 1, flexWrap: 'wrap' }}>
        {files.map((file) => <Button key={file} size="small" variant="outlined" disabled={save.isPending} onClick={() => save.mutate(file)}>{file.split('.')[1] === 'json' ? translate('settlement.proof') : file.split('.')[1].toUpperCase()}</Button>)}
        <Button size="small" variant="outlined" disabled={check.isPending} onClick={() => check.mutate()}>{translate('settlement.check')}</Button>
      </Stack>
      {check.data && <Typography role="status" variant="body2" sx={{ mt: 1.5 }} color={check.data.isSame ? 'success.main' : 'error'}>{translate(check.data.isSame ? 'settlement.check_same' : 'settlement.check_differs', { lines: check.data.lines })}</Typography>}
      <Typography variant="caption" component="p" color="text.secondary" sx={{ mt: 1.5, overflowWrap: 'anywhere' }}>SHA-256 {statement.hash}</Typography>
    </Section>
  );
}
