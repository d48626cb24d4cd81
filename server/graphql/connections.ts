import { IsOptional, Max, Min } from 'class-validator';
import { ArgsType, Field, Int, ObjectType, type ClassType } from 'type-graphql';
import { DomainError } from '../platform/errors.js';
import type { PageWindow } from '../platform/page-window.js';
import { maxPageSize } from './paging.js';

/**
 * Public lists: keyset cursors, so that rows inserted meanwhile neither repeat nor hide others. Forward or backward as
 * https://relay.dev/graphql/connections.htm#sec-Pagination-algorithm has it; exactly one of `first` and `last`.
 */
@ArgsType()
export class ConnectionArgs {
  @Field(() => Int, { nullable: true, description: 'How many from the beginning, or behind `after`: 1 to 100. Either this or `last`.' })
  @IsOptional() @Min(1) @Max(maxPageSize)
  first?: number | null;

  @Field(() => String, { nullable: true, description: 'Only what comes behind this cursor: endCursor of the page before.' })
  after?: string | null;

  @Field(() => Int, { nullable: true, description: 'How many from the end, or before `before`: 1 to 100. Either this or `first`.' })
  @IsOptional() @Min(1) @Max(maxPageSize)
  last?: number | null;

  @Field(() => String, { nullable: true, description: 'Only what comes before this cursor: startCursor of the page behind.' })
  before?: string | null;
}

/** Throws BAD_INPUT unless exactly one of first and last is given. `placeOf` reads a cursor of the argument. */
export function windowOf<Place>(args: ConnectionArgs, placeOf: (cursor: string | null | undefined, argument: 'after' | 'before') => Place | null): PageWindow<Place> {
  const [size] = [args.first, args.last].filter((given) => given != null);
  if (size === undefined || (args.first != null && args.last != null)) {
    throw new DomainError('BAD_INPUT', { path: args.first == null ? ['first'] : ['last'] }, 'Give either first or last.');
  }
  return { most: size + 1, isBackward: args.last != null, after: placeOf(args.after, 'after'), before: placeOf(args.before, 'before') };
}

@ObjectType({ simpleResolvers: true, description: 'Where a page stands in its list.' })
export class PageInfo {
  @Field(() => Boolean, { description: 'Whether more follows.' })
  hasNextPage: boolean;

  @Field(() => Boolean, { description: 'Whether something comes before.' })
  hasPreviousPage: boolean;

  @Field(() => String, { nullable: true, description: 'Cursor of the first edge: pass it as `before` with `last`.' })
  startCursor?: string | null;

  @Field(() => String, { nullable: true, description: 'Cursor of the last edge: pass it as `after` with `first`.' })
  endCursor?: string | null;
}

export interface Edge<T> {
  cursor: string;
  node: T;
}

export interface Connection<T> {
  edges: Edge<T>[];
  nodes: T[];
  pageInfo: PageInfo;
  /** Counted only when asked for. */
  count: () => Promise<number>;
}

const connections = new Map<string, ClassType<Connection<object>>>();

/** The class `<Type>Connection { edges { cursor node } nodes pageInfo totalCount }`; fill it with `connectionPage`. */
export function connectionOf<T extends object>(Type: ClassType<T>, name: string = Type.name): ClassType<Connection<T>> {
  const typeName = `${name}Connection`;
  const known = connections.get(typeName);
  if (known) return known as ClassType<Connection<T>>;

  @ObjectType(`${name}Edge`, { simpleResolvers: true, description: `A ${name} in a list.` })
  class TypedEdge implements Edge<T> {
    @Field(() => String, { description: 'Opaque place in the list.' })
    cursor: string;

    @Field(() => Type, { description: 'The thing itself.' })
    node: T;
  }

  @ObjectType(typeName, { simpleResolvers: true, description: `A list of ${name} with cursors.` })
  class TypedConnection implements Connection<T> {
    @Field(() => [TypedEdge], { description: 'The rows with their cursors.' })
    edges: TypedEdge[];

    @Field(() => [Type], { description: 'The rows without cursors.' })
    nodes: T[];

    @Field(() => PageInfo, { description: 'Where this page stands.' })
    pageInfo: PageInfo;

    count: () => Promise<number>;

    @Field(() => Int, { description: 'Exact length of the whole list; counted only when asked for.' })
    totalCount(): Promise<number> {
      return this.count();
    }
  }
  connections.set(typeName, TypedConnection as unknown as ClassType<Connection<object>>);
  return TypedConnection;
}

/**
 * `rows` as the window reads them, so up to one too many. Cursors are made when they are read. Of the side that was not
 * read, a cursor says that something is there.
 */
export function connectionPage<T>(rows: readonly T[], window: PageWindow<unknown>, cursorOf: (row: T) => string, count: () => Promise<number>): Connection<T> {
  const { most, isBackward, after, before } = window;
  const nodes = rows.slice(0, most - 1);
  if (isBackward) nodes.reverse();
  const hasMore = rows.length === most;
  return {
    edges: nodes.map((node) => ({ node, get cursor() { return cursorOf(node); } })),
    nodes,
    pageInfo: Object.assign(new PageInfo(), {
      hasNextPage: isBackward ? before !== null : hasMore,
      hasPreviousPage: isBackward ? hasMore : after !== null,
      startCursor: nodes.length ? cursorOf(nodes[0]) : null,
      endCursor: nodes.length ? cursorOf(nodes[nodes.length - 1]) : null,
    }),
    count,
  };
}

export type CursorValue = string | number | null;

/** base64url of the JSON of the sort values and the id. Let SQL print timestamps as text: a JS Date drops the microseconds. */
export function encodeCursor(values: readonly CursorValue[]): string {
  return Buffer.from(JSON.stringify(values)).toString('base64url');
}

/** `isValid` says whether the values are of this list; a foreign or broken cursor is BAD_INPUT. Null without a cursor. */
export function decodeCursor<Values extends readonly CursorValue[]>(
  cursor: string | null | undefined, argument: 'after' | 'before', isValid: (values: readonly CursorValue[]) => boolean,
): Values | null {
  if (cursor == null) return null;
  try {
    const values: unknown = JSON.parse(Buffer.from(cursor.slice(0, 1000), 'base64url').toString());
    if (Array.isArray(values) && values.every((value) => value === null || ['string', 'number'].includes(typeof value)) && isValid(values as CursorValue[])) return values as unknown as Values;
  } catch { /* not JSON */ }
  throw new DomainError('BAD_INPUT', { path: [argument] }, 'This cursor is not one of this list.');
}
