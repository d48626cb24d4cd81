import { Box, LinearProgress } from '@mui/material';
import { useState, type ReactNode } from 'react';
import { AppBar, CheckForApplicationUpdate, Layout, LocalesMenuButton, RefreshIconButton, TitlePortal, ToggleThemeButton, useGetIdentity, useLoading, UserMenu, useTranslate } from 'react-admin';
import { ConsoleMenu } from './console-menu.js';
import { Palette, PaletteButton } from './palette.js';

/** Named after the person, as its text is: what is read aloud and what is seen are the same. */
function ConsoleUserMenu() {
  const { identity } = useGetIdentity();
  return <UserMenu label={identity?.fullName ?? 'ra.auth.user_menu'} />;
}

function Busy() {
  const translate = useTranslate();
  return useLoading() ? <LinearProgress aria-label={translate('ra.page.loading')} sx={{ position: 'absolute', insetInline: 0, bottom: 0, height: 2 }} /> : null;
}

function ConsoleAppBar() {
  const [open, setOpen] = useState(false);
  return (
    <AppBar
      color="default" elevation={0} userMenu={<ConsoleUserMenu />} toolbar={<><LocalesMenuButton /><ToggleThemeButton /><RefreshIconButton /></>}
      sx={{ borderBottom: 1, borderColor: 'divider', bgcolor: 'background.paper', color: 'text.primary',
        // Where there is no room, the globe says enough and the title is worth more than the language's name.
        '& .RaLocalesMenuButton-languageButton': { minWidth: 0, fontSize: { xs: 0, sm: 'inherit' }, '& .MuiButton-endIcon': { display: { xs: 'none', sm: 'inherit' } }, '& .MuiButton-startIcon': { mr: { xs: 0, sm: 1 } } },
      }}
    >
      <TitlePortal variant="h1" sx={{ fontSize: '1.1rem', minWidth: 0 }} />
      <PaletteButton open={() => setOpen(true)} />
      <Palette open={open} setOpen={setOpen} />
      <Busy />
    </AppBar>
  );
}

export function ConsoleLayout({ children }: { children: ReactNode }) {
  return (
    <Layout appBar={ConsoleAppBar} menu={ConsoleMenu} sx={{ '& .RaLayout-content': { px: { xs: 1, sm: 2, md: 3 }, pb: 4, minWidth: 0 }, minWidth: 0 }}>
      <Box sx={{ minWidth: 0, width: '100%', pt: 1 }}>{children}</Box>
      <CheckForApplicationUpdate />
    </Layout>
  );
}
