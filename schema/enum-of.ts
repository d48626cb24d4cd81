import { registerEnumType } from 'type-graphql';

type EnumObject<Value extends string> = { readonly [V in Value as Uppercase<V>]: V };

/**
 * A GraphQL enum from the words of a database column: 'in_review' is IN_REVIEW on the wire. `meanings` gives
 * each word its description, so that a new word cannot be forgotten.
 */
export function enumOf<Value extends string>(name: string, description: string, meanings: Record<Value, string>): EnumObject<Value> {
  const values = Object.keys(meanings) as Value[];
  const object = Object.fromEntries(values.map((value) => [value.toUpperCase(), value])) as EnumObject<Value>;
  registerEnumType(object, {
    name,
    description,
    valuesConfig: Object.fromEntries(values.map((value) => [value.toUpperCase(), { description: meanings[value] }])) as never,
  });
  return object;
}
