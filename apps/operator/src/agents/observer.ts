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

/** How long an operator that has just begun to watch an agent waits for its first answer before it goes on without. */
const FIRST_WORD_MS = 5_000;

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
  /** The time that decisions about this server are made by. */
  readonly timeOf: (key: string) => number;
  /** Called when a server's report has changed. */
  readonly onReport: (key: string) => void;
}

interface Watched {
  readonly target: AgentTarget;
  readonly client: AgentClient;
  readonly stop: AbortController;
  report?: Omit<ObservedAgent, 'receivedAt'>;
  /** When the agent was last heard, or was begun to be watched, by `Clock.elapsed`. */
  heardAt: number;
  /** It was asked, and has answered or has not. */
  isAsked: boolean;
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
    const watched: Watched = { target, client, stop: new AbortController(), heardAt: this.#options.clock.elapsed(), isAsked: false };
    this.#watched.set(key, watched);
    void this.#follow(key, watched);
  }

  /** The last report, if it is about this pod. */
  report(key: string, podUid: string): ObservedAgent | undefined {
    const watched = this.#watched.get(key);
    if (watched?.report === undefined || watched.target.podUid !== podUid) return undefined;
    const { clock, timeOf } = this.#options;
    return { ...watched.report, receivedAt: timeOf(key) - Math.round(clock.elapsed() - watched.heardAt) };
  }

  /**
   * How long to wait at most for the first answer of an agent that is only just watched; undefined where there is nothing to wait
   * for. Whoever takes over must not say that a game is unknown because nobody has asked it yet.
   */
  firstWordMs(key: string): number | undefined {
    const watched = this.#watched.get(key);
    if (watched === undefined || watched.isAsked) return undefined;
    const leftMs = watched.heardAt + FIRST_WORD_MS - this.#options.clock.elapsed();
    return leftMs > 0 ? leftMs : undefined;
  }

  /** The client of the agent under watch. */
  client(key: string): AgentClient | undefined {
    return this.#watched.get(key)?.client;
  }

  /** How long the agent under watch has not been heard; undefined where none is watched. */
  silentSeconds(key: string): number | undefined {
    const watched = this.#watched.get(key);
    return watched && (this.#options.clock.elapsed() - watched.heardAt) / 1000;
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
        // After a failure it is asked for what it knows now: a connection that leads nowhere shows sooner than at the end of a poll.
        const poll = failingSince === undefined && after !== undefined ? { after, waitSeconds: WAIT_SECONDS } : {};
        const report: AgentReport = await watched.client.report({ signal, ...poll });
        watched.report = observeAgent(report, watched.target.podUid);
        watched.heardAt = clock.elapsed();
        watched.isAsked = true;
        // An unchanged report still proves that the agent lives, which is news of one that was silent.
        const isNews = report.revision !== after || failingSince !== undefined;
        retryMs = RETRY_MS.first;
        failingSince = undefined;
        after = report.revision;
        if (isNews) onReport(key);
      } catch (err) {
        if (signal.aborted) return;
        failingSince ??= clock.elapsed();
        if (!watched.isAsked) {
          watched.isAsked = true;
          onReport(key);
        }
        if (watched.report && watched.report.health !== 'Unknown' && clock.elapsed() - failingSince >= UNREACHABLE_MS) {
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
function disbelieved(report: Omit<ObservedAgent, 'receivedAt'>): Omit<ObservedAgent, 'receivedAt'> {
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
