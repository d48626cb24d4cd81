import 'reflect-metadata';
import { spawn } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import { Audit } from '../../../server/audit/audit.js';
import { ContentImport } from '../../../server/content/content-import.js';
import { Interactions } from '../../../server/feed/interactions.js';
import { RunningNumbers } from '../../../server/feed/running-numbers.js';
import { systemClock } from '../../../server/platform/clock.js';
import { newId } from '../../../server/platform/ids.js';
import { DataImport, pathsIn } from '../../../workers/import/import-data.js';
import { firstSentenceOf } from '../../../workers/import/fields.js';
import { jsonMembers } from '../../../workers/import/json-members.js';
import { parseMapping, type MappingInput } from '../../../workers/import/mapping.js';
import { plainMapping, presets } from '../../../workers/import/presets.js';
import { openTestDatabase, type TestDatabase } from '../../support/database.js';
import { loader, sourceScript } from '../../support/source-process.js';

let db: TestDatabase;
let folder: string;
beforeAll(async () => { db = await openTestDatabase(); });
afterAll(() => db.close());
beforeEach(() => { folder = mkdtempSync(join(tmpdir(), 'tandem-import-')); });
afterEach(() => { rmSync(folder, { recursive: true, force: true }); });

const file = (name: string, text: string) => { writeFileSync(join(folder, name), text); return join(folder, name); };

async function bring(mapping: MappingInput, path = folder, keptFromMs = -Infinity) {
  const numbers = new RunningNumbers(db.database, newId);
  const parts = {
    contents: new ContentImport(db.database, new Audit(db.database, systemClock, newId), systemClock, newId),
    interactions: new Interactions(db.database, numbers, []), numbers, clock: systemClock, keptFromMs,
  };
  const rejects: [file: string, line: number, reason: string][] = [];
  const report = await new DataImport(parts, parseMapping(mapping), {
    reject: (name, line, reason) => rejects.push([name.split('/').at(-1)!, line, reason]), progress: () => {},
  }).run(pathsIn(path));
  return { ...report, rejects };
}

const rowsOf = (source: string) => db.database.query<{ reader: string; content: string; kind: string; at: string }>(
  `SELECT r.external_id AS reader, c.external_id AS content, i.kind, to_char(i.occurred_at AT TIME ZONE 'UTC', 'YYYY-MM-DD HH24:MI') AS at
   FROM interactions i JOIN readers r ON r.no = i.reader_no JOIN contents c ON c.no = i.content_no WHERE r.external_id LIKE $1 ORDER BY i.occurred_at, c.external_id`, [`${source}%`]);

