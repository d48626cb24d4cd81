import {
  type DocumentNode, type FieldNode, type GraphQLCompositeType, type GraphQLField, type GraphQLSchema, type OperationDefinitionNode, type SelectionSetNode,
  getNamedType, getNullableType, isCompositeType, isListType, isObjectType, isInterfaceType, Kind, visit,
} from 'graphql';
import { DomainError } from '../platform/errors.js';

export type Variables = Readonly<Record<string, unknown>>;

/** What can be known of one operation before it runs. Computed once per document, kept beside the parsed one. */
export interface DocumentFacts {
  /** Root fields as the authorisation table spells them: 'Query.feed'. */
  readonly operations: readonly string[];
  readonly introspects: boolean;
  readonly tokens: number;
  readonly depth: number;
  readonly aliases: number;
  readonly directives: number;
  readonly mutations: number;
  /** Points: 1 for each object, 10 for each mutation (100 where a password is hashed), more for what reads much, lists multiplied by their page size. */
  readonly cost: (variables: Variables) => number;
}

type Size = number | ((variables: Variables) => number);
interface CostNode { readonly own: number; readonly times: Size; readonly children: readonly CostNode[] }

const pageArguments: readonly string[] = ['first', 'last', 'perPage', 'ids'];
/** Each hashes a password: about 20 ms of a core. */
const dearMutations: ReadonlySet<string> = new Set(['signIn', 'signUp', 'passwordChange', 'accountCreate']);
/** Fields that read far more than their row: whole texts, all readers, a season of impressions. */
const dearFields: Readonly<Record<string, number>> = {
  'Content.body': 10, 'Content.excerpt': 10, 'Campaign.impressions': 10, 'Audience.estimate': 20, 'Query.dashboard': 200,
};
/** Lists without a page size are small by the rules of the domain (offers of a content, versions of a contract). */
const assumedLength = 5;
/** Fragments can make a short document enormous; beyond this many fields it is not looked at further. */
const maxExpandedFields = 2000;

/** `document` must be valid for `schema`. Throws TOO_COMPLEX when its fragments unfold beyond measure. */
export function documentFacts(schema: GraphQLSchema, document: DocumentNode, operation: OperationDefinitionNode): DocumentFacts {
  const expansion = new Expansion(schema, document, operation);
  const rootType = schema.getRootType(operation.operation)!;
  const roots = expansion.costs(rootType, operation.selectionSet, null, 1);
  const rootNames = [...expansion.rootFields];
  return {
    operations: rootNames.filter((name) => !name.startsWith('__')).map((name) => `${rootType.name}.${name}`),
    introspects: rootNames.some((name) => name === '__schema' || name === '__type'),
    depth: expansion.depth,
    mutations: operation.operation === 'mutation' ? expansion.rootFieldCount : 0,
    cost: evaluator(roots),
    ...counts(document),
  };
}

function counts(document: DocumentNode): Pick<DocumentFacts, 'tokens' | 'aliases' | 'directives'> {
  const found = { tokens: 0, aliases: 0, directives: 0 };
  visit(document, {
    Field: (field) => { if (field.alias) found.aliases += 1; },
    Directive: () => { found.directives += 1; },
  });
  for (let token = document.loc?.startToken; token; token = token.next ?? undefined) {
    if (token.kind !== '<SOF>' && token.kind !== '<EOF>' && token.kind !== 'Comment') found.tokens += 1;
  }
  return found;
}

/** Follows fragments, so that a document costs what it would cost written out. */
class Expansion {
  depth = 0;
  rootFieldCount = 0;
  readonly rootFields = new Set<string>();
  private expanded = 0;
  private readonly fragments = new Map<string, { type: string; selectionSet: SelectionSetNode }>();
  private readonly defaults: Variables;

  constructor(private readonly schema: GraphQLSchema, document: DocumentNode, operation: OperationDefinitionNode) {
    for (const definition of document.definitions) {
      if (definition.kind === Kind.FRAGMENT_DEFINITION) {
        this.fragments.set(definition.name.value, { type: definition.typeCondition.name.value, selectionSet: definition.selectionSet });
      }
    }
    this.defaults = Object.fromEntries((operation.variableDefinitions ?? []).flatMap(({ variable, defaultValue }) => (
      defaultValue?.kind === Kind.INT ? [[variable.name.value, Number(defaultValue.value)]] : [])));
  }

