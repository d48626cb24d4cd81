import { bodyOf, rules, type RuleInput } from './conformance-rules.js';
import type { Exchange, Expectation, Finding } from './scenario.js';

const SHOWN_CHARACTERS = 300;

export function shown(value: unknown): string {
  const text = typeof value === 'string' ? value : JSON.stringify(value) ?? 'nothing';
  return text.length > SHOWN_CHARACTERS ? `${text.slice(0, SHOWN_CHARACTERS)}…` : text;
}

/** RFC 6901; undefined where nothing stands. Own properties alone: a stranger's document may name __proto__. */
export function atPointer(document: unknown, pointer: string): unknown {
  return pointer.split('/').slice(1).map((part) => part.replaceAll('~1', '/').replaceAll('~0', '~'))
    .reduce<unknown>((value, part) => (value !== null && typeof value === 'object' && Object.hasOwn(value, part) ? (value as Record<string, unknown>)[part] : undefined), document);
}

/** What stands at status, header.<name> or json.<pointer> of an exchange. */
export function valueAt(exchange: Exchange | undefined, at: string): unknown {
  if (!exchange?.answer) return undefined;
  const [place, ...rest] = at.split('.');
  const name = rest.join('.');
  switch (place) {
    case 'status': return exchange.answer.status;
    case 'header': return exchange.answer.headers[name];
    case 'json': return atPointer(bodyOf(exchange), name);
    default: throw new TypeError(`${at} is no place of an answer`);
  }
}

/** One finding. Where there is no answer, nothing holds. */
export function judge(expectation: Expectation, input: RuleInput): Finding {
  const severity = expectation.severity ?? 'must';
  const finding = (check: string, ok: boolean, expected: string, actual: unknown): Finding => ({ check, severity, ok, expected, actual: shown(actual) });
  const silent = input.exchanges.find(({ failure }) => failure !== null);
  if (silent) return finding(nameOf(expectation), false, 'an answer', silent.failure);
  if ('withinMs' in expectation) {
    const slowest = Math.max(...input.exchanges.map(({ elapsedMs }) => elapsedMs));
    return finding('withinMs', slowest <= expectation.withinMs, `${expectation.withinMs} ms`, `${slowest} ms`);
  }
  if ('rule' in expectation) {
    const fault = rules[expectation.rule](input);
    return finding(expectation.rule, fault === undefined, expectation.rule, fault ?? 'so it is');
  }
  // On pages the same must hold for each of them.
  for (const exchange of input.exchanges) {
    const actual = valueAt(exchange, expectation.at);
    const [ok, expected] = compare(expectation, actual);
    if (!ok || exchange === input.exchanges.at(-1)) return finding(expectation.at, ok, expected, actual);
  }
  return finding(expectation.at, false, 'an answer', 'nothing was asked');
}

function nameOf(expectation: Expectation): string {
  return 'withinMs' in expectation ? 'withinMs' : 'rule' in expectation ? expectation.rule : expectation.at;
}

function compare(expectation: Extract<Expectation, { at: string }>, actual: unknown): [boolean, string] {
  if ('is' in expectation) return [actual === expectation.is, shown(expectation.is)];
  if ('among' in expectation) return [expectation.among.includes(actual), `one of ${shown(expectation.among)}`];
  return [typeof actual === 'string' && new RegExp(expectation.matches).test(actual), expectation.matches];
}
