import { events, timestamp, type Clock, type KubeClient, type KubeEvent, type KubeObject, type Log } from '@gse/kube';
import { ANNOTATIONS } from '@gse/resources';
import { DOOR_ANNOTATION } from '../kinds.ts';
import type { Caller } from '../session/callers.ts';
import type { EventSeal } from './event-seal.ts';

/** Component that says it: `source.component` of the events. */
const COMPONENT = 'gse-api';

/** Keeps who did what through this API, as events of the server, where everything else about it stands. */
export interface Recorder {
  /** Notes an act that has happened. Returns at once; writing happens behind. Values and credentials do not belong in `what`. */
  record(caller: Pick<Caller, 'user' | 'door'>, server: KubeObject, reason: string, what: string, result?: 'Normal' | 'Warning'): void;
  /** Does something and notes what came of it, in the words for one end or the other. */
  attempt<Result>(
    caller: Pick<Caller, 'user' | 'door'>,
    server: KubeObject,
    reason: string,
    words: { readonly done: string; readonly tried: string },
    work: () => Promise<Result>,
  ): Promise<Result>;
  /** Notes that a browser was signed in or out. */
  session(caller: Pick<Caller, 'user' | 'door'>, reason: 'SignedIn' | 'SignedOut', what: string): void;
  /** Resolves when everything noted so far is written or given up. */
  flush(): Promise<void>;
}

/** What sign-ins are events of: no object of the cluster, so they stand where those of the whole cluster do. */
export const SESSION_KIND = 'User';
/** The only namespace in which events of sign-ins mean anything. */
export const SESSION_NAMESPACE = 'default';

const MAX_PENDING = 1000;
const MAX_MESSAGE = 1000;
const WRITE_TIMEOUT_MS = 10_000;

/** Users may have any name; objects may not. */
function nameFor(name: string): string {
  const fit = name
    .toLowerCase()
    .replace(/[^a-z0-9.-]+/g, '-')
    .replace(/^[^a-z0-9]+|[^a-z0-9]+$/g, '')
    .slice(0, 200)
    .replace(/[^a-z0-9]+$/, '');
  return fit === '' ? 'user' : fit;
}

/**
 * Writes acts with the API's own identity, because who acts need not be allowed to write events, and seals them, because others
 * may be: by its seal an event is known again as ours, and its actor is believed.
 */
export function createRecorder(options: {
  readonly client: KubeClient;
  readonly clock: Clock;
  readonly log: Log;
  readonly randomBytes: (size: number) => Uint8Array;
  readonly seal: EventSeal;
}): Recorder {
  const { client, clock, log, randomBytes, seal } = options;
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

  function note(
    { user, door }: Pick<Caller, 'user' | 'door'>,
    about: KubeEvent['involvedObject'] & { readonly name: string; readonly namespace: string },
    reason: string,
    what: string,
    result: 'Normal' | 'Warning',
  ): void {
    if (pending.length >= MAX_PENDING) {
      log.warn({ reason, about: about.name }, 'An act was not recorded: too many at once');
      return;
    }
    const at = clock.now();
    const event: KubeEvent = {
      apiVersion: 'v1',
      kind: 'Event',
      metadata: {
        namespace: about.namespace,
        name: `${nameFor(about.name)}.${at.toString(16)}${Buffer.from(randomBytes(4)).toString('hex')}`,
        annotations: { [ANNOTATIONS.actor]: user, [DOOR_ANNOTATION]: door },
      },
      involvedObject: about,
      type: result,
      reason,
      // Half a character would come back as another one, and the seal would not fit.
      message: `${user} ${what}`.slice(0, MAX_MESSAGE).toWellFormed(),
      count: 1,
      firstTimestamp: timestamp(at),
      lastTimestamp: timestamp(at),
      source: { component: COMPONENT },
      reportingComponent: COMPONENT,
    };
    pending.push(seal.seal(event));
    writing ??= drain();
  }

  function record(
    caller: Pick<Caller, 'user' | 'door'>,
    { apiVersion, kind, metadata }: KubeObject,
    reason: string,
    what: string,
    result: 'Normal' | 'Warning' = 'Normal',
  ): void {
    const { name, namespace = 'default', uid, resourceVersion } = metadata;
    note(caller, { apiVersion, kind, name, namespace, uid, resourceVersion }, reason, what, result);
  }

  return {
    record,
    async attempt(caller, server, reason, { done, tried }, work) {
      try {
        const result = await work();
        record(caller, server, reason, done);
        return result;
      } catch (error) {
        record(caller, server, reason, `${tried}: ${error instanceof Error ? error.message : 'it failed'}`, 'Warning');
        throw error;
      }
    },
    session(caller, reason, what) {
      note(caller, { apiVersion: 'v1', kind: SESSION_KIND, name: caller.user, namespace: SESSION_NAMESPACE }, reason, what, 'Normal');
    },
    flush: async () => await writing,
  };
}
