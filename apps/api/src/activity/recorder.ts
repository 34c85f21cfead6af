import { events, timestamp, type Clock, type KubeClient, type KubeEvent, type KubeObject, type Log } from '@gse/kube';
import { ANNOTATIONS } from '@gse/resources';
import { DOOR_ANNOTATION } from '../kinds.ts';
import type { Caller } from '../session/callers.ts';

/** Component that says it: `source.component` of the events. */
export const COMPONENT = 'gse-api';

/** Keeps who did what through this API, as events of the server, where everything else about it stands. */
export interface Recorder {
  /** Notes an act that has happened. Returns at once; writing happens behind. Values and credentials do not belong in `what`. */
  record(caller: Pick<Caller, 'user' | 'door'>, server: KubeObject, reason: string, what: string, result?: 'Normal' | 'Warning'): void;
  /** Resolves when everything noted so far is written or given up. */
  flush(): Promise<void>;
}

const MAX_PENDING = 1000;
const MAX_MESSAGE = 1000;
const WRITE_TIMEOUT_MS = 10_000;

/** Writes acts with the API's own identity, so that nobody can write them in somebody else's name. */
export function createRecorder(options: {
  readonly client: KubeClient;
  readonly clock: Clock;
  readonly log: Log;
  readonly randomBytes: (size: number) => Uint8Array;
}): Recorder {
  const { client, clock, log, randomBytes } = options;
  const pending: KubeEvent[] = [];
  let writing: Promise<void> | undefined;

  async function drain(): Promise<void> {
    for (let event = pending.shift(); event; event = pending.shift()) {
      try {
        await client.create(events, event, { timeoutMs: WRITE_TIMEOUT_MS });
      } catch (err) {
        log.warn({ err, reason: event.reason, server: event.involvedObject.name }, 'An act was not recorded');
      }
    }
    writing = undefined;
  }

  return {
    record({ user, door }, server, reason, what, result = 'Normal') {
      if (pending.length >= MAX_PENDING) {
        log.warn({ reason, server: server.metadata.name }, 'An act was not recorded: too many at once');
        return;
      }
      const { name, namespace = 'default', uid, resourceVersion } = server.metadata;
      const at = clock.now();
      pending.push({
        apiVersion: 'v1',
        kind: 'Event',
        metadata: {
          namespace,
          name: `${name}.${at.toString(16)}${Buffer.from(randomBytes(4)).toString('hex')}`,
          annotations: { [ANNOTATIONS.actor]: user, [DOOR_ANNOTATION]: door },
        },
        involvedObject: { apiVersion: server.apiVersion, kind: server.kind, name, namespace, uid, resourceVersion },
        type: result,
        reason,
        message: `${user} ${what}`.slice(0, MAX_MESSAGE),
        count: 1,
        firstTimestamp: timestamp(at),
        lastTimestamp: timestamp(at),
        source: { component: COMPONENT },
        reportingComponent: COMPONENT,
      });
      writing ??= drain();
    },
    flush: async () => await writing,
  };
}
