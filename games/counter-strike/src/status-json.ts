import { z } from 'zod';
import { steamId64 } from './steam-id.ts';

/** Somebody on the server, by the number that the console knows them by. */
export interface Seat {
  readonly slot: number;
  readonly name: string;
  /** Absent where the game does not tell. */
  readonly id?: string;
}

/** What the game says of itself. */
export interface ServerReport {
  /** People; neither bots nor SourceTV, and nobody who is still connecting. */
  readonly people: readonly Seat[];
  readonly bots: number;
  /** How many may play, where the game tells. */
  readonly max?: number;
  readonly map?: string;
  /** The game wants to be restarted for an update. */
  readonly updatePending: boolean;
  /** Absent where the game does not tell. */
  readonly onSteam?: 'token' | 'anonymous' | 'offline';
  readonly figures: Readonly<Record<string, number>>;
}

const figure = z.number().optional().catch(undefined);
const client = z.object({
  steamid64: z.string().catch(''),
  steamid: z.string().catch(''),
  bot: z.boolean().catch(false),
  name: z.string().catch(''),
});
const document = z.object({
  process_uptime: figure,
  server: z.object({
    hibernating: z.boolean().optional().catch(undefined),
    map: z.string().optional().catch(undefined),
    clients: z.array(client).max(256),
    clients_bot: figure,
    sv_shutdown_requested: z.boolean().catch(false),
    steam_loggedon: z.boolean().optional().catch(undefined),
    steamid: z.string().optional().catch(undefined),
    frame_time_50th_percentile: figure,
    frame_time_95th_percentile: figure,
    frame_time_max: figure,
    player_network_loss_max: figure,
  }),
});

/** Reads the answer to `status_json`; undefined where it is none. */
export function readStatusJson(answer: string): ServerReport | undefined {
  const start = answer.indexOf('{');
  if (start < 0) return undefined;
  let json: unknown;
  try {
    json = JSON.parse(answer.slice(start));
  } catch {
    return undefined;
  }
  const parsed = document.safeParse(json);
  if (!parsed.success) return undefined;
  const { server, process_uptime: uptime } = parsed.data;
  const people = server.clients.flatMap(({ steamid64, steamid, bot, name }, slot): readonly Seat[] => {
    const id = steamId64(steamid64) ?? steamId64(steamid);
    return bot || id === undefined || name === '' ? [] : [{ slot, name, id }];
  });
  const figures = {
    uptime,
    frameMedian: server.frame_time_50th_percentile,
    frame95: server.frame_time_95th_percentile,
    frameMax: server.frame_time_max,
    lossMax: server.player_network_loss_max,
    hibernating: server.hibernating === undefined ? undefined : Number(server.hibernating),
  };
  const bots = server.clients.filter(({ bot }) => bot).length;
  return {
    people,
    bots: Math.max(bots, server.clients_bot ?? 0),
    ...(server.map !== undefined && { map: server.map }),
    updatePending: server.sv_shutdown_requested,
    ...(server.steam_loggedon !== undefined && { onSteam: onSteam(server.steam_loggedon, server.steamid ?? '') }),
    figures: Object.fromEntries(Object.entries(figures).filter((entry): entry is [string, number] => Number.isFinite(entry[1]))),
  };
}

/** How the server is known to Steam: by the account of its token, by one that Steam made up for it, or not at all. */
export function onSteam(isLoggedOn: boolean, steamId: string): 'token' | 'anonymous' | 'offline' {
  if (!isLoggedOn) return 'offline';
  return steamId.startsWith('[A:') ? 'anonymous' : 'token';
}
