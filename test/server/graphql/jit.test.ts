import 'reflect-metadata';
import { setTimeout as sleep } from 'node:timers/promises';
import { beforeAll, describe, expect, jest, test } from '@jest/globals';
import type { ApolloServer } from '@apollo/server';
import { IsPositive } from 'class-validator';
import { GraphQLError } from 'graphql';
import { Arg, createUnionType, Field, FieldResolver, Float, InputType, Int, InterfaceType, Mutation, ObjectType, Query, Resolver, Root } from 'type-graphql';
import { enumOf } from '../../../schema/enum-of.js';
import { Json } from '../../../schema/scalars.js';
import { buildApollo } from '../../../server/graphql/apollo.js';
import type { Context } from '../../../server/graphql/context.js';
import { Gate } from '../../../server/graphql/gate.js';
import { RateLimit } from '../../../server/graphql/rate-limit.js';
import { buildApiSchema } from '../../../server/graphql/schema.js';
import { DomainError } from '../../../server/platform/errors.js';
import { openLog } from '../../../server/platform/log.js';

const Mood = enumOf('ParityMood', 'A mood.', { very_happy: 'Yes.', sad: 'No.' });

@InterfaceType()
abstract class ParityAnimal {
  @Field(() => String) name: string;
}
@ObjectType({ implements: ParityAnimal, simpleResolvers: true })
class ParityDog extends ParityAnimal {
  @Field(() => Int) bones: number;
  @Field(() => Mood) mood: string;
}
@ObjectType({ implements: ParityAnimal, simpleResolvers: true })
class ParityCat extends ParityAnimal {
  @Field(() => ParityCat, { nullable: true }) friend: ParityCat | null;
  @Field(() => Date, { nullable: true }) born: Date | null;
  @Field(() => Json, { nullable: true }) extra: unknown;
}
const ParityPet = createUnionType({ name: 'ParityPet', types: () => [ParityDog, ParityCat] as const });

@InputType()
class ParityInput {
  @Field(() => Int) @IsPositive() count: number;
  @Field(() => [String], { nullable: true }) words?: string[] | null;
}

const dog = Object.assign(new ParityDog(), { name: 'Rex', bones: 3, mood: 'very_happy' });
const cat = Object.assign(new ParityCat(), { name: 'Mia', friend: Object.assign(new ParityCat(), { name: 'Tom', friend: null, born: null, extra: null }), born: new Date('2024-05-06T07:08:09.010Z'), extra: { a: [1, { b: null }] } });

@ObjectType()
class ParityRoot {
  @Field(() => String) plain: string;
}

/** In the table of rights under a name that everyone may call: the gate is part of what is compared. */
@Resolver(() => ParityRoot)
class ParityResolver {
  @Query(() => ParityRoot, { nullable: true })
  viewer(): ParityRoot { return Object.assign(new ParityRoot(), { plain: 'x' }); }

  @FieldResolver(() => [ParityAnimal]) animals(): ParityAnimal[] { return [dog, cat]; }
  @FieldResolver(() => [ParityPet]) async pets(): Promise<(typeof ParityPet)[]> { await sleep(1); return [cat, dog]; }
  @FieldResolver(() => ParityCat, { nullable: true }) async cat(): Promise<ParityCat> { return cat; }
  @FieldResolver(() => String, { nullable: true }) refused(): string { throw new DomainError('NOT_FOUND', { path: ['x'] }); }
  @FieldResolver(() => String, { nullable: true }) async refusedLater(): Promise<string> { await sleep(1); throw new DomainError('CONFLICT', { currentVersion: 3 }); }
  @FieldResolver(() => String) required(): string { throw new DomainError('FORBIDDEN'); }
  @FieldResolver(() => String) nothing(): string { return null as never; }
  @FieldResolver(() => [ParityDog]) brokenDogs(): ParityDog[] { return [dog, null as never, dog]; }
  @FieldResolver(() => [ParityDog], { nullable: 'items' }) someDogs(): (ParityDog | null)[] { return [dog, null]; }
  @FieldResolver(() => Int, { nullable: true }) notANumber(): number { return 'seven' as never; }
  @FieldResolver(() => Mood, { nullable: true }) noMood(): string { return 'furious'; }
  @FieldResolver(() => String, { nullable: true }) fault(): string { throw new Error('SELECT secret FROM /srv/x.ts'); }
  @FieldResolver(() => String, { nullable: true }) graphqlError(): string { throw new GraphQLError('own words', { extensions: { code: 'BAD_USER_INPUT' } }); }
  @FieldResolver(() => String) echo(@Arg('input', () => ParityInput) input: ParityInput): string { return JSON.stringify({ ...input, isInstance: input instanceof ParityInput }); }
  @FieldResolver(() => Float) sum(@Arg('of', () => [Float], { defaultValue: [1, 2] }) of: number[]): number { return of.reduce((a, b) => a + b, 0); }
  @FieldResolver(() => String) moodName(@Arg('mood', () => Mood, { nullable: true }) mood: string | null): string { return String(mood); }
  @FieldResolver(() => ParityRoot) self(@Root() root: ParityRoot): ParityRoot { return root; }
}

