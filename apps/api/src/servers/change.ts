import { isConflict } from '@gse/kube';
import { z } from 'zod';
import type { ApiContext } from '../context.ts';
import { ApiError, invalid } from '../errors.ts';
import type { GameServer } from '@gse/server-objects';
import { type Place } from '../kinds.ts';
import type { Caller } from '../session/callers.ts';
import { checkWish, type CheckedWish, type WishContext } from './check.ts';
import { recordAcceptance, requireLicences } from './licences.ts';
import { applyMergePatch, isRecord } from './merge-patch.ts';

/** What to change. */
export const changeSchema = z
  .object({
    spec: z
      .record(z.string(), z.unknown())
      .optional()
      .meta({ description: 'JSON merge patch of the spec: what is absent stays, null removes.' }),
    secrets: z
      .record(z.string().max(80), z.string().min(1).max(4096).nullable())
      .optional()
      .meta({ description: 'Credentials by id; null removes one. They take effect with the next restart.' }),
  })
  .meta({ description: 'What to change.' });
/** What to change of the wish only. */
export const wishChangeSchema = changeSchema.pick({ spec: true }).meta({ description: 'What to change of the wish.' });

/** A changed wish, checked, and the patch that makes it so. */
export interface CheckedChange extends CheckedWish {
  readonly patch: Record<string, unknown>;
}

/** Status is written all the time; a change that meets such a write is made again on the newer object. */
const MAX_TRIES = 5;

/**
 * Checks what a merge patch of the spec would lead to.
 * @throws ApiError 422 with the path of every offending field
 */
export function checkChange(
  context: WishContext & Pick<ApiContext, 'clock'>,
  caller: Caller,
  server: GameServer,
  wished: Readonly<Record<string, unknown>>,
): CheckedChange {
  if ('game' in wished && wished['game'] !== server.spec.game)
    throw invalid([{ path: 'spec.game', message: 'the game of a server cannot change; order another server' }]);
  const merged = applyMergePatch(server.spec, wished);
  // Checked first without the records, because what was asked for may not even be a list.
  let wish = checkWish(context, merged, server.spec);
  let patch: Record<string, unknown> = { ...wished };
  if ('licences' in wished && wished['licences'] !== null) {
    const licences = recordAcceptance(wish.spec.licences, server.spec.licences, caller.user, new Date(context.clock.now()).toISOString());
    patch = { ...patch, licences };
    wish = checkWish(context, applyMergePatch(server.spec, patch), server.spec);
  }
  return { ...wish, patch };
}

/**
 * Changes the wish for a server in the name of the caller.
 * @throws ApiError as `checkChange`; and `LicenceNotAccepted` when a server is wished to start that may not
 */
export async function changeServer(
  context: ApiContext,
  caller: Caller,
  place: Place,
  wished: Readonly<Record<string, unknown>>,
  signal: AbortSignal,
): Promise<GameServer> {
  for (let tries = 1; ; tries++) {
    const order = await context.ordering.open(caller, place, signal);
    const change = checkChange(context, caller, order.server, wished);
    if (wished['state'] === 'Running') requireLicences(change.plan.missingLicences);
    try {
      return await order.write(change, signal);
    } catch (error) {
      if (!isConflict(error) || tries >= MAX_TRIES) throw error;
    }
  }
}

/** Leaves of a patch, as paths of the spec: for the record of what was changed. Values are not told. */
export function changedPaths(patch: unknown, path = ''): string[] {
  if (!isRecord(patch) || Object.keys(patch).length === 0) return path === '' ? [] : [path];
  return Object.entries(patch).flatMap(([key, value]) => changedPaths(value, path === '' ? key : `${path}.${key}`));
}

/** @throws ApiError unless this is a patch of the spec and of nothing else */
export function specOf(patch: Readonly<Record<string, unknown>>): Record<string, unknown> {
  const { spec, ...others } = patch;
  if (Object.keys(others).length > 0 || !isRecord(spec))
    throw new ApiError(422, 'FixNotApplicable', 'This fix changes more than the order of the server and is not applied here.');
  return spec;
}
