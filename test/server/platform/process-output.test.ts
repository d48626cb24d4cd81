import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { existsSync, mkdtempSync, readFileSync, rmSync, truncateSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { ProcessOutput } from '../../../server/platform/process-output.js';

let folder: string;
beforeAll(() => { folder = mkdtempSync(join(tmpdir(), 'tandem-output-')); });
afterAll(() => rmSync(folder, { recursive: true, force: true }));

test('keeps every line in the file, and shows warnings and words that are not ours', () => {
  const shown: string[] = [];
  const file = join(folder, 'logs', 'api.log');
  const output = new ProcessOutput('api', file, (line) => shown.push(line));
  const lines = ['{"level":30,"msg":"quiet"}', '{"level":40,"msg":"slow"}', '{"level":50,"msg":"failed","err":{"message":"no disk"}}', 'Segmentation fault', '42'];
  for (const line of lines) output.write(line);
  expect(readFileSync(file, 'utf8')).toBe(`${lines.join('\n')}\n`);
  expect(shown).toEqual(['api: slow', 'api: failed (no disk)', 'api: Segmentation fault', 'api: 42']);
});

test('goes on in a new file when the old one is large, and keeps one', () => {
  const file = join(folder, 'worker.log');
  writeFileSync(file, '');
  truncateSync(file, 20 * 1024 * 1024 + 1);
  const output = new ProcessOutput('worker', file, () => {});
  output.write('{"level":30}');
  expect(readFileSync(file, 'utf8')).toBe('{"level":30}\n');
  expect(existsSync(`${file}.1`)).toBe(true);
});
