import { steamId64 } from '../steam-id.ts';
import { status, statusJson } from './answers.ts';
import type { SimulatedServer } from './server.ts';

type Handler = (server: SimulatedServer, words: readonly string[], rest: string) => string | Promise<string>;

/**
 * Runs a line as the console does: semicolons outside of quotes end a command, and every command is run whatever the others
 * did. So a text that got out of its quotes does here what it would do to the game.
 */
export async function runLine(server: SimulatedServer, line: string): Promise<string> {
  const answers: string[] = [];
  for (const command of line.match(/(?:"[^"\n]*(?:"|$)|[^;"\n])+/gm) ?? []) {
    const simulated = server.stage.simulate(command.trim());
    answers.push(simulated ?? (await runCommand(server, command.trim())));
  }
  return answers.filter((answer) => answer !== '').join('\n');
}

/** Commands that Counter-Strike 2 has for its makers only (`developmentonly`): everybody else is told that there are none. */
const FOR_MAKERS = /^(?:banid|removeid|listid|writeid|addip|removeip|listip|writeip|stats)$/i;

async function runCommand(server: SimulatedServer, command: string): Promise<string> {
  const words = [...command.matchAll(/"([^"]*)"?|[^\s"]+/g)].map(([word, quoted]) => quoted ?? word);
  const [name = '', ...args] = words;
  const rest = command.slice(name.length).trim().replace(/^"|"$/g, '');
  if (name === '') return '';
  if (server.edition === 'cs2' && FOR_MAKERS.test(name)) {
    // There is nothing to save. What the simulation has in place of a world is saved all the same, or no check could lose it.
    if (name === 'writeid' && !(await server.save())) return `Couldn't open cfg/banned_user.cfg`;
    return unknown(server, name);
  }
  const handler = Object.hasOwn(COMMANDS, name.toLowerCase()) ? COMMANDS[name.toLowerCase()] : undefined;
  if (handler !== undefined) return handler(server, args, rest);
  if (!server.variables.has(name)) return unknown(server, name);
  if (args.length === 0) return `${name} = ${server.variables.get(name) ?? ''}`;
  server.variables.set(name, rest);
  return '';
}

function unknown(server: SimulatedServer, name: string): string {
  return server.edition === 'cs2' ? `Unknown command '${name}'!` : `Unknown command "${name}"`;
}

const COMMANDS: Readonly<Record<string, Handler>> = {
  status,
  status_json: (server) => (server.edition === 'cs2' ? statusJson(server) : unknown(server, 'status_json')),
  stats: (server) =>
    `  CPU   NetIn   NetOut    Uptime  Maps   FPS   Players  Svms    +-ms   ~tick\n  10.0  0.0     0.0       ${Math.floor((Date.now() - server.startedAt) / 60_000)}     1     64.02   ${server.people.length}      0.61    0.05    0.07`,
  say: (server, _, text) => {
    server.tell(`"Console<0><Console><Console>" say "${text}"`);
    return '';
  },
  kickid: (server, [slot = '', reason = 'Kicked by Console']) => {
    // Older games number people by how many came before them.
    const seated = server.bySlot(Number(slot) - (server.edition === 'cs2' ? 0 : 30));
    if (seated) server.stage.players.leave(seated.name, reason);
    return '';
  },
  banid: (server, [minutes = '', person = '']) => {
    const id = steamId64(person);
    if (!/^\d+$/.test(minutes) || id === undefined) return 'Usage:  banid <minutes> <userid | uniqueid> { kick }';
    server.ban(id);
    server.tell(`Banid: "<><${person}><>" was banned "permanently" by "Console"`);
    return '';
  },
  removeid: (server, [person = '']) => {
    const id = steamId64(person);
    return id !== undefined && server.unban(id) ? `removeid:  filter removed for 1, ID ${person}` : `removeid: couldn't find ${person}`;
  },
  listid: (server) => {
    const { bans } = server;
    if (bans.length === 0) return 'ID filter list: empty';
    return [
      `ID filter list: ${bans.length} ${bans.length === 1 ? 'entry' : 'entries'}`,
      ...bans.map((id, at) => `${at + 1} ${server.shownId(id)} : permanent`),
    ].join('\n');
  },
  writeid: async (server) => ((await server.save()) ? '' : `Couldn't open cfg/banned_user.cfg`),
  writeip: () => '',
  exec: (server, [file = '']) => (server.variables.execute(file) ? '' : `exec: couldn't exec ${file}`),
  map: changeLevel,
  changelevel: changeLevel,
  tv_stoprecord: () => 'Not recording.',
  quit: (server) => {
    // The connection breaks before an answer is out.
    server.stage.requestStop();
    return '';
  },
  help: () => 'Usage:  help <cvarname>',
};

function changeLevel(server: SimulatedServer, [map = '']: readonly string[]): string {
  if (!/^[a-z0-9_]+$/i.test(map)) return `map load failed: ${map} not found or invalid`;
  server.map = map;
  server.variables.loadMap();
  server.tell(`Loading map "${map}"`);
  return '';
}
