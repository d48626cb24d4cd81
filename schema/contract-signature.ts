import { Field, Int, ObjectType } from 'type-graphql';
import { Column, Entity, PrimaryColumn } from 'typeorm';
import { ContractParty } from './contract-party.js';
import { DateTime } from './scalars.js';

@Entity({ name: 'contract_signatures' })
@ObjectType('Signature', { simpleResolvers: true, description: 'The consent of one signatory to exactly one text.' })
export class ContractSignature {
  @PrimaryColumn({ name: 'id', type: 'uuid' })
  id: string;

  @Column({ name: 'contract_version_id', type: 'uuid' })
  contractVersionId: string;

  @Field(() => ContractParty, { description: 'The side that signed.' })
  @Column({ name: 'party', type: 'text' })
  party: ContractParty;

  @Field(() => Int, { nullable: true, description: 'Place in the list of the SIGNING clause, from 1; null: for the side as a whole.' })
  @Column({ name: 'place', type: 'int', nullable: true })
  place: number | null;

  @Column({ name: 'signer_id', type: 'uuid' })
  signerId: string;

  @Column({ name: 'content_hash', type: 'bytea' })
  contentHashBytes: Buffer;

  /** Ed25519 over the RFC 8785 JSON of who signed what when (server/partner/seal.ts). */
  @Column({ name: 'signature', type: 'bytea' })
  signature: Buffer;

  @Field(() => DateTime, { description: 'When it was signed.' })
  @Column({ name: 'signed_at', type: 'timestamptz' })
  signedAt: Date;

  @Field(() => String, { description: 'The hash that was signed, as 64 hexadecimal digits.' })
  get contentHash(): string {
    return this.contentHashBytes.toString('hex');
  }
}
