import { GraphQLError, GraphQLScalarType, Kind } from 'graphql';
import { GraphQLDateTime, GraphQLJSON } from 'graphql-scalars';

/** ISO 8601 with a time zone; leaves in UTC. */
export const DateTime = GraphQLDateTime;

/** Only where a typed shape would lie: parameters, metrics, audit details. */
export const Json = GraphQLJSON;

const WHOLE = /^-?(0|[1-9]\d{0,18})$/;
const [LOWEST, HIGHEST] = [-(2n ** 63n), 2n ** 63n - 1n];

function toBigInt(value: unknown): bigint {
  const text = typeof value === 'bigint' || Number.isSafeInteger(value) ? String(value) : value;
  if (typeof text !== 'string' || !WHOLE.test(text)) throw new GraphQLError('BigInt is a whole number, written as a string of digits.');
  const whole = BigInt(text);
  if (whole < LOWEST || whole > HIGHEST) throw new GraphQLError('BigInt has at most 64 bits.');
  return whole;
}

/** A string on the wire, because JSON numbers lose digits beyond 2^53. */
export const BigIntScalar = new GraphQLScalarType<bigint, string>({
  name: 'BigInt',
  description: 'A whole number of up to 64 bits, written as a string of digits: JSON numbers would lose digits.',
  serialize: (value) => String(toBigInt(value)),
  parseValue: toBigInt,
  parseLiteral: (node) => {
    if (node.kind === Kind.STRING || node.kind === Kind.INT) return toBigInt(node.value);
    throw new GraphQLError('BigInt is a whole number, written as a string of digits.', { nodes: node });
  },
});
