import { Field, ID, InterfaceType } from 'type-graphql';
import { PrimaryColumn } from 'typeorm';

/**
 * What every addressable noun shares. `id` is the UUIDv7 of the row in code and in the table; on its way out
 * server/graphql/schema.ts turns it into the opaque global id of the type ("Partner:<uuid>", base64url).
 */
@InterfaceType({ description: 'Anything that has a global id and can be fetched with node(id).' })
export abstract class Node {
  @Field(() => ID, { description: 'Opaque global id.' })
  @PrimaryColumn('uuid')
  id: string;
}
