import { AGENT_ENV, AGENT_PATHS, AGENT_PORT } from '@gse/agent-client';
import { z } from 'zod';
import { AgentStartError } from './errors.ts';

/** A place to listen or to connect to. */
export interface Address {
  readonly host: string;
  readonly port: number;
}

/** Where the agent finds files and ports. In a pod the defaults hold; on one machine the node names other places. */
export interface AgentEnvironment {
  /** The data volume; absent: where `server.json` says. */
  readonly dataDir: string | undefined;
  readonly sharedDir: string;
  readonly secretsDir: string;
  readonly configDir: string;
  readonly listen: Address;
  readonly isSimulated: boolean;
  /** How long players are warned of a stop that nobody has announced. */
  readonly evictionNoticeSeconds: number;
  /** Where a container port is reached. Containers of a pod share their network, so by default on the loopback. */
  reach(port: number, protocol: 'TCP' | 'UDP'): Address;
}

const portMapSchema = z.record(z.string().regex(/^[0-9]{1,5}\/(TCP|UDP)$/), z.string().regex(/^.+:[0-9]{1,5}$/));

/** Reads the agent's environment variables. */
export function readEnvironment(env: Readonly<Record<string, string | undefined>>): AgentEnvironment {
  const ports = readPortMap(env[AGENT_ENV.portMap]);
  const port = Number(env[AGENT_ENV.port] ?? AGENT_PORT);
  const notice = Number(env[AGENT_ENV.evictionNotice] ?? 0);
  if (!Number.isInteger(notice) || notice < 0 || notice > 3600) {
    throw new AgentStartError(
      AGENT_ENV.evictionNotice,
      `${env[AGENT_ENV.evictionNotice]} is no number of seconds`,
      'Give a number from 0 to 3600.',
    );
  }
  if (!Number.isInteger(port) || port < 0 || port > 65_535) {
    throw new AgentStartError(AGENT_ENV.port, `${env[AGENT_ENV.port]} is not a port`, 'Give a number from 0 to 65535.');
  }
  return {
    dataDir: env[AGENT_ENV.data],
    sharedDir: env[AGENT_ENV.shared] ?? AGENT_PATHS.shared,
    secretsDir: env[AGENT_ENV.secrets] ?? AGENT_PATHS.secrets,
    configDir: env[AGENT_ENV.config] ?? AGENT_PATHS.config,
    listen: ports.get(`${port}/TCP`) ?? { host: '', port },
    isSimulated: env[AGENT_ENV.simulated] === 'true',
    evictionNoticeSeconds: notice,
    reach: (number, protocol) => ports.get(`${number}/${protocol}`) ?? { host: '127.0.0.1', port: number },
  };
}

function readPortMap(text: string | undefined): ReadonlyMap<string, Address> {
  if (text === undefined || text === '') return new Map();
  let json: unknown;
  try {
    json = JSON.parse(text);
  } catch {
    json = undefined;
  }
  const parsed = portMapSchema.safeParse(json);
  if (!parsed.success) {
    throw new AgentStartError(AGENT_ENV.portMap, 'is not a port map', 'Give JSON such as {"8099/TCP": "127.0.0.1:40001"}.');
  }
  return new Map(
    Object.entries(parsed.data).map(([port, address]) => {
      const colon = address.lastIndexOf(':');
      return [port, { host: address.slice(0, colon).replace(/^\[|\]$/g, ''), port: Number(address.slice(colon + 1)) }] as const;
    }),
  );
}
