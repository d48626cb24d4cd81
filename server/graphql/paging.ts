import { Max, Min } from 'class-validator';
import { ArgsType, Field, Int, ObjectType, type ClassType } from 'type-graphql';
import type { ObjectLiteral, SelectQueryBuilder } from 'typeorm';
import { enumOf } from '../../schema/enum-of.js';
import { DomainError } from '../platform/errors.js';

export const SortOrder = enumOf('SortOrder', 'The direction of a sorted list.', { asc: 'Smallest first.', desc: 'Largest first.' });
export type SortOrder = 'asc' | 'desc';

export const maxPageSize = 100;

/** The console's lists: pages by number, exact totals. */
@ArgsType()
export class ListArgs {
  @Field(() => Int, { defaultValue: 1, description: 'The first page is 1.' })
  @Min(1) @Max(10_000)
  page: number;

  @Field(() => Int, { defaultValue: 25, description: 'Rows on a page: 1 to 100.' })
  @Min(1) @Max(maxPageSize)
  perPage: number;

  @Field(() => String, { nullable: true, description: 'The field to sort by.' })
  sort?: string | null;

  @Field(() => SortOrder, { nullable: true, description: 'ASC unless said otherwise.' })
  order?: SortOrder | null;
}

export interface Page<T> {
  items: T[];
  total: number;
}

const pages = new Map<string, ClassType<Page<object>>>();

/** The class `<Type>Page { items, total }`. */
export function pageOf<T extends object>(Type: ClassType<T>, name: string = Type.name): ClassType<Page<T>> {
  const typeName = `${name}Page`;
  const known = pages.get(typeName);
  if (known) return known as ClassType<Page<T>>;

  @ObjectType(typeName, { simpleResolvers: true, description: `One page of a list of ${name}.` })
  class TypedPage implements Page<T> {
    @Field(() => [Type], { description: 'The rows of this page.' })
    items: T[];

    @Field(() => Int, { description: 'Exact number of rows on all pages.' })
    total: number;
  }
  pages.set(typeName, TypedPage as ClassType<Page<object>>);
  return TypedPage;
}

export interface ListOptions<Row extends ObjectLiteral> {
  /** Name in the API → property path with alias ('partner.createdAt') or SQL expression. */
  readonly sortable: Readonly<Record<string, string>>;
  /** A name of `sortable`; without it the newest come first (ids sort by time). */
  readonly defaultSort?: readonly [field: string, order: SortOrder];
  /** Adds the WHERE of the list: applyFilter and what the actor may see. */
  readonly filter?: (query: SelectQueryBuilder<Row>) => void;
}

/** The page and, where it does not show it, the exact total: one or two statements. The order is total, with the id as tie-break. Throws BAD_INPUT for an unknown sort. */
export async function listPage<Row extends ObjectLiteral>(query: SelectQueryBuilder<Row>, args: ListArgs, options: ListOptions<Row>): Promise<Page<Row>> {
  options.filter?.(query);
  const [field, order] = args.sort ? [args.sort, args.order ?? 'asc'] as const : options.defaultSort ?? ['id', args.order ?? 'desc'] as const;
  const direction = order === 'desc' ? 'DESC' : 'ASC';
  const id = `${query.alias}.id`;
  if (field !== 'id') {
    if (!Object.hasOwn(options.sortable, field)) {
      throw new DomainError('BAD_INPUT', { path: ['sort'], allowed: ['id', ...Object.keys(options.sortable)] }, 'This list cannot be sorted by that field.');
    }
    query.addOrderBy(options.sortable[field], direction, 'NULLS LAST');
  }
  const [items, total] = await query.addOrderBy(id, direction).offset((args.page - 1) * args.perPage).limit(args.perPage).getManyAndCount();
  return { items, total };
}
