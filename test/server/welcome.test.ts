import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { readConfig } from '../../server/platform/config.js';
import { welcome } from '../../server/welcome.js';

let folder: string;
beforeAll(() => { folder = mkdtempSync(join(tmpdir(), 'tandem-welcome-')); });
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const config = () => readConfig({ PORT: '4100', PUBLIC_URL: 'https://tandem.example/', TANDEM_DATA_DIR: '/data' });

test('shows the addresses, the accounts and the query, and is ready in its last line', () => {
  const file = join(folder, 'demo.json');
  writeFileSync(file, JSON.stringify({
    accounts: [{ role: 'partner_manager', email: 'manager@demo.example', password: 'one' }, { role: 'reader', email: 'li@demo.example', password: 'two' }],
    query: '{\n  feed\n}\n',
  }));
  expect(welcome(config(), file)).toEqual([
    '',
    '  GraphQL   https://tandem.example/graphql',
    '  Console   https://tandem.example/admin',
    '',
    '  Demo accounts',
    '    manager@demo.example  one  partner manager',
    '    li@demo.example       two  reader',
    '',
    '  A query to try',
    '    {',
    '      feed',
    '    }',
    '',
    '  Logs are in /data/logs. Ctrl-C stops everything.',
    '',
    'ready http://localhost:4100/graphql',
  ]);
});

test('without a demo says only where things are', () => {
  expect(welcome(config(), join(folder, 'none.json'))).toHaveLength(7);
});
