import { isAtLeast } from '../versions.ts';
import { offlineUuid } from './lists.ts';
import type { SimulatedServer } from './server.ts';

type Handler = (server: SimulatedServer, rest: string) => string | undefined | Promise<string | undefined>;

/** Runs a console command and answers as the game does. */
export async function runCommand(server: SimulatedServer, line: string): Promise<string> {
  const [, named = '', rest = ''] = /^\/?(\S*)\s*(.*)$/s.exec(line.trim()) ?? [];
  // Full names of commands are an invention of Bukkit.
  const name = server.hasPlugins ? named.replace(/^minecraft:/, '') : named;
  const handler = Object.hasOwn(COMMANDS, name)
    ? COMMANDS[name]
    : server.hasPlugins && Object.hasOwn(PAPER, name)
      ? PAPER[name]
      : undefined;
  return (await handler?.(server, rest)) ?? `Unknown or incomplete command. See below for error${line.trim()}<--[HERE]`;
}

const NOT_FOUND = 'No player was found';
const NOBODY = 'That player does not exist';

/** Handles a command whose first word is a player; undefined (not understood) without one. */
function forPlayer(
  act: (server: SimulatedServer, player: string, rest: string) => string | undefined | Promise<string | undefined>,
): Handler {
  return (server, line) => {
    const [, player = '', rest = ''] = /^(\S+)\s*(.*)$/s.exec(line) ?? [];
    if (player === '') return undefined;
    return /^\.?[A-Za-z0-9_]{1,16}$/.test(player) ? act(server, server.online(player) ?? player, rest) : NOBODY;
  };
}

const COMMANDS: Readonly<Record<string, Handler>> = {
  list: (server, rest) => {
    const names = server.stage.players.online.map((name) => (rest === 'uuids' ? `${name} (${offlineUuid(name)})` : name));
    return `There are ${names.length} of a max of ${server.maxPlayers} players online: ${names.join(', ')}`;
  },
  say: (server, text) => {
    server.say(`${server.hasPlugins ? '[Not Secure] ' : ''}[Rcon] ${text}`);
    return '';
  },
  tellraw: (server, rest) => {
    const [, target = '', json = ''] = /^(\S+)\s+(.*)$/s.exec(rest) ?? [];
    const text = componentText(json);
    if (text === undefined) return undefined;
    const online = server.online(target);
    const readers = target === '@a' ? server.stage.players.online : online === undefined ? [] : [online];
    if (readers.length === 0) return NOT_FOUND;
    // The game shows this to players only; people at a simulation have no game to see it in.
    server.stage.print(
      `[simulated] ${readers.length > 5 ? `${readers.length} players read` : `${readers.join(', ')} read${readers.length === 1 ? 's' : ''}`}: ${text}`,
    );
    return '';
  },
  kick: forPlayer((server, player, reason) => {
    if (server.online(player) === undefined) return NOT_FOUND;
    const because = reason || 'Kicked by an operator';
    server.stage.players.leave(player, because);
    return `Kicked ${player}: ${because}`;
  }),
  ban: forPlayer(async (server, player, given) => {
    const reason = given || 'Banned by an operator.';
    const isNew = await server.bans.add(player, { created: new Date().toISOString(), source: 'Rcon', expires: 'forever', reason });
    if (!isNew) return 'Nothing changed. The player is already banned';
    server.stage.players.leave(player, 'You are banned from this server.');
    return `Banned ${player}: ${reason}`;
  }),
  pardon: forPlayer(async (server, player) =>
    (await server.bans.remove(player)) ? `Unbanned ${player}` : "Nothing changed. The player isn't banned",
  ),
  banlist: (server) => {
    const { names } = server.bans;
    if (names.length === 0) return 'There are no bans';
    const entries = names.map((name) => {
      const { source = 'Server', reason = '' } = server.bans.get(name) ?? {};
      return `${name} was banned by ${source}: ${reason}`;
    });
    // Each is a message of its own; the remote console of Bukkit's kin puts a line end behind every message, the others nothing.
    return [`There are ${names.length} ${plural(server, 'ban')}:`, ...entries].join(server.hasPlugins ? '\n' : '');
  },
  whitelist: (server, rest) => {
    const [, act = '', player = ''] = /^(\S*)\s*(.*)$/s.exec(rest) ?? [];
    return Object.hasOwn(WHITELIST, act) ? WHITELIST[act]?.(server, player) : undefined;
  },
  op: forPlayer(async (server, player) =>
    (await server.operators.add(player, { level: 4, bypassesPlayerLimit: false }))
      ? `Made ${player} a server operator`
      : 'Nothing changed. The player already is an operator',
  ),
  deop: forPlayer(async (server, player) =>
    (await server.operators.remove(player))
      ? `Made ${player} no longer a server operator`
      : 'Nothing changed. The player is not an operator',
  ),
  difficulty: (server, wanted) => {
    if (wanted === '') return `The difficulty is ${capital(server.difficulty)}`;
    if (!['peaceful', 'easy', 'normal', 'hard'].includes(wanted)) return undefined;
    if (wanted === server.difficulty) return `The difficulty did not change; it is already set to ${wanted}`;
    server.difficulty = wanted;
    return `The difficulty has been set to ${capital(wanted)}`;
  },
  defaultgamemode: (_, wanted) =>
    ['survival', 'creative', 'adventure', 'spectator'].includes(wanted)
      ? `The default game mode is now ${capital(wanted)} Mode`
      : undefined,
  setidletimeout: async (server, minutes) => {
    if (!/^\d{1,7}$/.test(minutes)) return undefined;
    await server.properties.set('player-idle-timeout', minutes);
    return `The player idle timeout is now ${minutes} minute(s)`;
  },
  'save-off': (server) => {
    if (!server.isAutosaving) return 'Saving is already turned off';
    server.isAutosaving = false;
    return 'Automatic saving is now disabled';
  },
  'save-on': (server) => {
    if (server.isAutosaving) return 'Saving is already turned on';
    server.isAutosaving = true;
    return 'Automatic saving is now enabled';
  },
  'save-all': async (server) =>
    `Saving the game (this may take a moment!)${(await server.world.save()) ? 'Saved the game' : 'Unable to save the game (is there enough disk space?)'}`,
  stop: (server) => {
    // The answer goes out first; then the console closes with everything else.
    setImmediate(() => server.stage.requestStop());
    return 'Stopping the server';
  },
  seed: (server) => `Seed: [${server.properties.text('level-seed') || '0'}]`,
  tick: (server, rest) =>
    rest === 'query' && !server.hasPlugins
      ? 'The game is running normallyTarget tick rate: 20.0 per second.\nAverage time per tick: 3.2ms (Target: 50.0ms)Percentiles: P50: 2.9ms P95: 5.1ms P99: 8.8ms. Sample: 100'
      : undefined,
  help: (server) =>
    [...Object.keys(COMMANDS), ...(server.hasPlugins ? Object.keys(PAPER) : []), 'simulate'].map((name) => `/${name}`).join(''),
};

