import { createAgentClient, type AgentClient, type AgentReport } from '@gse/agent-client';
import { delay, type Clock, type Fetch, type Log } from '@gse/kube';
import type { ObservedAgent } from '@gse/sdk';
import { observeAgent } from '../world/agent.ts';

/** Longest time one poll stays open at the agent. */
const WAIT_SECONDS = 50;
/** An agent that has just been started answers soon; later patience grows. */
const RETRY_MS = { first: 150, most: 10_000 } as const;

/** An agent that has not answered for this long is said to be unreachable, and what it last said is not believed any more. */
const UNREACHABLE_MS = 15_000;

/** What is needed to talk to one agent. */
export interface AgentTarget {
  readonly podUid: string;
  readonly url: string;
  readonly token: string;
}

export interface AgentObserverOptions {
  readonly clock: Clock;
  readonly log: Log;
  readonly fetch?: Fetch;
  /** Called when a server's report has changed. */
  readonly onReport: (key: string) => void;
}

interface Watched {
  readonly target: AgentTarget;
  readonly client: AgentClient;
  readonly stop: AbortController;
  report?: ObservedAgent;
}

/** Keeps one long poll open to every server's agent and the last report of each. */
export class AgentObserver {
  readonly #options: AgentObserverOptions;
  readonly #watched = new Map<string, Watched>();

  constructor(options: AgentObserverOptions) {
    this.#options = options;
  }

  /** Watches this agent for the server, or none; calling again with the same target changes nothing. */
  watch(key: string, target: AgentTarget | undefined): void {
    const current = this.#watched.get(key);
    if (
      current &&
      target &&
      current.target.podUid === target.podUid &&
      current.target.url === target.url &&
      current.target.token === target.token
    )
      return;
    current?.stop.abort();
    this.#watched.delete(key);
    if (target === undefined) return;
    const client = createAgentClient({
      baseUrl: target.url,
      token: () => target.token,
      ...(this.#options.fetch && { fetch: this.#options.fetch }),
    });
    const watched: Watched = { target, client, stop: new AbortController() };
    this.#watched.set(key, watched);
    void this.#follow(key, watched);
  }

  /** The last report, if it is about this pod. */
  report(key: string, podUid: string): ObservedAgent | undefined {
    const watched = this.#watched.get(key);
    return watched?.target.podUid === podUid ? watched.report : undefined;
  }

  /** The client of the agent under watch. */
  client(key: string): AgentClient | undefined {
    return this.#watched.get(key)?.client;
  }

  /** Ends all polls. */
  close(): void {
    for (const { stop } of this.#watched.values()) stop.abort();
    this.#watched.clear();
  }

  async #follow(key: string, watched: Watched): Promise<void> {
    const { clock, log, onReport } = this.#options;
    const { signal } = watched.stop;
    let after: string | undefined;
    let retryMs: number = RETRY_MS.first;
    let failingSince: number | undefined;
    while (!signal.aborted) {
      try {
        const report: AgentReport = await watched.client.report({
          signal,
          waitSeconds: WAIT_SECONDS,
          ...(after !== undefined && { after }),
        });
        watched.report = observeAgent(report, watched.target.podUid, clock.now());
        retryMs = RETRY_MS.first;
        failingSince = undefined;
        // An unchanged report still proves that the agent lives; the time it came is part of what is observed.
        if (report.revision !== after) onReport(key);
        after = report.revision;
      } catch (err) {
        if (signal.aborted) return;
        if (watched.report && watched.report.health !== 'Unknown' && clock.now() - (failingSince ??= clock.now()) >= UNREACHABLE_MS) {
          watched.report = disbelieved(watched.report);
          after = undefined;
          onReport(key);
        }
        log.debug({ err, server: key }, 'The agent did not answer; it is asked again');
        await delay(clock, retryMs, signal);
        retryMs = Math.min(RETRY_MS.most, retryMs * 1.5);
      }
    }
  }
}

/** The last report without what only a living agent can vouch for. */
function disbelieved(report: ObservedAgent): ObservedAgent {
  return {
    ...report,
    health: 'Unknown',
    players: { known: false, reason: 'the agent does not answer' },
    reason: {
      code: 'AgentUnreachable',
      message: 'The agent beside the game does not answer. The game may run on; nothing disruptive begins without a notice meanwhile.',
    },
  };
}