/** What the mutations below have done, in order. */
const done: string[] = [];

@Resolver()
class ParityMutations {
  @Mutation(() => Int) async signOut(@Arg('ms', () => Int) ms: number): Promise<number> {
    done.push(`begin ${ms}`);
    await sleep(ms);
    done.push(`end ${ms}`);
    return ms;
  }

  @Mutation(() => Int, { nullable: true }) async signIn(): Promise<number> {
    done.push('fail');
    throw new DomainError('BAD_CREDENTIALS');
  }
}

const cases: readonly (readonly [title: string, query: string, variables?: Record<string, unknown>, operationName?: string])[] = [
  ['scalars and aliases', '{ viewer { plain again: plain self { self { plain } } } }'],
  ['__typename everywhere', '{ __typename viewer { __typename animals { __typename } pets { __typename } } }'],
  ['interfaces', '{ viewer { animals { name ... on ParityDog { bones mood } ... on ParityCat { friend { name } } } } }'],
  ['unions', '{ viewer { pets { ... on ParityDog { bones } ... on ParityCat { name born extra } } } }'],
  ['fragments on interfaces', '{ viewer { pets { ...a } animals { ...a ...b } } } fragment a on ParityAnimal { name } fragment b on ParityDog { bones }'],
  ['fields merged across fragments', '{ viewer { cat { friend { name } } ...r } } fragment r on ParityRoot { cat { friend { friend { name } } } }'],
  ['@skip', 'query($yes: Boolean!) { viewer { plain @skip(if: $yes) again: plain } }', { yes: true }],
  ['@skip not', 'query($yes: Boolean!) { viewer { plain @skip(if: $yes) again: plain } }', { yes: false }],
  ['@include on fragments', 'query($no: Boolean = false) { viewer { plain ... @include(if: $no) { animals { name } } ...r @include(if: true) } } fragment r on ParityRoot { again: plain }'],
  ['both directives', '{ viewer { plain @skip(if: true) @include(if: true) again: plain } }'],
  ['enum argument', '{ viewer { moodName(mood: VERY_HAPPY) } }'],
  ['enum variable', 'query($m: ParityMood) { viewer { moodName(mood: $m) } }', { m: 'SAD' }],
  ['enum absent', 'query($m: ParityMood) { viewer { moodName(mood: $m) } }', {}],
  ['wrong enum variable', 'query($m: ParityMood) { viewer { moodName(mood: $m) } }', { m: 'FURIOUS' }],
  ['default argument', '{ viewer { sum } }'],
  ['list argument', 'query($of: [Float!]!) { viewer { sum(of: $of) } }', { of: [1.5, 2] }],
  ['one value for a list', 'query($of: [Float!]!) { viewer { sum(of: $of) } }', { of: 4 }],
  ['input object', 'query($i: ParityInput!) { viewer { echo(input: $i) } }', { i: { count: 2, words: ['a'] } }],
  ['input with null', 'query($i: ParityInput!) { viewer { echo(input: $i) } }', { i: { count: 2, words: null } }],
  ['input literal', '{ viewer { echo(input: { count: 2 }) } }'],
  ['class-validator refuses', '{ viewer { echo(input: { count: -2 }) } }'],
  ['missing variable', 'query($i: ParityInput!) { viewer { echo(input: $i) } }', {}],
  ['wrong variable', 'query($i: ParityInput!) { viewer { echo(input: $i) } }', { i: { count: 'two', other: 1 } }],
  ['too big an Int', 'query($i: ParityInput!) { viewer { echo(input: $i) } }', { i: { count: 2 ** 40 } }],
  ['unknown field', '{ viewer { absent } }'],
  ['syntax error', '{ viewer { '],
  ['refusals beside data', '{ viewer { plain refused refusedLater } }'],
  ['null bubbles to the nearest nullable', '{ viewer { cat { name } required } }'],
  ['null for a required field', '{ viewer { nothing } }'],
  ['null in a list of required items', '{ viewer { plain brokenDogs { name } } }'],
  ['null in a list of optional items', '{ viewer { someDogs { name } } }'],
  ['a scalar that cannot be serialised', '{ viewer { plain notANumber } }'],
  ['an enum value that does not exist', '{ viewer { plain noMood } }'],
  ['an unexpected fault', '{ viewer { plain fault } }'],
  ['a GraphQLError', '{ viewer { graphqlError } }'],
  ['one of two operations', 'query A { viewer { plain } } query B { viewer { again: plain } }', {}, 'B'],
  ['an operation that is not there', 'query A { viewer { plain } } query B { viewer { plain } }', {}, 'C'],
  ['no name for two operations', 'query A { viewer { plain } } query B { viewer { plain } }'],
  ['introspection', '{ __schema { queryType { name } } __type(name: "ParityPet") { possibleTypes { name } } }'],
];

