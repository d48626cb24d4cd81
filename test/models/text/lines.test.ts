import { expect, test } from '@jest/globals';
import { classReport } from '../../../models/text/class-report.js';
import { labelledPlaces, labelNamesOf, LONGEST_TRAINING_TEXT, parseText, usableTexts } from '../../../models/text/labelled-lines.js';
import type { LabelledLine, TextPlace } from '../../../models/text/labelled-lines.js';
import { stratifiedSplit } from '../../../models/text/stratified-split.js';

test('columns by any of their names', () => {
  expect(parseText('{"text":"a","label":1}')).toEqual({ text: 'a', second: null, label: '1' });
  expect(parseText('{"review":"a","label":true}')).toEqual({ text: 'a', second: null, label: 'true' });
  expect(parseText('{"sentence1":"a","sentence2":"b","label":"x"}')).toEqual({ text: 'a', second: 'b', label: 'x' });
  expect(parseText('{"sentence":"a"}')).toEqual({ text: 'a', second: null, label: null });
  expect(parseText({ review: 'a', label: '1', id: 3 })).toEqual({ text: 'a', second: null, label: '1' });
});

test.each([
  ['{', 'not JSON'], ['[]', 'not a JSON object'], ['null', 'not a JSON object'], ['{"label":1}', 'no column text'],
  ['{"text":"  ","label":1}', 'empty'], ['{"text":5,"label":1}', 'no text'], ['{"text":"a","text2":"","label":1}', 'second text'],
  ['{"text":"a","label":{}}', 'neither text'], ['{"text":"a","label":""}', 'empty'], [JSON.stringify({ text: 'a', label: 'b'.repeat(201) }), '200 characters'],
  [JSON.stringify({ text: 'a'.repeat(LONGEST_TRAINING_TEXT + 1), label: 1 }), '100000 characters'],
])('%s is no example', (line, reason) => expect(parseText(line)).toContain(reason));

test('a file keeps what can be used and says the rest', async () => {
  const places = async function* (): AsyncGenerator<TextPlace> {
    const lines = ['{"text":"a","label":10}', 'x', '{"text":"a","text2":"b","label":1}', '{"text":"b","label":9}', '{"text":"c"}'];
    for (const [at, line] of lines.entries()) yield { line: at + 1, found: parseText(line) };
  };
  const rejects: [number, string][] = [];
  const rows = await usableTexts(labelledPlaces(places()), (...one) => rejects.push(one)) as LabelledLine[];
  expect(rows.map(({ label }) => label)).toEqual(['10', '9']);
  expect(rejects).toEqual([[2, 'the line is not JSON'], [3, 'a pair among single texts, or a single text among pairs'], [5, 'there is no column label']]);
  expect(labelNamesOf(rows)).toEqual(['9', '10']);
  expect((await usableTexts(places(), () => undefined)).map(({ text }) => text)).toEqual(['a', 'b', 'c']);
});

test('the order of labels is the same for any order of lines, numbers before names', () => {
  // 10 < 5x < 9 as texts and 9 < 10 as numbers: one rule for both has no order.
  for (const labels of [['9', '10', '5x', '好'], ['5x', '10', '好', '9'], ['好', '9', '5x', '10']]) {
    expect(labelNamesOf(labels.map((label) => ({ text: 'a', second: null, label })))).toEqual(['9', '10', '5x', '好']);
  }
});

test('a stratified split has every row once and every label everywhere', () => {
  const labels = Array.from({ length: 53 }, (_, at) => (at < 50 ? 0 : 1));
  const { train, dev, test: own } = stratifiedSplit(labels, { dev: 0.1, test: 0.2 }, 3);
  expect([...train, ...dev, ...own].sort((a, b) => a - b)).toEqual(labels.map((_, at) => at));
  expect([dev.length, own.length]).toEqual([6, 11]);
  for (const part of [train, dev, own]) expect(new Set(Array.from(part, (row) => labels[row])).size).toBe(2);
  expect(stratifiedSplit(labels, { dev: 0.1, test: 0.2 }, 3)).toEqual({ train, dev, test: own });
  expect(stratifiedSplit(labels, { dev: 0, test: 0 }, 3).dev).toHaveLength(0);
  expect(() => stratifiedSplit([0, 0, 0, 1], { dev: 0.1, test: 0.1 }, 1, () => 'rare')).toThrow("the label 'rare' stands on 1");
});

test('figures of answers', () => {
  const report = classReport([0, 0, 1, 1], [0, 1, 1, 1], ['a', 'b', 'never'], 1);
  expect(report.confusion).toEqual([[1, 0, 0], [1, 2, 0], [0, 0, 0]]);
  expect(report.accuracy.value).toBe(0.75);
  expect(report.labels[1]).toEqual({ label: 'b', precision: 1, recall: 2 / 3, f1: 0.8, texts: 3 });
  expect(report.macroF1).toBeCloseTo((2 / 3 + 0.8) / 2, 12);
  expect(() => classReport([], [], ['a'], 1)).toThrow('0 answers');
});
