import { defaultDarkTheme, defaultLightTheme, type RaThemeOptions } from 'react-admin';

/** Fonts of the machine only: nothing is fetched from elsewhere, and Chinese and Latin sit on one line well. */
const fontFamily = 'system-ui, -apple-system, "Segoe UI", Roboto, "PingFang SC", "Hiragino Sans GB", "Microsoft YaHei", "Noto Sans CJK SC", "Noto Sans SC", sans-serif';

const shape = { borderRadius: 8 };

const typography = {
  fontFamily,
  h1: { fontSize: '1.6rem', fontWeight: 650 },
  h2: { fontSize: '1.2rem', fontWeight: 650 },
  h3: { fontSize: '1rem', fontWeight: 650 },
  h6: { fontSize: '1.1rem', fontWeight: 600 },
  button: { textTransform: 'none' as const, fontWeight: 600 },
};

const components: RaThemeOptions['components'] = {
  MuiPaper: { styleOverrides: { root: { backgroundImage: 'none' } } },
  MuiCard: { defaultProps: { variant: 'outlined' } },
  MuiTextField: { defaultProps: { variant: 'outlined', margin: 'dense', size: 'small', fullWidth: true } },
  MuiFormControl: { defaultProps: { variant: 'outlined', margin: 'dense', size: 'small', fullWidth: true } },
  RaTopToolbar: { styleOverrides: { root: { backgroundColor: 'transparent !important' } } },
  RaSimpleList: { styleOverrides: { root: { '& .RaSimpleList-tertiary': { opacity: 1 } } } },
  RaToolbar: { styleOverrides: { root: { backgroundColor: 'transparent' } } },
  MuiTableCell: { styleOverrides: { head: { fontWeight: 650, whiteSpace: 'nowrap' } } },
  MuiChip: { styleOverrides: { root: { fontWeight: 550 } } },
};

export const lightTheme: RaThemeOptions = {
  ...defaultLightTheme,
  palette: {
    mode: 'light',
    primary: { main: '#0f766e' },
    secondary: { main: '#115e59' },
    success: { main: '#15803d' },
    warning: { main: '#b45309' },
    error: { main: '#b91c1c' },
    info: { main: '#1d4ed8' },
    background: { default: '#f6f8f8', paper: '#ffffff' },
    text: { primary: '#14201f', secondary: '#4a5a58' },
  },
  shape,
  typography,
  components: { ...defaultLightTheme.components, ...components },
  sidebar: { width: 208 },
};

export const darkTheme: RaThemeOptions = {
  ...defaultDarkTheme,
  palette: {
    mode: 'dark',
    primary: { main: '#5eead4' },
    secondary: { main: '#99f6e4' },
    success: { main: '#4ade80' },
    warning: { main: '#fbbf24' },
    error: { main: '#fca5a5' },
    info: { main: '#93c5fd' },
    background: { default: '#0e1515', paper: '#162020' },
    text: { primary: '#e8f0ef', secondary: '#a9bab7' },
  },
  shape,
  typography,
  components: { ...defaultDarkTheme.components, ...components },
  sidebar: { width: 208 },
};
