import { expect, test } from '@jest/globals';
import { readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { en } from '../../admin/messages/en.js';
import { errorTable } from '../../server/platform/errors.js';

function sources(folder: string): string[] {
  return readdirSync(folder, { withFileTypes: true }).flatMap((entry) => {
    const path = join(folder, entry.name);
    if (entry.isDirectory()) return entry.name === 'messages' || entry.name === 'graphql' ? [] : sources(path);
    return /\.tsx?$/.test(entry.name) ? [readFileSync(path, 'utf8')] : [];
  });
}

function leaves(value: unknown, path: string): string[] {
  return typeof value === 'string' ? [path] : Object.entries(value as object).flatMap(([key, inner]) => leaves(inner, `${path}.${key}`));
}

const code = sources('admin').join('\n');
const sections = Object.keys(en).join('|');
const all = new Set(Object.entries(en).flatMap(([section, value]) => leaves(value, section)));
const literal = [...code.matchAll(new RegExp(`['"]((?:${sections})\\.[\\w.-]+)['"]`, 'g'))].map(([, key]) => key);
/** What stands before the first `${` of a template: every key that begins so may be meant. */
const prefixes = [...code.matchAll(new RegExp(`\`((?:${sections})\\.[\\w.-]*)\\$\\{`, 'g'))].map(([, prefix]) => prefix);

test('every text that the console asks for is there', () => {
  expect(literal.length).toBeGreaterThan(100);
  expect([...new Set(literal)].filter((key) => !all.has(key))).toEqual([]);
  expect(prefixes.filter((prefix) => ![...all].some((key) => key.startsWith(prefix)))).toEqual([]);
});

test('no text is kept that nothing asks for', () => {
  const asked = new Set(literal);
  // Fields and framework texts are looked up by react-admin itself; errors by the codes of the api.
  const bySomebodyElse = /^(ra|resources|errors)\./;
  expect([...all].filter((key) => !bySomebodyElse.test(key) && !asked.has(key) && !prefixes.some((prefix) => key.startsWith(prefix)))).toEqual([]);
});

test('every code with which the api refuses has its sentence', () => {
  expect(Object.keys(errorTable).filter((errorCode) => !(errorCode in en.errors))).toEqual([]);
});
