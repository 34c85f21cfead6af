import { gameServerSpecSchema } from '@gse/resources';
import { z } from 'zod';
import type { ApiContext } from '../context.ts';
import { conflict } from '../errors.ts';
import type { GameServer } from '@gse/server-objects';
import type { NewOrder, OrderDesk } from '../ordering/ordering.ts';
import type { Caller } from '../session/callers.ts';
import { checkWish } from './check.ts';
import { recordAcceptance, requireLicences } from './licences.ts';
import { checkSecrets } from './secrets.ts';

/** Names end up in host names and labels, with room for what Kubernetes appends. */
const serverNameSchema = z
  .string()
  .min(1)
  .max(52)
  .regex(/^[a-z]([-a-z0-9]*[a-z0-9])?$/, { error: 'must begin with a letter and consist of a-z, 0-9 and -' });
export const namespaceSchema = z
  .string()
  .min(1)
  .max(63)
  .regex(/^[a-z0-9]([-a-z0-9]*[a-z0-9])?$/, { error: 'must consist of a-z, 0-9 and -' });

/** What somebody sends to order a server. */
export const orderSchema = z
  .object({
    name: serverNameSchema.meta({
      description:
        'Name of the server, such as my-world. Cannot change. On Cozystack the server itself has the kind of the order before it.',
    }),
    namespace: namespaceSchema.default('default').meta({ description: 'Where the server is kept.' }),
    spec: gameServerSpecSchema,
    secrets: z
      .record(z.string().max(80), z.string().min(1).max(4096))
      .optional()
      .meta({ description: 'Credentials the game asks for, by id. They are kept in a Secret and never shown again.' }),
  })
  .meta({ description: 'An order.' });
/** An order as it arrives: what is to run is checked afterwards, in the words of orders. */
export const receivedOrderSchema = orderSchema.extend({
  spec: z.record(z.string(), z.unknown()),
  secrets: z.record(z.string().max(80), z.unknown()).optional(),
});
export type ReceivedOrder = z.output<typeof receivedOrderSchema>;

/** What an order would come to. */
export const checkedOrderSchema = z
  .object({
    spec: gameServerSpecSchema,
    version: z.string(),
    cpu: z.string(),
    memory: z.string(),
    storage: z.string(),
    settings: z.record(z.string(), z.unknown()),
    manifest: z.string().meta({ description: 'The order as YAML, as kubectl apply takes it.' }),
  })
  .meta({ description: 'Dry run: the order can be met; this is what would run.' });

/** An order that was checked and can be written as it stands. */
export interface CheckedOrder extends NewOrder {
  readonly desk: OrderDesk;
}

/**
 * Checks an order as far as it can be checked without writing: fields, settings, licences, credentials, the name.
 * @throws ApiError with the offending field
 */
export async function checkOrder(context: ApiContext, caller: Caller, order: ReceivedOrder, signal: AbortSignal): Promise<CheckedOrder> {
  // Checked first without the records, because what was asked for may not even be a list.
  const asked = checkWish(context, order.spec);
  const now = new Date(context.clock.now()).toISOString();
  const licences = recordAcceptance(asked.spec.licences, undefined, caller.user, now);
  const wish = checkWish(context, { ...order.spec, ...(licences && { licences }) });
  const mapping = context.mappingOf(wish.game);
  requireLicences(wish.plan.missingLicences, mapping);
  const secrets = checkSecrets(wish.game, mapping, order.secrets ?? {});
  const checked: NewOrder = { ...wish, secrets, place: { namespace: order.namespace, name: order.name } };
  const desk = await context.ordering.deskFor(wish.game);
  desk.check(checked);
  if (await desk.exists(caller, checked.place, signal))
    throw conflict('AlreadyExists', `There is a server ${order.name} already.`, { path: 'name' });
  return { ...checked, desk };
}

/** Writes an order in the name of the caller. */
export async function placeOrder(context: ApiContext, caller: Caller, order: CheckedOrder, signal: AbortSignal): Promise<GameServer> {
  const created = await order.desk.place(caller, order, signal);
  context.recorder.record(caller, created, 'Ordered', `ordered a ${order.game.title} server`);
  return created;
}
