import { z } from 'zod';
import type { ApiContext } from '../context.ts';
import type { Caller } from '../session/callers.ts';
import { networkTypeSchema, type NetworkType } from './types.ts';

/** What somebody may choose of how players reach a server. */
export const networkOfferSchema = z
  .object({
    types: z
      .array(networkTypeSchema)
      .meta({ description: 'Values of spec.network.type that make sense here and that the caller may ask for, the usual one first.' }),
    fields: z
      .array(z.enum(['address', 'sharedAddress', 'ports']))
      .meta({ description: 'Fields of spec.network besides it that make a difference here.' }),
    place: z.enum(['cluster', 'machine']).meta({
      description:
        'machine: everything runs on one machine. Players type its own address, and a change counts from the next start of the game on.',
    }),
  })
  .meta({ description: 'What the caller may choose of how players reach a server.' });
export type NetworkOffer = z.output<typeof networkOfferSchema>;

/** One machine has one address: a server is open to players there, or it is not. */
const ON_ONE_MACHINE: NetworkOffer = { types: ['LoadBalancer', 'ClusterIP'], fields: ['ports'], place: 'machine' };

/**
 * What of the network the caller may choose. Ports of the node itself are the provider's to give: whoever may update the
 * virtual subresource `gameservers/provider`, which an admission policy of the platform asks for, too.
 */
export async function networkOffer(
  { permissions, isOneMachine }: Pick<ApiContext, 'permissions' | 'isOneMachine'>,
  caller: Caller,
  { namespace, types }: { readonly namespace: string; readonly types: readonly NetworkType[] },
): Promise<NetworkOffer> {
  if (isOneMachine) return ON_ONE_MACHINE;
  const isProvider =
    types.includes('HostPort') &&
    (await permissions.allows(caller, { verb: 'update', resource: 'gameservers', subresource: 'provider', namespace }));
  return {
    types: types.filter((type) => type !== 'HostPort' || isProvider),
    fields: ['address', 'sharedAddress', 'ports'],
    place: 'cluster',
  };
}
