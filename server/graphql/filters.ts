import { Field, ID, InputType, Int, type ClassType } from 'type-graphql';
import type { ObjectLiteral, SelectQueryBuilder } from 'typeorm';
import { BigIntScalar, DateTime } from '../../schema/scalars.js';
import { DomainError } from '../platform/errors.js';
import { fromGlobalId, readGlobalId } from './global-ids.js';

type Scalar = Parameters<typeof Field>[0] extends infer F ? Extract<F, (...args: never[]) => unknown> : never;
type Operator = 'eq' | 'in' | 'between' | 'contains' | 'isNull';

/** One filterable field: `column` is a property path with alias ('partner.name') or an SQL expression. */
export interface FilterField {
  readonly column: string;
  readonly input: () => ClassType<object>;
  /** Wire value → SQL parameter. */
  readonly read?: (value: unknown) => unknown;
}

const inputs = new Map<string, ClassType<object>>();

/** An operator input such as `TextFilter { eq in contains isNull }`, made once per name. */
function operatorInput(name: string, scalar: Scalar, operators: readonly Operator[]): ClassType<object> {
  const known = inputs.get(name);
  if (known) return known;
  class OperatorInput {}
  const add = (operator: Operator, type: Scalar, description: string) => Field(type, { nullable: true, description })(OperatorInput.prototype, operator);
  const list = (() => [(scalar as () => unknown)()]) as Scalar;
  for (const operator of operators) {
    if (operator === 'eq') add('eq', scalar, 'Equal to.');
    if (operator === 'in') add('in', list, 'One of at most 100 values.');
    if (operator === 'between') add('between', list, 'Lowest and highest, both included.');
    if (operator === 'contains') add('contains', scalar, 'Contains this text, capitals or not.');
    if (operator === 'isNull') add('isNull', () => Boolean, 'Whether there is no value.');
  }
  InputType(name, { description: 'Operators that are given together must all hold.' })(OperatorInput);
  inputs.set(name, OperatorInput);
  return OperatorInput;
}

export const textField = (column: string): FilterField => (
  { column, input: () => operatorInput('TextFilter', () => String, ['eq', 'in', 'contains', 'isNull']) });
export const intField = (column: string): FilterField => (
  { column, input: () => operatorInput('IntFilter', () => Int, ['eq', 'in', 'between', 'isNull']) });
export const bigintField = (column: string): FilterField => (
  { column, input: () => operatorInput('BigIntFilter', () => BigIntScalar, ['eq', 'in', 'between', 'isNull']), read: String });
export const dateField = (column: string): FilterField => (
  { column, input: () => operatorInput('DateTimeFilter', () => DateTime, ['between', 'isNull']) });
export const booleanField = (column: string): FilterField => (
  { column, input: () => operatorInput('BooleanFilter', () => Boolean, ['eq', 'isNull']) });
/** `values`: the enum object; `name`: its GraphQL name ('PartnerState' gives PartnerStateFilter). */
export const enumField = (column: string, name: string, values: object): FilterField => (
  { column, input: () => operatorInput(`${name}Filter`, (() => values) as Scalar, ['eq', 'in']) });
/** A relation by global id; type null: of any type. */
export const idField = (column: string, type: string | null): FilterField => ({
  column,
  input: () => operatorInput('IdFilter', () => ID, ['eq', 'in', 'isNull']),
  read: (value) => (type ? fromGlobalId(type, String(value)) : readGlobalId(String(value)).uuid),
});

export type FilterValue = { [field: string]: unknown; q?: string | null; ids?: string[] | null; and?: FilterValue[] | null; or?: FilterValue[] | null; not?: FilterValue | null };

export interface FilterOptions {
  /** GraphQL type of the rows, for `ids`. */
  readonly type: string;
  /** Column expressions that `q` looks into; without them there is no `q`. */
  readonly search?: readonly string[];
  readonly fields: Readonly<Record<string, FilterField>>;
}

const definitions = new WeakMap<object, FilterOptions>();

