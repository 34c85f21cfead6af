import { licenceOf, type SimulatedServer } from './server.ts';

type Handler = (server: SimulatedServer, words: readonly string[], rest: string) => string | Promise<string>;

/** Runs a console command and answers with what the server prints meanwhile. */
export async function runCommand(server: SimulatedServer, line: string): Promise<string> {
  const [, verb = '', rest = ''] = /^\s*(\S*)\s*(.*?)\s*$/s.exec(line) ?? [];
  const words = rest === '' ? [] : rest.split(/\s+/);
  const handler = Object.hasOwn(COMMANDS, verb) ? COMMANDS[verb] : undefined;
  const isOurs = verb.startsWith('gse_');
  if (handler !== undefined && (!isOurs || server.resources.has('gse'))) return handler(server, isOurs ? words.map(unescape) : words, rest);
  const answer = assigned(server, verb, rest) ?? `No such command ${verb}.\n`;
  if (answer !== '') server.say('cmd', answer.trim());
  return answer;
}

/** `sets locale "de-DE"` or `sv_hostname "x"`; undefined when it is neither. */
function assigned(server: SimulatedServer, verb: string, rest: string): string | undefined {
  const isSetter = /^set[rsa]?$/.test(verb);
  const [, name = '', value = ''] = isSetter ? (/^(\S+)\s+(.*)$/s.exec(rest) ?? []) : ['', verb, rest];
  const known = server.variable(name);
  if (!isSetter && known === undefined && !/^(?:sv_|onesync|tags$|locale$)/.test(name)) return undefined;
  if (isSetter && name === '') return 'Argument count mismatch (passed 0, wanted 2)\n';
  if (value === '') return known === undefined ? undefined : ` "${name}" is "${known}"\n`;
  server.config.variables.set(name.toLowerCase(), value.replace(/^"(.*)"$/s, '$1'));
  return '';
}

function unescape(word: string): string {
  return decodeURIComponent(word);
}

/** What a script prints stands in the log as well. */
function printed(server: SimulatedServer, message: string): string {
  const line = message.replace(/\p{Cc}/gu, ' ');
  server.say('script:gse', line);
  return `${line}\n`;
}

/** Finds who is meant as the resource does; a text says why nobody is. */
function find(server: SimulatedServer, wanted = ''): { readonly name: string } | string {
  const online = server.stage.players.online;
  const exact = online.filter((name) => name === wanted || `#${server.idOf(name)}` === wanted || licenceOf(name) === wanted);
  const found = exact.length > 0 ? exact : online.filter((name) => name.toLowerCase() === wanted.toLowerCase());
  const [name] = found;
  return name === undefined ? `refused: Nobody online is called ${wanted}.` : { name };
}

const COMMANDS: Readonly<Record<string, Handler>> = {
  gse_ping: (server) => (server.state === 'starting' ? printed(server, 'starting') : ''),
  gse_kick: (server, [wanted, reason = '']) => {
    const found = find(server, wanted);
    if (typeof found === 'string') return printed(server, found);
    server.stage.players.leave(found.name, reason);
    return printed(server, `done: Kicked ${found.name}.`);
  },
  gse_message: (server, [wanted, text = '']) => {
    const found = find(server, wanted);
    return printed(server, typeof found === 'string' ? found : `done: Told ${found.name}: ${text}`);
  },
  gse_announce: (server, [text = '']) => printed(server, `done: Told ${server.stage.players.count} players: ${text}`),
  gse_admins_begin: (server) => {
    server.admins = [];
    return printed(server, 'done: Go on.');
  },
  gse_admins_add: (server, identifiers) => {
    server.admins = [...server.admins, ...identifiers];
    return printed(server, 'done: Go on.');
  },
  gse_admins_end: (server) => printed(server, `done: ${server.admins.length} administrators.`),
  gse_save: (server) => {
    const number = ++server.saves;
    const ended = server.world.save();
    void ended.then(
      (isSaved) => printed(server, isSaved ? `saved ${number}` : `save ${number} failed: the database does not answer`),
      () => undefined,
    );
    return printed(server, `done: Save ${number} has begun.`);
  },
  gse_quit: (server, [reason = 'The server stops.']) => {
    if (server.state === 'leaving') return printed(server, 'done: Leaving already.');
    server.state = 'leaving';
    server.reason = reason;
    server.stage.requestStop();
    return printed(server, `done: Leaving: ${reason}`);
  },
  quit: (server, _, rest) => {
    server.reason = rest.replaceAll('"', '') || 'Quit command executed.';
    server.stage.requestStop();
    return '';
  },
  say: (server, _, rest) => {
    server.say('script:chat', `console: ${rest}`);
    return '';
  },
  version: (server) => ` "version" is "FXServer-master SERVER v1.0.0.${server.build} linux"\n`,
  con_addChannelFilter: (server, [channel = '']) => {
    server.silentChannels.add(channel);
    return '';
  },
  con_removeChannelFilter: (server, [channel = '']) => {
    server.silentChannels.delete(channel);
    return '';
  },
  refresh: (server) => {
    server.say('resources', 'Scanning resources.');
    return '';
  },
  ensure: (server, [resource = '']) => {
    server.start(resource);
    return `Started resource ${resource}\n`;
  },
  stop: (server, [resource = '']) => {
    if (!server.resources.delete(resource)) return `Couldn't find resource ${resource}.\n`;
    server.say('resources', `Stopping resource ${resource}`);
    return `Stopping resource ${resource}\n`;
  },
};
