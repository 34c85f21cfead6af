import { AGENT_ENV } from '@gse/agent-client';
import { simulatorOf } from '@gse/catalog/simulators';
import type { LocalProgram } from '@gse/embedded';
import { programs as ofTheMachine } from '../../../apps/standalone/src/programs.ts';

/** Simulated games take this share of the time they would: many servers go through many lives here. */
const PACE = 0.3;

const simulator: LocalProgram = async ({ args, env, log, signal, killed, tellUsage }) => {
  const [game = '', dataDir = ''] = args;
  const simulated = await simulatorOf(game);
  if (simulated === undefined) throw new Error(`there is no simulator for ${game}`);
  const ports = JSON.parse(env[AGENT_ENV.portMap] ?? '{}') as Record<string, string>;
  return await simulated.run({
    dataDir,
    env,
    write: log,
    terminate: signal,
    tellUsage,
    killed,
    pace: PACE,
    listen: (port, protocol) => {
      const [host = '', hostPort = ''] = (ports[`${port}/${protocol}`] ?? '').split(':');
      return { host, port: Number(hostPort) };
    },
  });
};

/** What stands for containers in these tests: the machine's own agent beside quicker games. */
export const programs: Readonly<Record<string, LocalProgram>> = { ...ofTheMachine, simulator };
