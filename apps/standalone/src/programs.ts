import { AGENT_ENV } from '@gse/agent-client';
import type { LocalProgram } from '@gse/embedded';

/** Games from packages, as for the process that started this one. */
const outside = process.env['GSE_GAMES'];

/** The agent beside every game. Loaded on first use: a process that runs games never needs it. */
const agent: LocalProgram = async (context) => {
  const [{ agentProgram }, { openCatalog }] = await Promise.all([import('@gse/agent'), import('@gse/catalog')]);
  const { gameById } = await openCatalog(outside, process.cwd());
  return await agentProgram({ gameById })(context);
};

/** A simulated game. Arguments: the game's id and the folder that stands for its data path. */
const simulator: LocalProgram = async ({ args, env, log, signal, killed, tellUsage }) => {
  const { simulatorOf } = await import('@gse/catalog/simulators');
  const [game = '', dataDir = ''] = args;
  const simulated = await simulatorOf(game, outside);
  if (simulated === undefined) throw new Error(`there is no simulator for ${game}`);
  const ports = JSON.parse(env[AGENT_ENV.portMap] ?? '{}') as Record<string, string>;
  return await simulated.run({
    dataDir,
    env,
    write: log,
    terminate: signal,
    tellUsage,
    killed,
    listen: (port, protocol) => {
      const match = /^(.*):(\d+)$/.exec(ports[`${port}/${protocol}`] ?? '');
      if (!match) throw new Error(`the container port ${port}/${protocol} is not mapped on this machine`);
      return { host: match[1] ?? '127.0.0.1', port: Number(match[2]) };
    },
  });
};

/** What child processes of the node run in place of containers. */
export const programs: Readonly<Record<string, LocalProgram>> = {
  agent,
  // The same agent, told that a simulator stands in for the game, so that it can tell everybody else.
  'agent-simulated': (context) => agent({ ...context, env: { ...context.env, [AGENT_ENV.simulated]: 'true' } }),
  simulator,
};