describe('an import', () => {
  test('of the platform\'s own names takes CSV and JSON Lines, reports bad rows with their lines, and changes nothing the second time', async () => {
    file('contents.csv', 'externalId,title,kind,tags,language\np1,"数据分析, 入门",course,"data,zh",zh\np2,,article,,zh\np3,Third,book,,zh\np4,only two\np5,A "Fifth" one,article,,en\n');
    file('contents-more.jsonl', '{"externalId":"p6","title":"Sixth","kind":"video","publishedAt":"2026-01-05T00:00:00Z","tags":["a","b"]}\nnot json\n{"externalId":"p7"}\n');
    file('interactions.csv', 'reader,content,kind,occurredAt\np-r1,p1,enrol,2026-11-01T10:00:00Z\np-r1,p5,view,2026-11-01T11:00:00Z\np-r2,p9,view,2026-11-01T10:00:00Z\n,p1,view,2026-11-01T10:00:00Z\np-r2,p1,love,2026-11-01T10:00:00Z\np-r2,p6,read,someday\n');
    const mapping = plainMapping(['contents.csv', 'contents-more.jsonl'], ['interactions.csv']);
    const first = await bring(mapping);
    expect(first.contents).toEqual({ rows: 8, created: 3, updated: 0, unchanged: 0, rejected: 5 });
    expect(first.interactions).toEqual({ rows: 6, accepted: 2, duplicates: 0, rejected: 4, leaving: 0 });
    expect(first.rejects.sort()).toEqual([
      ['contents-more.jsonl', 2, 'not_json'], ['contents-more.jsonl', 3, 'bad_title'],
      ['contents.csv', 3, 'bad_title'], ['contents.csv', 4, 'bad_kind'], ['contents.csv', 5, 'bad_row'],
      ['interactions.csv', 4, 'unknown_content'], ['interactions.csv', 5, 'bad_reader'], ['interactions.csv', 6, 'bad_kind'], ['interactions.csv', 7, 'bad_time'],
    ]);
    expect(await rowsOf('p-')).toEqual([
      { reader: 'p-r1', content: 'p1', kind: 'enrol', at: '2026-11-01 10:00' }, { reader: 'p-r1', content: 'p5', kind: 'view', at: '2026-11-01 11:00' },
    ]);
    expect(await db.database.query(`SELECT title, kind, state, language, tags FROM contents WHERE external_id IN ('p1', 'p6') ORDER BY external_id`)).toEqual([
      { title: '数据分析, 入门', kind: 'course', state: 'published', language: 'zh', tags: ['data', 'zh'] }, { title: 'Sixth', kind: 'video', state: 'published', language: 'zh', tags: ['a', 'b'] },
    ]);
    const second = await bring(mapping);
    expect(second.contents).toMatchObject({ created: 0, updated: 0, unchanged: 3 });
    expect(second.interactions).toMatchObject({ accepted: 0, duplicates: 2 });
  });

  test('of MOOCCube\'s files needs one word', async () => {
    file('entity_dict.json', '{ "U_1": 0, "U_2": 1, "C_a": 2, "C_b": 3, "K_x": 4 }');
    file('ids_texts.json', JSON.stringify({ C_a: '现代社会离不开人际交往。本课程精彩讲授礼仪。', C_b: '中国考古学是以往100年中发展最为迅速的领域之一。' }, null, 4));
    file('user_courses.json', '{\n  "0": [\n    2,\n    3\n  ],\n  "1": [3, 77]\n}');
    const report = await bring(presets.find(({ name }) => name === 'mooccube')!);
    expect(report.interactions).toMatchObject({ rows: 4, accepted: 3 });
    expect(report.rejects).toEqual([['user_courses.json', 6, 'bad_content']]);
    expect(await rowsOf('U_')).toEqual([
      { reader: 'U_1', content: 'C_a', kind: 'enrol', at: '2026-09-01 00:00' }, { reader: 'U_1', content: 'C_b', kind: 'enrol', at: '2026-09-01 06:00' }, { reader: 'U_2', content: 'C_b', kind: 'enrol', at: '2026-09-01 00:00' },
    ].sort((a, b) => (a.at + a.content < b.at + b.content ? -1 : 1)));
    expect(await db.database.query(`SELECT title FROM contents WHERE external_id = 'C_a'`)).toEqual([{ title: '现代社会离不开人际交往。' }]);
  });

  test('of adjacency lines makes the contents that they name', async () => {
    const path = file('train.txt', '0 5 6 7\n1 6\n\n2 5 8\n');
    const gowalla = presets.find(({ name }) => name === 'gowalla')!;
    expect(await bring(gowalla, path)).toMatchObject({ contents: { created: 4 }, interactions: { rows: 6, accepted: 6 }, rejects: [] });
    expect(await bring(gowalla, path)).toMatchObject({ contents: { created: 0 }, interactions: { accepted: 0, duplicates: 6 } });
    expect((await rowsOf('gowalla-')).filter(({ reader }) => reader === 'gowalla-0').map(({ content, at }) => [content, at])).toEqual([
      ['gowalla-5', '2026-09-01 00:00'], ['gowalla-6', '2026-09-01 01:00'], ['gowalla-7', '2026-09-01 02:00'],
    ]);
  });

  test('counts the interactions that are older than what is kept, stored or here before, and no refused ones', async () => {
    const path = file('old.csv', 'reader,content,kind,occurredAt\no-1,o1,view,2020-01-01T23:59:59Z\no-1,o1,view,2020-01-02T00:00:00Z\no-2,o2,view,2019-01-01T10:00:00Z\no-2,o1,love,2019-01-01T10:00:00Z\n');
    const mapping = { ...plainMapping([], ['old.csv']), createContents: true };
    const keptFromMs = Date.UTC(2020, 0, 2);
    expect((await bring(mapping, path, keptFromMs)).interactions).toEqual({ rows: 4, accepted: 3, duplicates: 0, rejected: 1, leaving: 2 });
    expect((await bring(mapping, path, keptFromMs)).interactions).toEqual({ rows: 4, accepted: 0, duplicates: 3, rejected: 1, leaving: 2 });
    file('unmade.csv', 'reader,content,kind,occurredAt\no-1,o9,view,2019-01-01T10:00:00Z\n');
    expect((await bring(plainMapping([], ['unmade.csv']), folder, keptFromMs)).interactions).toMatchObject({ rejected: 1, leaving: 0 });
  });

  test('of a foreign table follows its mapping: columns without names, numbers of seconds, other words', async () => {
    file('plays.tsv', '7\ta "quoted\tplay\t1767225600\n8\ta "quoted\tskip\t1767225601\n9\ta "quoted\n');
    const report = await bring({
      name: 'foreign', createContents: true,
      interactions: [{
        file: 'plays.tsv', columns: ['user', 'song', 'what', 'ts'],
        fields: { reader: { column: 'user', prefix: 'f-' }, content: 'song', kind: { column: 'what', words: { play: 'read', skip: 'less' } }, occurredAt: { column: 'ts', unit: 'seconds' } },
      }],
    });
    expect(report.rejects).toEqual([['plays.tsv', 3, 'bad_row']]);
    expect(await rowsOf('f-')).toEqual([
      { reader: 'f-7', content: 'a "quoted', kind: 'read', at: '2026-01-01 00:00' }, { reader: 'f-8', content: 'a "quoted', kind: 'less', at: '2026-01-01 00:00' },
    ]);
  });

  test.each([
    [{ name: 'x', interactions: [{ file: 'a.csv', fields: { reader: 'r' } }] }, 'interactions.0.fields.content'],
    [{ name: 'x', contents: [{ file: 'a.csv', fields: { externalId: { column: 'a', value: 'b' }, title: 't' } }] }, 'contents.0.fields.externalId'],
    [{ name: 'X Y' }, 'name'],
    [{ name: 'x', strange: 1 }, 'strange'],
  ])('refuses the mapping %j and says where', (mapping, where) => {
    expect(() => parseMapping(mapping)).toThrow(where);
  });
});

