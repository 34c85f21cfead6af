import {
  hasFinalizer,
  isConflict,
  isNotFound,
  persistentVolumeClaims,
  pods,
  removeFinalizer,
  type Informer,
  type Log,
  type PersistentVolumeClaim,
} from '@gse/kube';
import { LABELS, SERVER_FINALIZER } from '@gse/resources';
import type { DecideInput, Effect } from '@gse/sdk';
import type { AgentObserver } from '../agents/observer.ts';
import type { OperatorContext } from '../context.ts';
import { gameServers, type GameServer } from '@gse/server-objects';
import { claimName, podName } from '@gse/server-objects';
import { GAME_CONTAINER } from '@gse/server-objects';
import type { LiveSettings } from './apply-live.ts';
import type { EvidenceStore } from './evidence.ts';

/** Longest wait for a notice to be delivered; the countdown must not stand still for a game that hangs. */
const ANNOUNCE_TIMEOUT_MS = 4_000;
/** Longest reading of a crashed game's log. */
const LOG_TIMEOUT_MS = 3_000;
const EVIDENCE_LINES = 60;

/** Everything an effect may need. */
export interface EffectContext {
  readonly context: OperatorContext;
  readonly agents: AgentObserver;
  /** The volumes that were made for servers. */
  readonly claims: Informer<PersistentVolumeClaim>;
  readonly evidence: EvidenceStore;
  readonly liveSettings: LiveSettings;
  readonly key: string;
  readonly server: GameServer;
  readonly input: DecideInput;
  readonly signal: AbortSignal;
  readonly log: Log;
}

/** What came of the effects. */
export interface Outcome {
  /** Operations whose last notice did not reach the game. */
  readonly undelivered: ReadonlySet<string>;
  /** The server has been let go; there is no status to write any more. */
  readonly released: boolean;
  /** Something new is known that `decide` should see at once. */
  readonly lookAgain: boolean;
  /** What is to happen once the decision stands in the API. */
  readonly afterwards: () => void;
}

/** Does what was decided. Failures of a game or its agent are outcomes; failures of the Kubernetes API are thrown and retried. */
export async function executeEffects(work: EffectContext, effects: readonly Effect[]): Promise<Outcome> {
  const undelivered = new Set<string>();
  const events: Extract<Effect, { kind: 'event' }>[] = [];
  let released = false;
  let lookAgain = false;
  for (const effect of effects) {
    switch (effect.kind) {
      case 'announce':
        if (!(await announce(work, effect))) undelivered.add(effect.operation);
        break;
      case 'collectEvidence':
        lookAgain = (await collectEvidence(work, effect)) || lookAgain;
        break;
      case 'applyLive':
        await work.liveSettings.tell(work, effect);
        break;
      case 'event':
        events.push(effect);
        break;
      case 'expectStop':
        await expectStop(work);
        break;
      case 'hurry':
        await hurry(work, effect);
        break;
      case 'release':
        await release(work);
        released = true;
    }
  }
  return {
    undelivered,
    released,
    lookAgain,
    afterwards: () => {
      for (const event of events) work.context.events.record(work.server, event.type, event.reason, event.message);
    },
  };
}

/** An agent that is not told warns the players once more, which does no harm. */
async function expectStop({ agents, key, signal, log }: EffectContext): Promise<void> {
  try {
    await agents.client(key)?.expectStop({ signal, timeoutMs: ANNOUNCE_TIMEOUT_MS });
  } catch (err) {
    log.debug({ err, server: key }, 'The agent could not be told of the stop');
  }
}

async function announce({ agents, key, signal, log }: EffectContext, notice: Extract<Effect, { kind: 'announce' }>): Promise<boolean> {
  try {
    const agent = agents.client(key);
    await agent?.giveNotice(notice.key, notice.message, { signal, timeoutMs: ANNOUNCE_TIMEOUT_MS });
    return agent !== undefined;
  } catch (err) {
    log.warn({ err, server: key }, 'A notice did not reach the players');
    return false;
  }
}

async function collectEvidence(
  { context, evidence, key, server, signal, log }: EffectContext,
  effect: Extract<Effect, { kind: 'collectEvidence' }>,
): Promise<boolean> {
  const lines: string[] = [];
  const deadline = AbortSignal.any([signal, AbortSignal.timeout(LOG_TIMEOUT_MS)]);
  try {
    const log = context.client.logs(
      { namespace: server.metadata.namespace, name: podName(server.metadata.name) },
      {
        container: GAME_CONTAINER,
        previous: effect.previous,
        tailLines: EVIDENCE_LINES,
        limitBytes: 64 * 1024,
        signal: deadline,
        timeoutMs: LOG_TIMEOUT_MS,
      },
    );
    for await (const line of log) lines.push(plain(line));
  } catch (err) {
    log.debug({ err, server: key }, 'The log of a crashed game could not be read yet');
    if (lines.length === 0) return false;
  }
  evidence.keep(key, { key: effect.key, lines: lines.slice(-EVIDENCE_LINES) });
  return true;
}

/** A log line without colours and control characters, of a length that fits a status. */
function plain(line: string): string {
  return line
    .replace(/\u001b\[[0-9;?]*[ -/]*[@-~]/g, '')
    .replace(/[\u0000-\u0008\u000b-\u001f\u007f]/g, '')
    .slice(0, 1000);
}

/** The pod of a hung game goes with a shorter grace period. A pod that is gone or another one is nobody's hurry. */
async function hurry({ context, server, signal }: EffectContext, effect: Extract<Effect, { kind: 'hurry' }>): Promise<void> {
  try {
    await context.client.delete(
      pods,
      { namespace: server.metadata.namespace, name: podName(server.metadata.name) },
      { gracePeriodSeconds: effect.graceSeconds, preconditions: { uid: effect.podUid }, signal },
    );
  } catch (error) {
    if (!isNotFound(error) && !isConflict(error)) throw error;
  }
}

/**
 * Lets a deleted server go: its world first unless it is to stay, then the object. Backups are objects of their own and stay, and
 * so does a volume of that name that was not made for the server. The server is read again, because after an answer that was lost
 * the name may be another server's already.
 */
async function release({ context: { client }, claims, server, signal }: EffectContext): Promise<void> {
  const { namespace, name, uid } = server.metadata;
  const now = await client.get(gameServers, { namespace, name }, { signal }).catch(orUndefined);
  if (now === undefined || now.metadata.uid !== uid || !hasFinalizer(now, SERVER_FINALIZER)) return;
  const claim = claims.cache.get(namespace, claimName(name));
  if (now.spec.storage?.whenDeleted !== 'Retain' && claim?.metadata.labels?.[LABELS.server] === name) {
    try {
      await client.delete(persistentVolumeClaims, claim.metadata, { preconditions: { uid: claim.metadata.uid }, signal });
    } catch (error) {
      if (!isNotFound(error) && !isConflict(error)) throw error;
    }
  }
  await removeFinalizer(client, gameServers, now, SERVER_FINALIZER, { signal });
}

function orUndefined(error: unknown): undefined {
  if (!isNotFound(error)) throw error;
}
