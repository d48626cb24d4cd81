import { Alert, Box, Button, Card, Stack, TextField, Typography } from '@mui/material';
import { useState } from 'react';
import { LocalesMenuButton, ToggleThemeButton, useLogin, useTranslate } from 'react-admin';

export function SignInPage() {
  const translate = useTranslate();
  const login = useLogin();
  const [values, setValues] = useState({ email: '', password: '' });
  const [busy, setBusy] = useState(false);
  const [problem, setProblem] = useState<string | null>(null);

  const submit = async (event: React.FormEvent) => {
    event.preventDefault();
    setBusy(true);
    setProblem(null);
    try {
      await login(values);
    } catch (error) {
      const message = error instanceof Error ? error.message : 'errors.INTERNAL';
      setProblem(translate(message, { _: message }));
      setBusy(false);
    }
  };

  const field = (name: keyof typeof values, autoComplete: string) => ({
    name, autoComplete, required: true, fullWidth: true, size: 'medium' as const, label: translate(`ra.auth.${name}`), value: values[name],
    onChange: (event: React.ChangeEvent<HTMLInputElement>) => setValues({ ...values, [name]: event.target.value }),
  });

  return (
    <Box component="main" sx={{ minHeight: '100vh', display: 'grid', placeItems: 'center', p: 2, bgcolor: 'background.default', color: 'text.primary' }}>
      <Card sx={{ width: '100%', maxWidth: 400, p: 4 }}>
        <Stack direction="row" sx={{ justifyContent: 'space-between', alignItems: 'center', mb: 2 }}>
          <img src={`${import.meta.env.BASE_URL}icon.svg`} width={40} height={40} alt="" />
          <Stack direction="row"><LocalesMenuButton /><ToggleThemeButton /></Stack>
        </Stack>
        <Typography variant="h1" gutterBottom>{translate('console.name')}</Typography>
        <Typography color="text.secondary" sx={{ mb: 3 }}>{translate('console.tagline')}</Typography>
        <Stack component="form" sx={{ gap: 2 }} onSubmit={(event) => void submit(event)}>
          {problem && <Alert severity="error">{problem}</Alert>}
          <TextField {...field('email', 'username')} type="email" autoFocus />
          <TextField {...field('password', 'current-password')} type="password" />
          <Button type="submit" variant="contained" size="large" disabled={busy}>{translate('ra.auth.sign_in')}</Button>
        </Stack>
      </Card>
    </Box>
  );
}
