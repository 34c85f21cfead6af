import { agentClock, type AgentClock } from './clock.ts';
import { readConfig, readConfigToServe, type GameById } from './config.ts';
import { readEnvironment } from './environment.ts';
import { messageOf } from './errors.ts';
import type { AgentLog } from './log.ts';
import { prepare } from './prepare/prepare.ts';
import { Secrets } from './secrets.ts';
import { serve } from './serve/serve.ts';
import type { FileOwner } from './write-atomically.ts';

/** What the agent gets from whatever runs it: a container of its own, or a place beside other agents in one process. */
export interface AgentContext {
  /** Ends in `prepare` or `serve`. */
  readonly args: readonly string[];
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly log: AgentLog;
  /** Told whom it looks after as soon as that is known. */
  identified?(about: { readonly namespace: string; readonly server: string; readonly game: string }): void;
  /** Asked to leave, as by SIGTERM. */
  readonly signal: AbortSignal;
  /** Must be gone at once, as by SIGKILL. */
  readonly killed?: AbortSignal;
  /** Who files made for the game belong to: a user, or `game` for the one in `server.json`. Absent: the agent's own. */
  readonly fileOwner?: FileOwner | 'game' | undefined;
}

/** What an agent needs that its context does not bring. */
export interface AgentOptions {
  readonly gameById: GameById;
  readonly clock?: AgentClock;
  readonly random?: () => number;
}

/** Makes the agent: a function from its context to its exit code. Any number may run in one process. */
export function agentProgram({
  gameById,
  clock = agentClock,
  random = Math.random,
}: AgentOptions): (context: AgentContext) => Promise<number> {
  return async (context) => {
    const { args, env, signal, killed = new AbortController().signal, fileOwner } = context;
    const log: AgentLog = (line, level) => context.log(line, level);
    const command = args.at(-1);
    try {
      if (command !== 'prepare' && command !== 'serve') throw new Error(`unknown command ${command ?? ''}; there are prepare and serve`);
      const environment = readEnvironment(env);
      const { config, game } =
        command === 'prepare' ? await readConfig(environment.configDir, gameById) : await readConfigToServe(environment, gameById, log);
      context.identified?.(config);
      const secrets = new Secrets(environment.secretsDir, clock);
      if (command === 'prepare') {
        const owner = fileOwner === 'game' ? { uid: config.runAsUser, gid: config.runAsGroup } : fileOwner;
        await prepare({ game, config, environment, secrets, owner, clock, log });
      } else {
        await serve({ game, config, environment, secrets, clock, random, log, signal, killed });
      }
      return 0;
    } catch (error) {
      log(`error: ${messageOf(error)}`, 'error');
      return 1;
    }
  };
}