const log = openLog('test', 'silent');
const context = { actor: { kind: 'anonymous' }, refusal: null, session: { address: 'a' }, log } as unknown as Context;
let plain: ApolloServer<Context>;
let jitted: ApolloServer<Context>;
const interpreted = { plain: 0, jitted: 0 };

beforeAll(async () => {
  const schema = buildApiSchema([new ParityResolver(), new ParityMutations()]);
  const build = (jit: boolean) => buildApollo({ schema, log, jit, isSchemaPublic: true, gate: new Gate(schema, new RateLimit(0, () => new Date()), true) });
  [plain, jitted] = [build(false), build(true)];
  // Apollo starts an execution of its own only where no plugin has answered.
  const counting = (which: keyof typeof interpreted) => ({ requestDidStart: async () => ({ executionDidStart: async () => { interpreted[which] += 1; } }) });
  plain.addPlugin(counting('plain'));
  jitted.addPlugin(counting('jitted'));
  await Promise.all([plain.start(), jitted.start()]);
});

async function ask(apollo: ApolloServer<Context>, [, query, variables, operationName]: (typeof cases)[number]) {
  const { body, http } = await apollo.executeOperation({ query, variables, operationName }, { contextValue: context });
  const text = JSON.stringify(body.kind === 'single' ? body.singleResult : body.kind);
  // Incidents have a number each.
  return { status: http.status ?? 200, ...JSON.parse(text.replace(/"incident":"[^"]+"/g, '"incident":"…"')) };
}

describe('compiled and interpreted operations answer alike', () => {
  test.each(cases)('%s', async (...one) => {
    const expected = await ask(plain, one);
    // The first goes through graphql-js, the second is compiled, the third comes from the cache.
    for (let time = 0; time < 3; time++) {
      const answer = await ask(jitted, one);
      // graphql-js does not promise an order of errors of fields that run beside each other.
      const byPath = (errors: { path?: unknown[] }[] = []) => [...errors].sort((a, b) => String(a.path).localeCompare(String(b.path)));
      expect({ ...answer, errors: byPath(answer.errors) }).toEqual({ ...expected, errors: byPath(expected.errors) });
    }
  });
});

test('mutations of one document run one after the other', async () => {
  const one = ['', 'mutation { a: signOut(ms: 15) b: signIn c: signOut(ms: 1) }'] as const;
  for (const apollo of [plain, jitted, jitted, jitted]) {
    done.length = 0;
    expect(await ask(apollo, one)).toMatchObject({ data: { a: 15, b: null, c: 1 }, errors: [{ path: ['b'], extensions: { code: 'BAD_CREDENTIALS' } }] });
    expect(done).toEqual(['begin 15', 'end 15', 'fail', 'begin 1', 'end 1']);
  }
});

test('from the second time on a document runs compiled', async () => {
  const one = ['', '{ viewer { plain animals { name } compiled: plain } }'] as const;
  const before = { ...interpreted };
  for (let time = 0; time < 4; time++) await Promise.all([ask(plain, one), ask(jitted, one)]);
  expect({ plain: interpreted.plain - before.plain, jitted: interpreted.jitted - before.jitted }).toEqual({ plain: 4, jitted: 1 });
});

test('a fault tells its number and nothing else, and the log has the rest under it', async () => {
  const error = jest.spyOn(log, 'error').mockImplementation(() => {});
  const { body } = await jitted.executeOperation({ query: '{ viewer { fault } }' }, { contextValue: context });
  const [{ message, extensions }] = (body as unknown as { singleResult: { errors: { message: string; extensions: { code: string; details: { incident: string } } }[] } }).singleResult.errors;
  expect(message).toBe('Something went wrong on our side.');
  expect(extensions).toEqual({ code: 'INTERNAL', details: { incident: expect.stringMatching(/^[0-9a-f-]{36}$/) }, retry: true });
  expect(JSON.stringify(body)).not.toMatch(/secret|srv|stack|SELECT/);
  expect(error.mock.calls[0][0]).toMatchObject({ incident: extensions.details.incident, err: expect.objectContaining({ message: 'SELECT secret FROM /srv/x.ts' }) });
  error.mockRestore();
});
