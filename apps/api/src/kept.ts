import type { KubeEvent, Pod } from '@gse/kube';
import { ANNOTATIONS, LABELS } from '@gse/resources';
import { GAME_CONTAINER } from '@gse/server-objects';
import type { EventSeal } from './activity/event-seal.ts';
import { DOOR_ANNOTATION } from './kinds.ts';

const MAX_MESSAGE = 1000;
const MAX_NAME = 253;
/** More than any game has settings. */
const MAX_APPLIED = 64 * 1024;
const MAX_PORT_MAP = 4 * 1024;
const WORDS_OF_OURS = { [ANNOTATIONS.actor]: 16 * 1024, [DOOR_ANNOTATION]: MAX_NAME };

/**
 * What the caches keep of an event. They see those of the whole cluster, which tenants may write, so nobody may be able to fill
 * them: only what is read is kept, and no more of it than there is reason to write. Actor and door stay only where the API
 * itself has written them.
 */
export function keptEvent(isOurs: EventSeal['isOurs']): (event: KubeEvent) => KubeEvent {
  return (event) => {
    const { name, namespace, uid, resourceVersion, creationTimestamp } = event.metadata;
    const about = event.involvedObject;
    const component = beginning(event.source?.component, MAX_NAME) || beginning(event.reportingComponent, MAX_NAME);
    return {
      apiVersion: 'v1',
      kind: 'Event',
      metadata: {
        name,
        namespace,
        uid,
        resourceVersion,
        creationTimestamp,
        ...(isOurs(event) && { annotations: fitting(event.metadata.annotations, WORDS_OF_OURS) }),
      },
      involvedObject: {
        kind: beginning(about.kind, MAX_NAME),
        namespace,
        name: beginning(about.name, MAX_NAME),
        uid: beginning(about.uid, MAX_NAME),
      },
      type: event.type === 'Warning' ? 'Warning' : 'Normal',
      reason: beginning(event.reason, MAX_NAME),
      message: beginning(event.message, MAX_MESSAGE),
      count: event.count,
      lastTimestamp: event.lastTimestamp,
      eventTime: event.eventTime,
      source: { component },
    };
  };
}

/** What the caches keep of a pod, for the same reason: where its agent is, what the game was started with, what it may use. */
export function keptPod({ apiVersion, kind, metadata, spec, status }: Pod): Pod {
  const { name, namespace, uid, resourceVersion, labels, annotations } = metadata;
  const limits = spec.containers.find((container) => container.name === GAME_CONTAINER)?.resources?.limits;
  return {
    apiVersion,
    kind,
    metadata: {
      name,
      namespace,
      uid,
      resourceVersion,
      labels: fitting(labels, { [LABELS.server]: MAX_NAME }),
      annotations: fitting(annotations, { [ANNOTATIONS.portMap]: MAX_PORT_MAP, [ANNOTATIONS.applied]: MAX_APPLIED }),
    },
    spec: {
      containers:
        limits === undefined ? [] : [{ name: GAME_CONTAINER, resources: { limits: fitting(limits, { cpu: MAX_NAME, memory: MAX_NAME }) } }],
    },
    status: { podIP: beginning(status?.podIP, MAX_NAME), hostIP: beginning(status?.hostIP, MAX_NAME) },
  };
}

/** Those of the entries that are wanted and no longer than they may be: half a map is of no use to anybody. */
function fitting(words: Readonly<Record<string, string>> | undefined, lengths: Readonly<Record<string, number>>): Record<string, string> {
  return Object.fromEntries(Object.entries(words ?? {}).filter(([key, value]) => value.length <= (lengths[key] ?? -1)));
}

/** The beginning of a text, as a text of its own: a slice would keep all of it in memory. */
function beginning(text: string, length: number): string;
function beginning(text: string | undefined, length: number): string | undefined;
function beginning(text: string | undefined, length: number): string | undefined {
  return text === undefined || text.length <= length ? text : Buffer.from(text.slice(0, length)).toString();
}
