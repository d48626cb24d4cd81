import { expect, test } from '@jest/globals';
import { buildSchema, parse, type OperationDefinitionNode } from 'graphql';
import { hasRecursiveVariable } from '../../../server/graphql/recursive-inputs.js';

const schema = buildSchema(`
  input Text { eq: String }
  input Plain { name: Text, other: Text }
  input Filter { name: Text, and: [Filter!], not: Filter }
  input Outer { plain: Plain, filters: [[Filter!]!]! }
  type Query { list(filter: Filter, plain: Plain, outer: Outer, n: Int): Int }
`);
const asks = (text: string) => hasRecursiveVariable(schema, parse(text).definitions[0] as OperationDefinitionNode);

test.each([
  ['a filter', 'query ($f: Filter) { list(filter: $f) }', true],
  ['one that holds a filter in lists', 'query ($n: Int, $o: Outer!) { list(outer: $o, n: $n) }', true],
  ['an input that is used twice but does not hold itself', 'query ($p: Plain!) { list(plain: $p) }', false],
  ['a scalar', 'query ($n: Int) { list(n: $n) }', false],
  ['no variable, however the filter is written', '{ list(filter: { not: { name: { eq: "a" } } }) }', false],
])('%s', (_name, text, recursive) => {
  expect(asks(text)).toBe(recursive);
});
