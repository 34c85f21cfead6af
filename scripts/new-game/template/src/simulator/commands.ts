import type { SimulatedServer } from './server.ts';

type Command = (server: SimulatedServer, args: readonly string[]) => string | Promise<string>;

/**
 * FILL IN: the commands of the real console that this adapter uses, with its real answers. Print what people are told also
 * where the real game shows it on screens only: the kit has no other way to see it.
 */
const COMMANDS: Readonly<Record<string, Command>> = {
  version: ({ version }) => `My Game ${version}`,
  players: ({ stage: { players }, maxPlayers }) => `Players (${players.count}/${maxPlayers}): ${players.online.join(', ')}`.trim(),
  say: (server, [text = '']) => {
    server.say(`Console: ${text}`);
    return '';
  },
  kick: ({ stage }, [player = '', reason]) =>
    stage.players.leave(player, reason).done ? `Done: ${player} was kicked` : `${player} is not online`,
  ban: (server, [player = '']) => {
    server.stage.players.leave(player);
    return listed(server.banned, player, true);
  },
  unban: ({ banned }, [player = '']) => listed(banned, player, false),
  allow: ({ allowed }, [player = '']) => listed(allowed, player, true),
  disallow: ({ allowed }, [player = '']) => listed(allowed, player, false),
  save: async ({ world }) => ((await world.save()) ? 'World saved' : 'The world could not be saved'),
  quit: ({ stage }) => {
    // After the answer is out.
    setImmediate(() => stage.requestStop());
    return 'Good bye';
  },
};

/** Runs one line as this console does: `;` begins another command unless it stands in quotes. */
export async function runLine(server: SimulatedServer, text: string): Promise<string> {
  const answers: string[] = [];
  for (const part of text.match(/(?:"[^"\n]*"|[^;"\n]|")+/g) ?? []) {
    const command = part.trim();
    answers.push(server.stage.simulate(command) ?? (await run(server, command)));
  }
  return answers.join('\n');
}

async function run(server: SimulatedServer, text: string): Promise<string> {
  const [name = '', ...args] = (text.match(/"[^"]*"|\S+/g) ?? []).map((word) => word.replace(/^"(.*)"$/, '$1'));
  const command = Object.hasOwn(COMMANDS, name) ? COMMANDS[name] : undefined;
  return command === undefined ? `Unknown command: ${name}` : await command(server, args);
}

function listed(names: Set<string>, player: string, isOn: boolean): string {
  const isChanged = names.has(player) !== isOn;
  if (isOn) names.add(player);
  else names.delete(player);
  return isChanged ? `Done: ${player}` : `${player} already is ${isOn ? '' : 'not '}on the list`;
}
