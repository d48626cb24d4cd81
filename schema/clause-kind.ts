import { Field, ObjectType } from 'type-graphql';
import { enumOf } from './enum-of.js';

export const ClauseKind = enumOf('ClauseKind', 'What a clause settles.', {
  responsibility: 'What a side has to do.',
  right: 'What a side may do.',
  revenue_share: 'What part of a revenue the partner gets.',
  cost_budget: 'What the platform may spend on a purpose.',
  sla: 'What quality of service is owed.',
  data_scope: 'Which data may be used for what and how long.',
  exclusivity: 'In what a side deals with nobody else.',
  audit_right: 'Who may examine the records.',
  termination: 'How the contract is ended before its end.',
  renewal: 'What happens at its end.',
  signing: 'Who signs, and in which order.',
  dispute: 'How disputes are settled.',
  text: 'Anything else, in words.',
});
export type ClauseKind = (typeof ClauseKind)[keyof typeof ClauseKind];

@ObjectType()
export abstract class ClauseBase {
  @Field(() => String, { description: 'Name of the clause within its contract, the same through all versions.' })
  key: string;
}
