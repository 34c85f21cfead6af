import type { Player, PlayersResult } from '@gse/sdk';
import { MAIN_THREAD_MS, failureOf, original, run } from './context.ts';
import type { MinecraftContext } from './context.ts';

/** The answer to `list` since 1.13; older releases of that line leave out the second `of`. */
const LIST = /^There are (\d{1,9}) of a max(?: of)? (\d{1,9}) players online: ?(.*)$/s;
const WITH_UUID = /^(.{1,64}) \(([0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12})\)$/;

/** Who is online: everybody by name from the console, else the number from the server list, else unknown. */
export async function players(context: MinecraftContext): Promise<PlayersResult> {
  try {
    const known = parseList(await run(context, original(context.settings.flavour, 'list uuids'), MAIN_THREAD_MS));
    if (known !== undefined) return known;
  } catch (error) {
    const failure = failureOf(error);
    if (failure === undefined || failure.kind === 'aborted') throw error;
    // A stuck main thread leaves the number in the server list as it was: that number says nothing any more.
    if (failure.kind === 'timeout') return { known: false, reason: failure.message };
  }
  return countFromServerList(context);
}

/** Reads the answer to `list uuids`; undefined when it is not one. Names are left out when they cannot be told apart. */
export function parseList(answer: string): PlayersResult | undefined {
  const match = LIST.exec(answer);
  if (match === null) return undefined;
  const [, online, max, listed = ''] = match;
  const names = listed.trim() === '' ? [] : listed.trim().split(', ').map(parsePlayer);
  return {
    known: true,
    online: Number(online),
    max: Number(max),
    ...(names.every((player) => player !== undefined) && { names }),
  };
}

function parsePlayer(entry: string): Player | undefined {
  const [, name, id] = WITH_UUID.exec(entry) ?? [];
  if (name !== undefined && id !== undefined) return { name, id };
  return /^\S{1,64}$/.test(entry) ? { name: entry } : undefined;
}

async function countFromServerList({ status, signal }: MinecraftContext): Promise<PlayersResult> {
  try {
    const { players: shown } = await status.status({ signal });
    if (shown === undefined)
      return { known: false, reason: 'The console does not answer, and the server list hides the number of players.' };
    return { known: true, online: shown.online, max: shown.max };
  } catch (error) {
    const failure = failureOf(error);
    if (failure === undefined || failure.kind === 'aborted') throw error;
    return { known: false, reason: failure.message };
  }
}
