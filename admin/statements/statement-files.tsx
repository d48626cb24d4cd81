import { Button, Stack, Typography } from '@mui/material';
import { useMutation } from '@tanstack/react-query';
import { useLocale, useNotify, useTranslate } from 'react-admin';
import { download } from '../fields/download.js';
import { Section } from '../fields/section.js';
import { StatementCheckDocument, type StatementDetailFragment } from '../graphql/documents.js';
import { request } from '../providers/request.js';

const files = ['statement.pdf', 'statement.csv', 'proof.json'] as const;

/** Papers of an issued statement, and the question whether it is still what history says. */
export function StatementFiles({ statement }: { statement: StatementDetailFragment }) {
  const translate = useTranslate();
  const locale = useLocale();
  const notify = useNotify();
  const fail = (error: Error) => notify(translate(error.message, { _: error.message }), { type: 'error' });
  const save = useMutation({ mutationFn: (file: string) => download(`/statements/${encodeURIComponent(statement.id)}/${file}?lang=${locale}`, `${statement.code}.${file.split('.')[1]}`), onError: fail });
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