test('members of a huge JSON text come one at a time, however its bytes are cut', async () => {
  await fc.assert(fc.asyncProperty(fc.oneof(fc.dictionary(fc.string(), fc.jsonValue()), fc.array(fc.jsonValue())), fc.integer({ min: 1, max: 40 }), fc.boolean(), async (value, size, pretty) => {
    const bytes = Buffer.from(JSON.stringify(value, null, pretty ? 2 : 0));
    async function* cut() { for (let from = 0; from < bytes.length; from += size) yield bytes.subarray(from, from + size); }
    const members: [string, unknown][] = [];
    for await (const { key, value: one } of jsonMembers(cut(), 1e6)) members.push([key, one]);
    expect(members).toEqual(Object.entries(JSON.parse(bytes.toString()) as object));
  }));
});

test('a JSON text that is cut, or is something else, is refused', async () => {
  const read = async (text: string) => { for await (const _ of jsonMembers((async function* () { yield Buffer.from(text); })(), 100)) { /* to the end */ } };
  for (const text of ['', '{"a": 1', '"text"', '[1] [2]', 'reader,content']) await expect(read(text)).rejects.toThrow(/JSON/);
});

test('the first sentence makes a title', () => {
  expect(firstSentenceOf('  学位论文答辩环节是研究生培养的重要环节。为了')).toBe('学位论文答辩环节是研究生培养的重要环节。');
  expect(firstSentenceOf('Version 2.0 is here. More follows.')).toBe('Version 2.0 is here.');
  expect(Array.from(firstSentenceOf('课'.repeat(200)))).toHaveLength(80);
});

