import { Button, Stack } from '@mui/material';
import { useMutation } from '@tanstack/react-query';
import { useNotify, useTranslate } from 'react-admin';
import { download } from '../fields/download.js';

/** The sealed contract in both languages and the proof that `tandem verify-contract` checks. */
export function ContractFiles({ version, name }: { version: { id: string }; name: string }) {
  const translate = useTranslate();
  const notify = useNotify();
  const files = [
    { label: 'PDF (中文)', path: 'contract.pdf?lang=zh', name: `${name}.zh.pdf` },
    { label: 'PDF (English)', path: 'contract.pdf?lang=en', name: `${name}.en.pdf` },
    { label: translate('settlement.proof'), path: 'proof.json', name: `${name}.proof.json` },
  ];
  const save = useMutation({
    mutationFn: (file: (typeof files)[number]) => download(`/contracts/${encodeURIComponent(version.id)}/${file.path}`, file.name),
    onError: (error: Error) => notify(translate(error.message, { _: error.message }), { type: 'error' }),
  });
  return (
    <Stack direction="row" sx={{ gap: 1, flexWrap: 'wrap', mt: 1.5 }}>
      {files.map((file) => <Button key={file.path} size="small" variant="outlined" disabled={save.isPending} onClick={() => save.mutate(file)}>{file.label}</Button>)}
    </Stack>
  );
}
