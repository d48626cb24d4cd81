import { Arg, Ctx, Mutation, Resolver } from 'type-graphql';
import { Partner } from '../../schema/partner.js';
import type { Audit } from '../audit/audit.js';
import type { Context } from '../graphql/context.js';
import { fromGlobalId } from '../graphql/global-ids.js';
import type { NodeSource } from '../graphql/nodes.js';
import { answer, payloadOf, type Payload } from '../graphql/payloads.js';
import type { Database } from '../platform/database.js';
import { ServiceLevelExcuseInput } from './risk.inputs.js';
import { excuseWindow } from './service-levels.js';

const PartnerPayload = payloadOf(Partner);

@Resolver(() => Partner)
export class ServiceLevelResolver {
  constructor(private readonly database: Database, private readonly audit: Audit) {}

  @Mutation(() => PartnerPayload, { description: 'Excuses a missed window before its credit is posted.' })
  serviceLevelExcuse(@Arg('input', () => ServiceLevelExcuseInput, { description: 'Which and why.' }) { id, reason }: ServiceLevelExcuseInput, @Ctx() { actor }: Context): Promise<Payload<Partner>> {
    return answer(async () => {
      const windowId = fromGlobalId('ServiceLevelWindow', id);
      await excuseWindow(this.database, this.audit, { id: windowId, excuse: reason }, actor);
      const [{ partnerId }] = await this.database.query<{ partnerId: string }>('SELECT partner_id AS "partnerId" FROM service_level_windows WHERE id = $1', [windowId]);
      return this.database.dataSource.getRepository(Partner).findOneByOrFail({ id: partnerId });
    });
  }
}

/** Windows are read with their partner; alone they answer to nobody. */
export const serviceLevelNodes: NodeSource = async (ids) => ids.map(() => null);
