import type { SimulatedServer } from './server.ts';

type Command = (server: SimulatedServer, args: readonly string[]) => string | Promise<string>;

const COMMANDS: Readonly<Record<string, Command>> = {
  players: ({ stage: { players } }) => [`Players connected (${players.count}): `, ...players.online.map((name) => `-${name}`)].join('\n'),
  servermsg: (server, [text = '']) => {
    server.say('General', `servermsg: ${text}`);
    return 'Message sent.';
  },
  kickuser: ({ stage }, [player = '', , reason]) =>
    stage.players.leave(player, reason).done ? `User ${player} kicked.` : `User ${player} doesn't exist.`,
  banuser: (server, [player = '']) => {
    server.stage.players.leave(player);
    server.banned.add(player);
    return `User ${player} is now banned`;
  },
  unbanuser: ({ banned }, [player = '']) => {
    banned.delete(player);
    return `User ${player} is now un-banned`;
  },
  setaccesslevel: ({ admins }, [player = '', level = 'none']) => {
    if (level === 'none') admins.delete(player);
    else admins.add(player);
    return level === 'none' ? `User ${player} no longer has access level` : `User ${player} is now ${level}`;
  },
  save: async ({ world }) => ((await world.save()) ? 'World saved' : 'The world could not be written'),
  quit: ({ stage }) => {
    // After the answer is out.
    setImmediate(() => stage.requestStop());
    return 'Quit';
  },
};

/** Runs one line as the console does. A line is one command here; words with blanks stand in quotes. */
export async function runLine(server: SimulatedServer, text: string): Promise<string> {
  const [name = '', ...args] = (text.match(/"[^"]*"|\S+/g) ?? []).map((word) => word.replace(/^"(.*)"$/, '$1'));
  const command = Object.hasOwn(COMMANDS, name) ? COMMANDS[name] : undefined;
  return command === undefined ? `Unknown command ${name}` : await command(server, args);
}
