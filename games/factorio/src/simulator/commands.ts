import type { ServerSettings } from './folder.ts';
import type { SimulatedServer } from './server.ts';

type Run = (args: readonly string[], server: SimulatedServer) => string;

/** What `/config` calls the settings, and how their values are written. */
const CONFIG: Readonly<Record<string, { readonly key: keyof ServerSettings; readonly kind: 'number' | 'boolean' | 'text' | 'commands' }>> =
  {
    'afk-auto-kick': { key: 'afk_autokick_interval', kind: 'number' },
    'allow-commands': { key: 'allow_commands', kind: 'commands' },
    'autosave-interval': { key: 'autosave_interval', kind: 'number' },
    'autosave-only-on-server': { key: 'autosave_only_on_server', kind: 'boolean' },
    'ignore-player-limit-for-returning-players': { key: 'ignore_player_limit_for_returning_players', kind: 'boolean' },
    'max-players': { key: 'max_players', kind: 'number' },
    'max-upload-speed': { key: 'max_upload_in_kilobytes_per_second', kind: 'number' },
    'only-admins-can-pause': { key: 'only_admins_can_pause_the_game', kind: 'boolean' },
    password: { key: 'password', kind: 'text' },
    'require-user-verification': { key: 'require_user_verification', kind: 'boolean' },
  };

const LUA = new Set(['c', 'command', 'sc', 'silent-command', 'mc', 'measured-command']);
/** Commands whose first word is a player. */
const NAMED = new Set(['kick', 'ban', 'unban', 'promote', 'demote', 'whisper', 'w']);
const NOBODY = "That player doesn't exist.";

const COMMANDS: Readonly<Record<string, Run>> = {
  version: (_, { version }) => version,
  players: players,
  p: players,
  time: (_, server) => duration(server.playedSeconds),
  evolution: () => 'Nauvis - Evolution factor: 0.0000. (Time 0%) (Pollution 0%) (Spawner kills 0%)',
  admins: (_, { admins, online }) => [...admins].map((name) => `  ${name}${online.includes(name) ? ' (online)' : ''}`).join('\n'),
  bans: (_, { bans }) => list('Banned players', [...bans.keys()]),
  banlist: ([act, ...rest], server) => {
    switch (act) {
      case 'add':
        return COMMANDS['ban']?.(rest, server) ?? '';
      case 'remove':
        return COMMANDS['unban']?.(rest, server) ?? '';
      case 'get':
        return COMMANDS['bans']?.(rest, server) ?? '';
      case 'clear':
        for (const name of server.bans.keys()) server.unban(name);
        return '';
      default:
        return 'Usage: /banlist <add/remove/get/clear> <player>';
    }
  },
  whitelist: ([act, name], server) => {
    switch (act) {
      case 'add':
        if (name !== undefined) server.setWhitelisted(name, true);
        return '';
      case 'remove':
        if (name !== undefined) server.setWhitelisted(name, false);
        return '';
      case 'get':
        return inLine('Whitelisted players', [...server.whitelist]) ?? 'Whitelist is empty.';
      case 'clear':
        for (const listed of server.whitelist) server.setWhitelisted(listed, false);
        return '';
      case 'enable':
        server.whitelistEnabled = true;
        return '';
      case 'disable':
        server.whitelistEnabled = false;
        return '';
      default:
        return 'Usage: /whitelist <add/remove/get/clear/enable/disable> <player>';
    }
  },
  // These say what they did in the log, and nothing to who asked.
  kick: ([name, ...reason], server) => (name === undefined || !server.kick(name, because(reason)) ? NOBODY : ''),
  ban: ([name, ...reason], server) => {
    if (name === undefined) return NOBODY;
    server.ban(name, because(reason));
    return '';
  },
  unban: ([name], server) => (name === undefined || !server.unban(name) ? NOBODY : ''),
  promote: ([name], server) => {
    if (name === undefined) return NOBODY;
    server.setAdmin(name, true);
    return '';
  },
  demote: ([name], server) => {
    if (name === undefined) return NOBODY;
    server.setAdmin(name, false);
    return '';
  },
  whisper: whisper,
  w: whisper,
  config: ([act, option = '', ...value], { settings }) => {
    const known = Object.hasOwn(CONFIG, option) ? CONFIG[option] : undefined;
    if (option === 'visibility-lan') return visibility(act, 'lan', value.join(' '), settings);
    if (option === 'visibility-public') return visibility(act, 'public', value.join(' '), settings);
    if (known === undefined || (act !== 'get' && act !== 'set')) return `Unknown config option "${option}".`;
    if (act === 'get') return String(settings[known.key]);
    const read = readValue(value.join(' '), known.kind);
    if (read === undefined) return `Invalid value for ${option}.`;
    Object.assign(settings, { [known.key]: read });
    return '';
  },
  'server-save': (_, server) => {
    server.save();
    return '';
  },
};

