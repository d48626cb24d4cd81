import { expect, test } from '@jest/globals';
import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { buildSchema, type GraphQLObjectType } from 'graphql';
import * as documents from '../../admin/graphql/documents.js';

test('admin/graphql/documents.ts is what the contract and the documents say; if not, run "npm run codegen"', () => {
  const codegen = ['node_modules/@graphql-codegen/cli/cjs/bin.js', '--config', 'admin/codegen.ts', '--check'];
  expect(() => execFileSync(process.execPath, codegen, { stdio: 'pipe' })).not.toThrow();
}, 60_000);

/** Mutations that no button of the console calls, and why. */
const notForTheConsole = new Set([
  'partnerApply', // of organisations, on the platform's own site; staff enter a partner and record its application
  'criterionSetPublish', // once in a year or so, from a document of the experts' judgements
  'signUp', 'passwordChange', // of the account's owner, in the reader's app
  'checkoutStart', 'orderPay', 'track', 'personalisationSet', // what readers do
  'consentGive', 'consentWithdraw', // of the reader, in the reader's app
  'dataExportRequest', 'partnerAggregate', // asked by partners' programs; the console shows what came of it
  'contentRevert', // by publication; the console shows versions, not yet publications
]);

test('every mutation of the contract has its button, or a reason to have none', () => {
  const schema = buildSchema(readFileSync('schema/schema.graphql', 'utf8'));
  const called = new Set(Object.values(documents).flatMap((document) => [...String(document).matchAll(/^ {2}outcome: (\w+)/gm)].map(([, name]) => name)));
  const mutations = Object.keys((schema.getMutationType() as GraphQLObjectType).getFields());
  expect(mutations.filter((name) => !called.has(name) && !notForTheConsole.has(name))).toEqual([]);
  expect([...notForTheConsole].filter((name) => called.has(name) || !mutations.includes(name))).toEqual([]);
});