/** What Paper and its kin add; colours and all. */
const PAPER: Readonly<Record<string, Handler>> = {
  tps: ({ flavour }, rest) =>
    `${flavour === 'purpur' ? '§6TPS from last 5s, 1m, 5m, 15m: §a18.2, ' : '§6TPS from last 1m, 5m, 15m: '}§a20.0, §a20.0, §a19.9${rest === 'mem' ? '\n§6Current Memory Usage: §a812/2048 mb (Max: 4096 mb)' : ''}`,
  mspt: () =>
    '§6Server tick times §e(§7avg§e/§7min§e/§7max§e)§6 from last 5s§7,§6 10s§7,§6 1m§e:§6◴ §a1.2§7/§a0.8§7/§a3.4§e, §a1.3§7/§a0.8§7/§a5.0§e, §a1.4§7/§a0.7§7/§a9.9',
  version: (server) => `This server is running ${server.flavour === 'paper' ? 'Paper' : 'Purpur'} version ${server.version} (a simulation)`,
  plugins: () => 'Server Plugins (0):',
};

const WHITELIST: Readonly<Record<string, Handler>> = {
  on: async (server) => toggle(server, true),
  off: async (server) => toggle(server, false),
  list: (server) =>
    server.whitelist.names.length === 0
      ? 'There are no whitelisted players'
      : `There are ${server.whitelist.names.length} whitelisted ${plural(server, 'player')}: ${server.whitelist.names.join(', ')}`,
  reload: () => 'Reloaded the whitelist',
  add: forPlayer(async (server, player) =>
    (await server.whitelist.add(player)) ? `Added ${player} to the whitelist` : 'Player is already whitelisted',
  ),
  remove: forPlayer(async (server, player) => {
    if (!(await server.whitelist.remove(player))) return 'Player is not whitelisted';
    if (server.properties.is('white-list') && server.properties.is('enforce-whitelist'))
      server.stage.players.leave(player, 'You are not white-listed on this server!');
    return `Removed ${player} from the whitelist`;
  }),
};

async function toggle(server: SimulatedServer, on: boolean): Promise<string> {
  const word = on ? 'on' : 'off';
  if (server.properties.is('white-list') === on) return `Whitelist is already turned ${word}`;
  await server.properties.set('white-list', String(on));
  return `Whitelist is now turned ${word}`;
}

function componentText(json: string): string | undefined {
  try {
    const component: unknown = JSON.parse(json);
    if (typeof component === 'string') return component;
    return typeof component === 'object' && component !== null && 'text' in component ? String(component.text) : undefined;
  } catch {
    return undefined;
  }
}

/** How lists count: 1.16 does not yet mind that there may be only one. */
function plural({ version }: SimulatedServer, word: string): string {
  return isAtLeast(version, '1.17') ? `${word}(s)` : `${word}s`;
}

function capital(word: string): string {
  return word.charAt(0).toUpperCase() + word.slice(1);
}
