import { readFileSync } from 'node:fs';
import { expect, test } from '@jest/globals';
import { buildSchema, getNamedType, isEnumType, isInputObjectType, isInterfaceType, isListType, isNonNullType, isObjectType, isUnionType, type GraphQLField, type GraphQLNamedType } from 'graphql';
import { schemaText } from '../../server/print-schema.js';

const text = schemaText();
const schema = buildSchema(text);
const ours = Object.values(schema.getTypeMap()).filter(({ name }) => !name.startsWith('__') && !['String', 'Int', 'Float', 'Boolean', 'ID'].includes(name));

const fieldsOf = (type: GraphQLNamedType) => (isObjectType(type) || isInterfaceType(type) || isInputObjectType(type) ? Object.values(type.getFields()) : []);
const outputFields = ours.flatMap((type) => (isObjectType(type) ? Object.values(type.getFields()).map((field) => ({ type: type.name, field })) : []));

test('schema/schema.graphql is what the code says; if not, run "npm run schema" and read the difference', () => {
  expect(readFileSync(new URL('../../schema/schema.graphql', import.meta.url), 'utf8')).toBe(text);
});

test('no field is named like a secret', () => {
  /** Named by the contract: the token, the key and the connector's secret that are shown once, the hashes that both sides sign. */
  const allowed = new Set(['SignedIn.accessToken', 'CreatedApiKey.secret', 'ContractVersion.contentHash', 'Signature.contentHash', 'ContractOffer.contentHash', 'ContractOffer.answersHash', 'ContractSignature.contentHash', 'Assessment.inputsHash', 'Statement.hash', 'StatementCheck.hash', 'Acceptance.hash', 'ConformanceRun.evidenceHash', 'ConformanceRun.scenarioSetHash', 'ConnectorSecret.secret', 'Connector.secretRotatedAt', 'Mutation.connectorRotateSecret', 'Mutation.passwordChange']);
  const suspicious = outputFields.map(({ type, field }) => `${type}.${field.name}`).filter((name) => /hash|token|secret|password|private|credential/i.test(name.split('.')[1]));
  expect(suspicious.filter((name) => !allowed.has(name))).toEqual([]);
});

test('everything is described', () => {
  const missing = ours.flatMap((type) => [
    ...(type.description ? [] : [type.name]),
    ...fieldsOf(type).flatMap((field) => [
      ...(field.description ? [] : [`${type.name}.${field.name}`]),
      ...('args' in field ? (field as GraphQLField<unknown, unknown>).args.filter(({ description }) => !description).map(({ name }) => `${type.name}.${field.name}(${name})`) : []),
    ]),
    ...(isEnumType(type) ? type.getValues().filter(({ description }) => !description).map(({ name }) => `${type.name}.${name}`) : []),
  ]);
  expect(missing.filter((name) => !/^(Query|Mutation|Subscription)$/.test(name))).toEqual([]);
});

test('every mutation takes one input at most and answers with a payload of result and userErrors', () => {
  for (const field of Object.values(schema.getMutationType()!.getFields())) {
    expect([field.name, field.args.map(({ name }) => name)]).toEqual([field.name, field.args.length ? ['input'] : []]);
    const payload = getNamedType(field.type);
    expect(isNonNullType(field.type) && isObjectType(payload) && Object.keys(payload.getFields()).sort()).toEqual(['result', 'userErrors']);
  }
});

test('every list that can grow without end is paged', () => {
  const paging = new Set(['first', 'last', 'perPage', 'ids']);
  const roots = [schema.getQueryType()!, schema.getMutationType()!].flatMap((type) => Object.values(type.getFields()));
  const unbounded = roots.filter((field) => {
    const named = getNamedType(field.type);
    const isPage = isListType(isNonNullType(field.type) ? field.type.ofType : field.type) || /(Page|Connection)$/.test(named.name);
    return isPage && !field.args.some(({ name }) => paging.has(name));
  });
  expect(unbounded.map(({ name }) => name)).toEqual([]);
});

test('unions and interfaces have members', () => {
  for (const type of ours) {
    if (isUnionType(type)) expect(type.getTypes().length).toBeGreaterThan(1);
    if (isInterfaceType(type)) expect(schema.getPossibleTypes(type).length).toBeGreaterThan(0);
  }
});
