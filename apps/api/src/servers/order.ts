import { isNotFound } from '@gse/kube';
import { ANNOTATIONS, gameServerSpecSchema } from '@gse/resources';
import { z } from 'zod';
import type { ApiContext } from '../context.ts';
import { conflict } from '../errors.ts';
import { gameServers, type GameServer } from '@gse/server-objects';
import { DOOR_ANNOTATION } from '../kinds.ts';
import { seen } from '../seen.ts';
import type { Caller } from '../session/callers.ts';
import { checkWish, type CheckedWish } from './check.ts';
import { recordAcceptance, requireLicences } from './licences.ts';
import { manifestOf } from './manifest.ts';
import { adoptSecret, checkSecrets, placeSecrets, secretPlace } from './secrets.ts';

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
    name: serverNameSchema.meta({ description: 'Name of the server, such as my-world. Cannot change.' }),
    namespace: namespaceSchema.default('default').meta({ description: 'Where the server is kept.' }),
    spec: gameServerSpecSchema,
    secrets: z
      .record(z.string().max(80), z.string().min(1).max(4096))
      .optional()
      .meta({ description: 'Credentials the game asks for, by id. They are kept in a Secret and never shown again.' }),
  })
  .meta({ description: 'An order.' });
export type Order = z.output<typeof orderSchema>;

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
export interface CheckedOrder extends CheckedWish {
  readonly server: GameServer;
}

/**
 * Checks an order as far as it can be checked without writing: fields, settings, licences, credentials, the name.
 * @throws ApiError with the offending field
 */
export async function checkOrder(context: ApiContext, caller: Caller, order: Order, signal: AbortSignal): Promise<CheckedOrder> {
  const now = new Date(context.clock.now()).toISOString();
  const licences = recordAcceptance(order.spec.licences, undefined, caller.user, now);
  const wish = checkWish({ ...order.spec, ...(licences && { licences }) }, context.gameById);
  requireLicences(wish.plan.missingLicences);
  checkSecrets(wish.game, order.secrets ?? {});
  if (await exists(caller, order, signal)) throw conflict('AlreadyExists', `There is a server ${order.name} already.`, { path: 'name' });
  const manifest = manifestOf(order, wish.spec);
  return {
    ...wish,
    server: {
      ...manifest,
      metadata: { ...manifest.metadata, annotations: { [ANNOTATIONS.actor]: caller.user, [DOOR_ANNOTATION]: caller.door } },
    },
  };
}

/** Writes an order in the name of the caller. Either server and credentials are there afterwards, or neither. */
export async function placeOrder(
  context: ApiContext,
  caller: Caller,
  checked: CheckedOrder,
  secrets: Order['secrets'],
  signal: AbortSignal,
): Promise<GameServer> {
  const place = { namespace: checked.server.metadata.namespace ?? 'default', name: checked.server.metadata.name };
  const secret = await placeSecrets(caller.kube, secretPlace(place, checked.spec), secrets ?? {}, signal);
  let created: GameServer;
  try {
    created = await caller.kube.create(gameServers, checked.server, { signal });
  } catch (error) {
    await secret
      .undo()
      .catch((err: unknown) =>
        context.log.warn({ err, namespace: place.namespace, server: place.name }, 'Credentials of a failed order were not removed'),
      );
    throw error;
  }
  if (secret.created) await adoptSecret(caller.kube, secret.created, created, signal);
  await seen(context.caches.servers, created, context.clock);
  context.recorder.record(caller, created, 'Ordered', `ordered a ${checked.game.title} server`);
  return created;
}

async function exists(caller: Caller, order: Order, signal: AbortSignal): Promise<boolean> {
  try {
    await caller.kube.get(gameServers, { namespace: order.namespace, name: order.name }, { signal });
    return true;
  } catch (error) {
    if (isNotFound(error)) return false;
    throw error;
  }
}