/** The generated input `name { q ids <fields> and or not }` of one noun; give it to @Arg and to applyFilter. */
export function filterInputOf(name: string, options: FilterOptions): ClassType<FilterValue> {
  class FilterInput {
    [field: string]: unknown;
  }
  const add = (field: string, type: Scalar, description: string) => Field(type, { nullable: true, description })(FilterInput.prototype, field);
  if (options.search) add('q', () => String, 'Words to look for.');
  add('ids', () => [ID], 'Only these, at most 100.');
  for (const [field, { input }] of Object.entries(options.fields)) {
    const OperatorInput = input();
    add(field, () => OperatorInput, `By ${field}.`);
  }
  add('and', () => [FilterInput], 'All of these hold.');
  add('or', () => [FilterInput], 'At least one of these holds.');
  add('not', () => FilterInput, 'This does not hold.');
  InputType(name, { description: `Which ${options.type} to list. Fields that are given together must all hold.` })(FilterInput);
  definitions.set(FilterInput, options);
  return FilterInput as ClassType<FilterValue>;
}

const [maxDepth, maxTerms] = [4, 40];
type Bind = (value: unknown) => string;

/** Adds the WHERE of `filter`, with bound parameters only. Throws BAD_INPUT for too many terms, depths or values. */
export function applyFilter<Row extends ObjectLiteral>(query: SelectQueryBuilder<Row>, Filter: ClassType<FilterValue>, filter: FilterValue | null | undefined): void {
  const options = definitions.get(Filter)!;
  let terms = 0;
  const bind: Bind = (value) => {
    terms += 1;
    if (terms > maxTerms) throw refusal('The filter has too many terms.');
    query.setParameter(`filter${terms}`, value);
    return `:filter${terms}`;
  };
  if (filter) query.andWhere(condition(filter, options, `${query.alias}.id`, bind, 1));
}

function condition(filter: FilterValue, options: FilterOptions, id: string, bind: Bind, depth: number): string {
  if (depth > maxDepth) throw refusal('The filter is nested too deeply.');
  const inner = (value: FilterValue) => condition(value, options, id, bind, depth + 1);
  const all: string[] = [];
  if (filter.q) all.push(searched(options.search ?? [], filter.q, bind));
  if (filter.ids) all.push(`${id} = ANY(${bind(bounded(filter.ids).map((one) => fromGlobalId(options.type, one)))}::uuid[])`);
  for (const [name, field] of Object.entries(options.fields)) {
    if (filter[name] != null) all.push(...operatorConditions(field, filter[name] as Partial<Record<Operator, unknown>>, bind));
  }
  if (filter.and) all.push(...bounded(filter.and).map(inner));
  if (filter.or) all.push(bounded(filter.or).map(inner).join(' OR ') || 'FALSE');
  // COALESCE: in SQL the opposite of "unknown" is unknown, so rows without a value would fall out of both halves.
  if (filter.not) all.push(`NOT COALESCE(${inner(filter.not)}, FALSE)`);
  return all.length ? all.map((one) => `(${one})`).join(' AND ') : 'TRUE';
}

function operatorConditions({ column, read = (value) => value }: FilterField, operators: Partial<Record<Operator, unknown>>, bind: Bind): string[] {
  const all: string[] = [];
  if (operators.eq != null) all.push(`${column} = ${bind(read(operators.eq))}`);
  if (operators.in != null) {
    const values = bounded(operators.in as unknown[]).map(read);
    all.push(values.length ? `${column} IN (${bind(values).replace(':', ':...')})` : 'FALSE');
  }
  if (operators.between != null) {
    const values = operators.between as unknown[];
    if (values.length !== 2) throw refusal('`between` takes the lowest and the highest value.');
    all.push(`${column} BETWEEN ${bind(read(values[0]))} AND ${bind(read(values[1]))}`);
  }
  if (operators.contains != null) all.push(searched([column], String(operators.contains), bind));
  if (operators.isNull != null) all.push(`${column} IS ${operators.isNull ? '' : 'NOT '}NULL`);
  return all;
}

function searched(columns: readonly string[], text: string, bind: Bind): string {
  const pattern = bind(`%${text.slice(0, 200).replace(/[\\%_]/g, '\\$&')}%`);
  return columns.map((column) => `${column} ILIKE ${pattern}`).join(' OR ') || 'FALSE';
}

function bounded<T>(values: readonly T[]): readonly T[] {
  if (values.length > 100) throw refusal('A list in a filter has at most 100 values.');
  return values;
}

function refusal(message: string): DomainError {
  return new DomainError('BAD_INPUT', { path: ['filter'] }, message);
}