describe('the command', () => {
  const start = (args: string[], env: Record<string, string> = {}) => {
    const child = spawn(process.execPath, ['--no-warnings', '--import', loader, sourceScript('workers/tandem.ts'), ...args], { env: { ...process.env, DATABASE_URL: db.url, NODE_OPTIONS: '', ...env } });
    const ended = new Promise<{ code: number | null; out: string; err: string }>((done) => {
      let [out, err] = ['', ''];
      child.stdout.on('data', (text: Buffer) => { out += text; });
      child.stderr.on('data', (text: Buffer) => { err += text; });
      child.once('exit', (code) => done({ code, out, err }));
    });
    return { child, ended };
  };
  const run = (args: string[], env?: Record<string, string>) => start(args, env).ended;

  test('killed in the middle and run again ends where one undisturbed run ends', async () => {
    const lines = Array.from({ length: 3000 }, (_, reader) => `k${reader} ${Array.from({ length: 40 }, (_unused, at) => `k${(reader * 7 + at * at) % 400}`).join(' ')}`);
    const path = file('train.txt', lines.join('\n'));
    const stored = async () => (await db.database.query<{ n: number }>(`SELECT count(*)::int AS n FROM interactions i JOIN readers r ON r.no = i.reader_no WHERE r.external_id LIKE 'gowalla-k%'`))[0].n;
    // One event per place in a list; a place that a list names twice stands at two times.
    const wanted = lines.length * 40;
    const { child, ended } = start(['import', path, '--map', 'gowalla', '--json']);
    while (await stored() < 2000 && child.exitCode === null) await new Promise((done) => setTimeout(done, 20));
    child.kill('SIGKILL');
    await ended;
    const atDeath = await stored();
    expect(atDeath).toBeGreaterThanOrEqual(2000);
    expect(atDeath).toBeLessThan(wanted);
    const second = await run(['import', path, '--map', 'gowalla', '--json']);
    expect(second.code).toBe(0);
    expect((JSON.parse(second.out) as { interactions: object }).interactions).toMatchObject({ rows: wanted, accepted: wanted - atDeath, duplicates: atDeath, rejected: 0 });
    expect(await stored()).toBe(wanted);
  }, 120_000);

  test('puts bad rows into a file with line and reason, says what is too old to stay, and fails with one sentence where it cannot', async () => {
    const path = file('interactions.csv', 'reader,content,kind,occurredAt\nr,nothing,view,2026-11-01T10:00:00Z\n');
    const answer = await run(['import', path, '--json']);
    expect([answer.code, JSON.parse(answer.out).interactions.rejected]).toEqual([0, 1]);
    expect(readFileSync(`${path}.rejects.jsonl`, 'utf8')).toBe('{"file":"interactions.csv","line":2,"reason":"unknown_content"}\n');
    const old = file('interactions-old.csv', `reader,content,kind,occurredAt\nr,old,view,${new Date(Date.now() - 92 * 86_400_000).toISOString()}\n`);
    expect(await run(['import', old, '--create-contents', '--json'], { INTERACTION_DAYS: '90' })).toMatchObject({
      code: 0, out: expect.stringContaining('"leaving":1'), err: expect.stringContaining('1 interactions are older than the 90 days that are kept'),
    });
    expect((await run(['import', old, '--json'])).err).not.toContain('are kept');
    expect(await run(['import', path, '--rejects', join(folder, 'no', 'such')])).toMatchObject({ code: 1, err: expect.stringContaining('--rejects') });
    expect(await run(['import', join(folder, 'absent')])).toMatchObject({ code: 1, err: expect.stringContaining('There is no') });
    expect(await run(['import', path, '--map', 'absent'])).toMatchObject({ code: 1, err: expect.stringContaining('mooccube') });
    expect(existsSync(join(folder, 'no'))).toBe(false);
  }, 60_000);
});
