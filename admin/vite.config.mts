import react from '@vitejs/plugin-react';
import { defineConfig } from 'vite';

const api = process.env.API_URL ?? 'http://localhost:4000';

/** What only charts need. */
const chartPackages = '@mui/x-|d3-|@react-spring/|flatqueue|bezier-easing|reselect|robust-predicates|delaunator|internmap';

export default defineConfig({
  root: import.meta.dirname,
  base: '/admin/',
  plugins: [react()],
  build: {
    outDir: '../dist/admin',
    emptyOutDir: true,
    // The polyfill would be the only inline-able script; every supported browser has module preload.
    modulePreload: { polyfill: false },
    chunkSizeWarningLimit: 1200,
    // Few files instead of one per component: what every page needs in one that rarely changes, the charts apart.
    rolldownOptions: {
      output: {
        codeSplitting: {
          groups: [
            { name: 'framework', priority: 2, test: new RegExp(`node_modules/(?!${chartPackages})`) },
            { name: 'charts', priority: 1, test: /node_modules/ },
          ],
        },
      },
    },
  },
  // `vite admin` beside a running api: the same origin for cookies, so that signing in works as in production.
  server: { port: 5173, proxy: { '/graphql': api } },
});
