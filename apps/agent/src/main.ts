import { AGENT_ENV, AGENT_PATHS, AGENT_PORT } from '@gse/agent-client';
import { openCatalog } from '@gse/catalog';
import {
  declareSettings,
  EXIT_CONFIGURATION,
  logSettings,
  port,
  runProcess,
  text,
  wholeNumber,
  yesOrNo,
  type Setting,
  type SettingsValues,
} from '@gse/process';
import { agentProgram } from './program.ts';

/** What the operator tells an agent in a pod. A port map is for agents without a pod, and no container gets one. */
const podSettings = {
  data: { env: AGENT_ENV.data, schema: text().optional(), description: "Folder of the game's data.", otherwise: 'where server.json says' },
  shared: { env: AGENT_ENV.shared, schema: text(), description: 'Folder shared with the game container.', default: AGENT_PATHS.shared },
  config: { env: AGENT_ENV.config, schema: text(), description: 'Folder of server.json.', default: AGENT_PATHS.config },
  secrets: { env: AGENT_ENV.secrets, schema: text(), description: 'Folder with one file per secret.', default: AGENT_PATHS.secrets },
  port: { env: AGENT_ENV.port, schema: port(), description: 'Port of the HTTP API.', default: String(AGENT_PORT) },
  evictionNotice: {
    env: AGENT_ENV.evictionNotice,
    schema: wholeNumber(0, 3600),
    description: 'How many seconds players are warned of a stop that nobody has announced.',
    default: '0',
  },
  simulated: {
    env: AGENT_ENV.simulated,
    schema: yesOrNo(),
    description: 'Whether a simulator stands in for the game.',
    default: 'false',
  },
} as const satisfies Record<Exclude<keyof typeof AGENT_ENV, 'portMap'>, Setting>;

/** The settings of the agent's process. */
export const agentSettings = declareSettings({
  logLevel: logSettings.logLevel,
  logFormat: logSettings.logFormat,
  games: {
    env: 'GSE_GAMES',
    schema: text().optional(),
    description: 'Packages of further games, as for the operator.',
    otherwise: 'the games of this edition',
  },
  ...podSettings,
});

const NAME = 'gse-agent';
const commands = ['prepare', 'serve'];

/**
 * Runs the agent as the process of a container: `prepare` before the game starts, `serve` beside it. A signal ends it in
 * order; how long that may take is the grace period of the pod. It knows no cluster and has no credentials of one.
 */
export async function runAgentProcess(
  [command, ...argv]: readonly string[],
  env: Readonly<Record<string, string | undefined>>,
): Promise<number> {
  const isCommand = command !== undefined && commands.includes(command);
  if (!isCommand && command !== '--help' && command !== '-h') {
    const wrong = command === undefined ? 'a command is missing' : `there is no command ${JSON.stringify(command)}`;
    process.stderr.write(`${NAME}: ${wrong}; there are ${commands.join(' and ')}\n`);
    return EXIT_CONFIGURATION;
  }
  return await runProcess({
    name: NAME,
    settings: agentSettings,
    argv: isCommand ? argv : [command, ...argv],
    env,
    async run({ settings, log, signal }) {
      const { gameById } = await openCatalog(settings.games, process.cwd());
      let own = log;
      return await agentProgram({ gameById })({
        args: [command],
        env: environmentOf(settings),
        log: (line, level = 'info') => own[level]({}, line),
        identified: ({ namespace, server, game }) => void (own = log.child({ server: `${namespace}/${server}`, game })),
        signal,
      });
    },
  });
}

/** The settings as the agent's program reads them, whether they came as flags or as variables. */
function environmentOf(settings: SettingsValues<typeof podSettings>): Record<string, string> {
  return Object.fromEntries(
    Object.entries(podSettings).flatMap(([name, { env }]) => {
      const value = settings[name as keyof typeof podSettings];
      return value === undefined ? [] : [[env, String(value)]];
    }),
  );
}
