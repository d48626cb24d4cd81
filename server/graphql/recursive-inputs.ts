import { getNamedType, isInputObjectType, typeFromAST, type GraphQLInputObjectType, type GraphQLSchema, type OperationDefinitionNode } from 'graphql';

/**
 * Whether a variable of the operation has a type that contains itself, as the filters do (and, or, not). graphql-jit
 * unrolls the types of variables into code and would never come to an end with such a one.
 */
export function hasRecursiveVariable(schema: GraphQLSchema, { variableDefinitions = [] }: OperationDefinitionNode): boolean {
  return variableDefinitions.some(({ type }) => {
    const input = getNamedType(typeFromAST(schema, type as never));
    return isInputObjectType(input) && containsItself(input, []);
  });
}

function containsItself(input: GraphQLInputObjectType, path: readonly GraphQLInputObjectType[]): boolean {
  if (path.includes(input)) return true;
  return Object.values(input.getFields()).some((field) => {
    const inner = getNamedType(field.type);
    return isInputObjectType(inner) && containsItself(inner, [...path, input]);
  });
}
