import manifest from '../package.json' with { type: 'json' };

type Environment = Readonly<Record<string, string | undefined>>;

/** One of the processes this edition consists of. */
interface Command {
  readonly summary: string;
  run(argv: readonly string[], env: Environment): Promise<number>;
}

/** What the one image can be. Each is loaded when it is asked for, so that an agent carries no operator. */
const commands: Readonly<Record<string, Command>> = {
  operator: {
    summary: 'turns GameServers into running games',
    run: async (argv, env) => (await import('@gse/operator/main')).runOperatorProcess(argv, env),
  },
  api: {
    summary: 'serves the HTTP API and the pages',
    run: async (argv, env) => (await import('@gse/api/main')).runApiProcess(argv, env),
  },
  agent: {
    summary: 'prepares a game and looks after it, inside its pod: agent prepare, agent serve',
    run: async (argv, env) => (await import('@gse/agent/main')).runAgentProcess(argv, env),
  },
};

const EXIT_USAGE = 2;

const usage = `Game Server Edition ${manifest.version}

${Object.entries(commands)
  .map(([name, { summary }]) => `  gse ${name.padEnd(10)} ${summary}`)
  .join('\n')}

  gse <command> --help   lists the settings of a command
  gse --version
`;

async function main([name, ...argv]: readonly string[], env: Environment): Promise<number> {
  if (name === '--help' || name === '-h') {
    process.stdout.write(usage);
    return 0;
  }
  if (name === '--version') {
    process.stdout.write(`${manifest.version}\n`);
    return 0;
  }
  const command = name !== undefined && Object.hasOwn(commands, name) ? commands[name] : undefined;
  if (command !== undefined) return await command.run(argv, env);
  process.stderr.write(`gse: ${name === undefined ? 'a command is missing' : `there is no command ${JSON.stringify(name)}`}\n\n${usage}`);
  return EXIT_USAGE;
}

// Whatever a command has left running ends here, after what it wanted to say is written.
process.exit(await main(process.argv.slice(2), process.env));
