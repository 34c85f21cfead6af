import type { Fix, Reason } from '@gse/resources';
import { z } from 'zod';
import type { ApiContext } from '../context.ts';
import { ApiError, conflict } from '../errors.ts';
import { gameServers } from '@gse/server-objects';
import { type Place } from '../kinds.ts';
import { orderRestart } from '../operations/order.ts';
import type { Caller } from '../session/callers.ts';
import { changeServer, specOf } from './change.ts';
import { knownFix } from './known-fixes.ts';

export const fixRequestSchema = z
  .object({
    code: z
      .string()
      .max(80)
      .optional()
      .meta({ description: 'Code of the reason whose fix is meant; the fix is refused when the reason is another one by now.' }),
  })
  .meta({ description: 'Which fix is meant.' });

export const fixResultSchema = z
  .object({
    applied: z.string().meta({ description: 'Words of the fix that was applied.' }),
    operation: z.string().optional().meta({ description: 'The operation that was ordered.' }),
  })
  .meta({ description: 'What was done.' });

/**
 * Applies the way out that the status of a server names, in the name of the caller.
 * @throws ApiError `FixNotApplicable` for a patch that this edition would not name for this reason
 */
export async function applyFix(
  context: ApiContext,
  caller: Caller,
  place: Place,
  code: string | undefined,
  signal: AbortSignal,
): Promise<z.output<typeof fixResultSchema>> {
  const server = await caller.kube.get(gameServers, place, { signal });
  const reason = server.status?.reason;
  if (reason === undefined) throw conflict('NothingToFix', 'Nothing is wrong with this server at the moment.');
  if (code !== undefined && code !== reason.code)
    throw conflict('ReasonChanged', `The reason is ${reason.code} by now: ${reason.message}`, { fix: reason.fix });
  if (reason.fix === undefined) throw conflict('NoFix', `There is no fix that can be applied for ${reason.code}: ${reason.message}`);
  const fix = knownFix(context.gameById(server.spec.game), server, reason);
  if (fix === undefined)
    throw new ApiError(
      422,
      'FixNotApplicable',
      `"${reason.fix.title}" is not a change that is known to help with ${reason.code} as the server is ordered now, so it is not made in your name. If you want it, change the server yourself.`,
    );
  const operation = await carryOut(context, caller, place, reason, fix, signal);
  context.recorder.record(caller, server, 'FixApplied', `applied the fix for ${reason.code}: ${fix.title}`);
  return { applied: fix.title, ...(operation !== undefined && { operation }) };
}

async function carryOut(
  context: ApiContext,
  caller: Caller,
  place: Place,
  reason: Reason,
  fix: Fix,
  signal: AbortSignal,
): Promise<string | undefined> {
  switch (fix.kind) {
    case 'link':
      throw new ApiError(409, 'FixIsLink', `${fix.title}: ${fix.href ?? ''}`, { fix });
    case 'patch':
      await changeServer(context, caller, place, specOf(fix.patch ?? {}), signal);
      return undefined;
    case 'operation':
      if (fix.operation === 'restart')
        return (await orderRestart(context, caller, place, { cause: `fix for ${reason.code}` }, signal)).metadata.name;
      if (fix.operation === 'start' || fix.operation === 'stop') {
        await changeServer(context, caller, place, { state: fix.operation === 'start' ? 'Running' : 'Stopped' }, signal);
        return undefined;
      }
      throw new ApiError(501, 'UnknownOperation', `This version knows no operation ${fix.operation ?? ''}.`);
  }
}