/**
 * Answers a console line as the game does. `/quit` hangs up instead of answering.
 * @returns undefined when there will be no answer.
 */
export function answer(line: string, server: SimulatedServer): string | undefined {
  const text = line.replace(/[\r\n]+/g, ' ').trim();
  if (!text.startsWith('/')) {
    server.say(text);
    return '';
  }
  const [name = '', ...args] = text.slice(1).split(/\s+/);
  if (name === 'quit') {
    server.requestQuit();
    return undefined;
  }
  if (LUA.has(name)) return '[simulated] There is no Lua here; a real server would turn achievements off for this save.';
  const run = Object.hasOwn(COMMANDS, name) ? COMMANDS[name] : undefined;
  const spelled = NAMED.has(name) && args[0] !== undefined ? [server.spelled(args[0]), ...args.slice(1)] : args;
  return run === undefined ? `Unknown command "${name}". Type "/help" for a list of all commands.` : run(spelled, server);
}

function players(args: readonly string[], { online, known }: SimulatedServer): string {
  const onlineOnly = args.includes('online') || args.includes('o');
  const shown = onlineOnly ? online : known;
  const head = onlineOnly ? 'Online players' : 'Players';
  if (args.includes('count') || args.includes('c')) return `${head} (${shown.length})`;
  return list(
    head,
    shown.map((name) => (online.includes(name) ? `${name} (online)` : name)),
  );
}

function list(head: string, entries: readonly string[]): string {
  return [`${head} (${entries.length}):`, ...entries.map((entry) => `  ${entry}`)].join('\n');
}

/** Some lists come in one line; undefined where nobody is on it, for which there are other words. */
function inLine(head: string, entries: readonly string[]): string | undefined {
  const last = entries.at(-1);
  if (last === undefined) return undefined;
  return `${head}: ${entries.length === 1 ? last : `${entries.slice(0, -1).join(', ')} and ${last}`}`;
}

function whisper([name, ...words]: readonly string[], server: SimulatedServer): string {
  if (name === undefined || !server.online.includes(name)) return NOBODY;
  server.tell('WHISPER', `<server> to ${name}: ${words.join(' ')}`);
  return '';
}

function because(words: readonly string[]): string {
  return words.length === 0 ? 'unspecified' : words.join(' ');
}

function visibility(act: string | undefined, where: 'lan' | 'public', value: string, settings: ServerSettings): string {
  if (act !== 'set') return String(settings.visibility[where]);
  const read = readValue(value, 'boolean');
  if (typeof read !== 'boolean') return `Invalid value for visibility-${where}.`;
  settings.visibility[where] = read;
  return '';
}

function readValue(value: string, kind: 'number' | 'boolean' | 'text' | 'commands'): number | boolean | string | undefined {
  if (kind === 'text') return value;
  if (kind === 'number') return /^\d{1,9}$/.test(value) ? Number(value) : undefined;
  if (kind === 'commands' && value === 'admins-only') return value;
  return value === 'true' ? true : value === 'false' ? false : undefined;
}

function duration(seconds: number): string {
  const parts = (
    [
      ['day', 86_400],
      ['hour', 3600],
      ['minute', 60],
      ['second', 1],
    ] as const
  ).flatMap(([unit, size], at, units) => {
    const count = Math.floor((seconds % (units[at - 1]?.[1] ?? Infinity)) / size);
    return count === 0 ? [] : [`${count} ${unit}${count === 1 ? '' : 's'}`];
  });
  const last = parts.pop() ?? '0 seconds';
  return parts.length === 0 ? last : `${parts.join(', ')} and ${last}`;
}
