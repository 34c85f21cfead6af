import { steamId3 } from '../steam-id.ts';
import type { SimulatedServer } from './server.ts';

/** Seats of a game; empty ones are told as well. */
const SEATS = 20;

/** The answer to `status_json`, as Counter-Strike 2 gives it. */
export function statusJson(server: SimulatedServer): string {
  const clients = Array.from({ length: SEATS }, (_, slot) => {
    const bot = server.bots[slot - 1];
    const seated = server.bySlot(slot);
    if (seated) return { steamid64: seated.id, steamid: steamId3(seated.id), bot: false, name: seated.name };
    return { steamid64: '0', steamid: '[I:0:0]', bot: bot !== undefined, name: bot ?? '' };
  });
  return JSON.stringify({
    frametime_ms: 15.625,
    process_uptime: Math.floor((Date.now() - server.startedAt) / 1000),
    build_version: '14128',
    server: {
      hibernating: false,
      cpu_usage: 4.1,
      clients_bot: server.bots.length,
      clients_human: server.people.length,
      clients_proxies: 0,
      map: server.map,
      udp_port: 27_015,
      clients,
      player_network_loss_max: 0,
      player_network_loss_avg: 0,
      gc_status: 'GCConnectionStatus_HAVE_SESSION',
      sv_shutdown_requested: false,
      frame_time_50th_percentile: 0.0031,
      frame_time_95th_percentile: 0.0052,
      frame_time_max: 0.0123,
      steam_loggedon: true,
      steamid: server.steamId,
    },
  });
}

/** The answer to `status`, as each game words it. */
export function status(server: SimulatedServer): string {
  return server.edition === 'cs2' ? statusOfCs2(server) : statusOfOld(server);
}

function statusOfCs2(server: SimulatedServer): string {
  return [
    'Server:  Running [0.0.0.0:27015]',
    'Client:  Disconnected',
    '----- Status -----',
    '@ Current  :  game',
    'source   : console',
    `hostname : ${server.variables.get('hostname') ?? ''}`,
    'version  : 1.41.2.8/14128 10603 secure  public',
    `steamid  : ${server.steamId} (85568392935611682)`,
    'os/type  : Linux dedicated',
    ...(server.variables.hasTv ? [`sourcetv[0] : 127.0.1.1:27020 delay ${server.variables.get('tv_delay') ?? '0'}.0s`] : []),
    `players  : ${server.people.length} humans, ${server.bots.length} bots (0 max) (not hibernating) (unreserved)`,
    '---------spawngroups----',
    `loaded spawngroup(  1)  : SV:  [1: ${server.map} | main lump | mapload]`,
    '---------players--------',
    '  id     time ping loss      state   rate adr name',
    "65535 [NoChan]    0    0 challenging      0unknown ''",
    ...server.bots.map((name, slot) => `${String(slot + 1).padStart(4)}      BOT    0    0     active      0 '${name}'`),
    ...server.people.map(({ slot, name }) => `${String(slot).padStart(4)}    00:43   24    0     active 786432 192.0.2.44:27005 '${name}'`),
    '#end',
  ].join('\n');
}

function statusOfOld(server: SimulatedServer): string {
  return [
    `hostname: ${server.variables.get('hostname') ?? ''}`,
    'version : 1.38.8.1/13881 1575/8853 secure  [not logged in]',
    'udp/ip  : 0.0.0.0:27015',
    'os      :  Linux',
    'type    :  community dedicated',
    `map     : ${server.map}`,
    `players : ${server.people.length} humans, ${server.bots.length} bots (${server.maxPlayers}/0 max) (not hibernating)`,
    '',
    '# userid name uniqueid connected ping loss state rate adr',
    ...server.people.map(
      ({ slot, name, id }) => `# ${slot + 30} ${slot} "${name}" ${server.shownId(id)} 00:43 40 0 active 80000 192.0.2.44:27005`,
    ),
    ...server.bots.map((name, slot) => `#${slot + 60} "${name}" BOT active 64`),
    '#end',
  ].join('\n');
}
