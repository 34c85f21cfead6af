import type { FiveMPlayer } from '@gse/protocols';
import type { Player, PlayersResult } from '@gse/sdk';
import { failureOf, hasBeenReady, isUnknown, MAIN_THREAD_MS, run, type FiveMContext } from './context.ts';

/** The HTTP side answers at once or not at all. */
const HTTP_MS = 3_000;

/**
 * Who is online. The list is the server's own, which it renews every second; a server whose main thread stands still goes on to
 * show the last one, so it has to answer on its console first.
 */
export async function players(context: FiveMContext): Promise<PlayersResult> {
  const { http, signal } = context;
  try {
    const ping = await run(context, 'gse_ping', MAIN_THREAD_MS);
    if (ping !== '' && !(isUnknown(ping) && (await hasBeenReady(context)))) return { known: false, reason: 'The server is starting.' };
    const options = { signal, timeoutMs: HTTP_MS };
    const [list, { maxClients }] = await Promise.all([http.players(options), http.dynamic(options)]);
    const isWhole = list.players.length === list.online;
    return {
      known: true,
      online: list.online,
      max: maxClients ?? context.settings.maxPlayers,
      ...(isWhole && { names: list.players.map(identified) }),
    };
  } catch (error) {
    const failure = failureOf(error);
    if (failure === undefined || failure.kind === 'aborted' || failure.kind === 'auth') throw error;
    return { known: false, reason: failure.message };
  }
}

/**
 * A player under the licence of their game, which stays the same whatever they are called. Of the other accounts that the
 * server knows (Discord, Steam, Xbox) none is needed to tell people apart, so none is passed on.
 */
function identified({ name, identifiers }: FiveMPlayer): Player {
  const id = identifiers.find((identifier) => /^license:[0-9a-f]{40}$/.test(identifier));
  return { name, ...(id !== undefined && { id }) };
}