  /** `page`: the page size that the field above was given; it counts for the lists directly inside (edges, nodes, items). */
  costs(type: GraphQLCompositeType, { selections }: SelectionSetNode, page: Size | null, depth: number): CostNode[] {
    return selections.flatMap((selection) => {
      if (selection.kind === Kind.FIELD) return this.field(type, selection, page, depth);
      const { name, selectionSet } = selection.kind === Kind.INLINE_FRAGMENT
        ? { name: selection.typeCondition?.name.value, selectionSet: selection.selectionSet }
        : { name: this.fragments.get(selection.name.value)!.type, selectionSet: this.fragments.get(selection.name.value)!.selectionSet };
      this.count();
      return this.costs(name ? this.schema.getType(name) as GraphQLCompositeType : type, selectionSet, page, depth);
    });
  }

  private field(type: GraphQLCompositeType, node: FieldNode, page: Size | null, depth: number): CostNode[] {
    this.count();
    const name = node.name.value;
    if (depth === 1) {
      this.rootFields.add(name);
      this.rootFieldCount += 1;
    }
    // The schema's own description is as deep as it is, and staff only.
    if (name.startsWith('__')) return [{ own: name === '__typename' ? 0 : 1, times: 1, children: [] }];
    this.depth = Math.max(this.depth, depth);
    const field = isObjectType(type) || isInterfaceType(type) ? type.getFields()[name] : undefined;
    if (!field) return [];
    const given = this.pageSize(field, node);
    const isList = isListType(getNullableType(field.type));
    const named = getNamedType(field.type);
    const children = node.selectionSet && isCompositeType(named) ? this.costs(named, node.selectionSet, isList ? null : given, depth + 1) : [];
    const own = type === this.schema.getMutationType() ? (dearMutations.has(name) ? 100 : 10) : dearFields[`${type.name}.${name}`] ?? (isCompositeType(named) ? 1 : 0);
    return [{ own, times: isList ? given ?? page ?? assumedLength : 1, children }];
  }

  private pageSize(field: GraphQLField<unknown, unknown>, node: FieldNode): Size | null {
    const sizes = field.args.filter(({ name }) => pageArguments.includes(name)).flatMap((argument): Size[] => {
      const value = node.arguments?.find((given) => given.name.value === argument.name)?.value;
      const preset = typeof argument.defaultValue === 'number' ? argument.defaultValue : undefined;
      if (value?.kind === Kind.VARIABLE) {
        const variable = value.name.value;
        return [(variables: Variables) => sizeOf(variables[variable] ?? this.defaults[variable], preset ?? assumedLength)];
      }
      if (value?.kind === Kind.INT) return [Math.max(0, Number(value.value))];
      if (value?.kind === Kind.LIST) return [value.values.length];
      return preset === undefined ? [] : [preset];
    });
    // `first` and `last` may both be there, one of them a variable that is null: the larger one counts.
    if (sizes.length < 2) return sizes[0] ?? null;
    return (variables) => Math.max(...sizes.map((size) => (typeof size === 'number' ? size : size(variables))));
  }

  private count(): void {
    this.expanded += 1;
    if (this.expanded > maxExpandedFields) throw new DomainError('TOO_COMPLEX', { limit: 'fields', max: maxExpandedFields });
  }
}

function sizeOf(value: unknown, fallback: number): number {
  if (typeof value === 'number') return Math.max(0, value);
  return Array.isArray(value) ? value.length : fallback;
}

function evaluator(nodes: readonly CostNode[]): DocumentFacts['cost'] {
  const isConstant = (node: CostNode): boolean => typeof node.times === 'number' && node.children.every(isConstant);
  const total = (children: readonly CostNode[], variables: Variables): number => children.reduce((sum, { own, times, children: inner }) => (
    sum + (typeof times === 'number' ? times : times(variables)) * (own + total(inner, variables))), 0);
  if (!nodes.every(isConstant)) return (variables) => total(nodes, variables);
  const constant = total(nodes, {});
  return () => constant;
}
