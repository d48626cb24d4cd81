import { expect, test } from '@jest/globals';
import { ConfigError, readConfig } from '../../../server/platform/config.js';

test('what would open a platform to everybody is off in production unless somebody says otherwise', () => {
  const open = (env: NodeJS.ProcessEnv) => { const { demo, introspection, paymentSandbox } = readConfig(env); return { demo, introspection, paymentSandbox }; };
  expect(open({})).toEqual({ demo: true, introspection: true, paymentSandbox: true });
  expect(open({ NODE_ENV: 'production' })).toEqual({ demo: false, introspection: false, paymentSandbox: false });
  expect(open({ NODE_ENV: 'production', DEMO: 'on', INTROSPECTION: 'on' })).toEqual({ demo: true, introspection: true, paymentSandbox: false });
  expect(open({ NODE_ENV: 'production', PAYMENT_SANDBOX: 'on' }).paymentSandbox).toBe(true);
  expect(open({ DEMO: 'off', INTROSPECTION: '' })).toEqual({ demo: false, introspection: true, paymentSandbox: true });
});

test('every broken variable is named with the form that it should have', () => {
  expect(() => readConfig({ DEMO: 'maybe', PORT: '70000' })).toThrow(ConfigError);
  expect(() => readConfig({ DEMO: 'maybe', PORT: '70000' })).toThrow(/PORT must be a whole number from 1 to 65535, but it is "70000"\.\nDEMO must be on or off, but it is "maybe"\./);
});
