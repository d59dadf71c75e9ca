import { GraphQLScalarType, Kind, GraphQLError } from 'graphql';
import { GraphQLDateTime, GraphQLSafeInt } from 'graphql-scalars';

const DECIMAL = /^-?\d+(\.\d+)?$/;

function toDecimal(value: unknown): string {
  if (typeof value !== 'string' || !DECIMAL.test(value)) throw new GraphQLError('A Decimal is a string of digits.');
  return value;
}

export const DecimalScalar = new GraphQLScalarType<string, string>({
  name: 'Decimal',
  description: 'An exact decimal number as a string, digit for digit as the source sent it. Never a float.',
  serialize: toDecimal,
  parseValue: toDecimal,
  parseLiteral: (node) => toDecimal(node.kind === Kind.STRING ? node.value : undefined),
});

export const DateTimeScalar = new GraphQLScalarType<Date, Date>({
  ...GraphQLDateTime.toConfig(),
  description: 'A point in time as an RFC 3339 string in UTC, with millisecond precision: 2026-01-31T23:59:59.000Z.',
});

export const SafeIntScalar = new GraphQLScalarType<number, number>({
  ...(GraphQLSafeInt.toConfig() as ReturnType<GraphQLScalarType<number, number>['toConfig']>),
  description: 'An integer that may exceed 32 bits. Exact up to 2^53 - 1.',
});
