import { isSteamId } from '../steam-id.ts';
import type { People } from './cfg-folder.ts';
import { gameJson, type SimulatedServer } from './server.ts';

type Handler = (server: SimulatedServer, args: readonly string[], rest: string) => string | undefined | Promise<string | undefined>;

/** Runs a console command and prints as the game does; undefined where it prints nothing. */
export async function runCommand(server: SimulatedServer, line: string): Promise<string | undefined> {
  const [, named = '', rest = ''] = /^(\S*)\s*(.*)$/s.exec(line.trim()) ?? [];
  const name = named.toLowerCase().replace(/^global\./, '');
  const args = words(rest);
  if (Object.hasOwn(COMMANDS, name)) return COMMANDS[name]?.(server, args, rest);
  if (rest !== '' && server.variables.set(named, args[0] ?? '')) return `${named}: "${server.variables.get(named)}"`;
  const value = server.variables.get(named);
  return value === undefined ? `Command '${named}' not found` : `${named.toLowerCase()}: "${value}"`;
}

/** Words of a command; quotes hold blanks together, and nothing gets a quote into quotes. */
function words(text: string): readonly string[] {
  return [...text.matchAll(/"([^"]*)"|(\S+)/g)].map(([, quoted, bare]) => quoted ?? bare ?? '');
}

const COMMANDS: Readonly<Record<string, Handler>> = {
  serverinfo: (server) =>
    gameJson({
      Hostname: server.variables.get('server.hostname') ?? '',
      MaxPlayers: server.maxPlayers,
      Players: server.online.length,
      Queued: 0,
      Joining: 0,
      EntityCount: server.entities,
      GameTime: gameTime(new Date()),
      Uptime: Math.floor((Date.now() - server.startedAt) / 1000),
      Map: server.options.get('server.level') ?? 'Procedural Map',
      Framerate: Math.min(204, Number(server.variables.get('fps.limit') || 256)),
      Memory: 1638,
      MemoryUsageSystem: 7766,
      Collections: 151,
      NetworkIn: server.online.length * 2000,
      NetworkOut: server.online.length * 9000,
      Restarting: false,
      SaveCreatedTime: gameTime(new Date(server.startedAt)),
      Version: 2594,
      Protocol: '2594.262.1',
    }),
  playerlist: (server) =>
    gameJson(
      server.online.map(({ id, name, address, since }) => ({
        SteamID: id,
        OwnerSteamID: '0',
        DisplayName: name,
        Ping: 42,
        Address: address,
        ConnectedSeconds: Math.floor((Date.now() - since) / 1000),
        VoiationLevel: 0,
        CurrentLevel: 0,
        UnspentXp: 0,
        Health: 100,
      })),
    ),
  status: (server) =>
    [
      `hostname: ${server.variables.get('server.hostname') ?? ''}`,
      'version : 2594 secure (secure mode enabled, connected to Steam3)',
      `map     : ${server.options.get('server.level') ?? 'Procedural Map'}`,
      `players : ${server.online.length} (${server.maxPlayers} max) (0 queued) (0 joining)`,
      '',
      'id name ping connected addr owner violation kicks',
      ...server.online.map(
        ({ id, name, address, since }) => `${id} "${name}" 42 ${((Date.now() - since) / 1000).toFixed(2)}s ${address} 0 0.0 0`,
      ),
    ].join('\n'),
  say: (server, _, text) => {
    server.chat(2, '0', 'SERVER', text);
    // The game shows this to players only; people at a simulation have no game to see it in.
    server.stage.print(`[simulated] Everybody online reads: ${text}`);
    return undefined;
  },
  kick: (server, [id = '', reason = 'no reason']) => {
    const player = server.online.find((other) => other.id === id || other.name === id);
    if (player === undefined) return 'Player not found';
    server.stage.players.leave(player.name, `Kicked: ${reason}`);
    return `Kicked: ${player.name}`;
  },
  kickall: (server, [reason = 'no reason']) => {
    server.stage.players.leaveAll(`Kicked: ${reason}`);
    return undefined;
  },
  banid: (server, [id = '', name = 'unnamed', reason = 'no reason']) => {
    if (!isSteamId(id)) return `This doesn't appear to be a 64bit steamid: ${id}`;
    if (server.bans.has(id)) return `Couldn't ban ${id}: already banned`;
    server.bans.set(id, { name, reason });
    return undefined;
  },
  unban: (server, [id = '']) => (server.bans.delete(id) ? `Unbanned User: ${id}` : `User ${id} isn't banned`),
  banlistex: (server) => [...server.bans].map(([id, { name, reason }], at) => `${at + 1} ${id} "${name}" "${reason}" -1`).join('\r\n'),
  bans: (server) =>
    gameJson([...server.bans].map(([steamid, { name, reason }]) => ({ steamid, username: name, notes: reason, expiry: -1 }))),
  ownerid: (server, args) => grant(server.owners, args, 'Owner'),
  moderatorid: (server, args) => grant(server.moderators, args, 'Moderator'),
  removeowner: (server, [id = '']) => (server.owners.delete(id) ? `Removed Owner: ${id}` : `User ${id} isn't an Owner`),
  removemoderator: (server, [id = '']) => (server.moderators.delete(id) ? `Removed Moderator: ${id}` : `User ${id} isn't a Moderator`),
  ownerids: (server) => listed(server.owners),
  moderatorids: (server) => listed(server.moderators),
  'server.writecfg': (server) => {
    server.writeCfg();
    return 'Config Saved';
  },
  'server.save': async (server) => ((await server.save()) ? '' : undefined),
  quit: (server) => {
    server.stage.requestStop();
    return undefined;
  },
  fps: (server) => `${Math.min(204, Number(server.variables.get('fps.limit') || 256))} FPS`,
  version: () => 'Protocol: 2594.262.1\r\nBuild Version: 142 (a simulation)\r\nUnity Version: 2022.3',
  help: () => [...Object.keys(COMMANDS).toSorted(), 'simulate'].join('\n'),
};

function grant(people: People, [id = '', name = 'unnamed', reason = 'no reason']: readonly string[], what: string): string {
  if (!isSteamId(id)) return `This doesn't appear to be a 64bit steamid: ${id}`;
  if (people.has(id)) return `User ${id} is already a ${what}`;
  people.set(id, { name, reason });
  return `Added ${what.toLowerCase()} ${name}, steamid ${id}`;
}

function listed(people: People): string {
  return gameJson([...people].map(([steamid, { name, reason }]) => ({ steamid, username: name, notes: reason })));
}

/** Month first, as the game writes times. */
function gameTime(date: Date): string {
  const [day = '', time = ''] = date.toISOString().slice(0, 19).split('T');
  const [year, month, dayOfMonth] = day.split('-');
  return `${month}/${dayOfMonth}/${year} ${time}`;
}
