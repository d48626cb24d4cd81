const { availableParallelism } = require('node:os');

/** Native ESM through SWC: the same module form as `node dist`, with decorator metadata. */
module.exports = {
  testEnvironment: '<rootDir>/test/support/node-environment.cjs',
  // Jest leaves one core to itself; on two that would be one test file after another, half of whose time is waiting.
  maxWorkers: Math.max(2, availableParallelism() - 1),
  // A stalled machine makes a test slow, not wrong.
  testTimeout: 60_000,
  roots: ['<rootDir>/test'],
  testMatch: ['**/*.test.ts'],
  testPathIgnorePatterns: ['/node_modules/', '<rootDir>/test/browser/'],
  globalSetup: '<rootDir>/test/support/global-setup.mjs',
  globalTeardown: '<rootDir>/test/support/global-teardown.mjs',
  extensionsToTreatAsEsm: ['.ts'],
  moduleNameMapper: { '^(\\.{1,2}/.*)\\.js$': '$1' },
  transform: {
    '^.+\\.ts$': ['@swc/jest', {
      jsc: {
        target: 'es2022',
        parser: { syntax: 'typescript', decorators: true },
        transform: { legacyDecorator: true, decoratorMetadata: true, useDefineForClassFields: false },
      },
      module: { type: 'es6' },
    }],
  },
};
