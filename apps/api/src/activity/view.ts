import type { KubeEvent } from '@gse/kube';
import { ANNOTATIONS } from '@gse/resources';
import type { GameOperation } from '@gse/server-objects';
import { DOOR_ANNOTATION } from '../kinds.ts';
import { SESSION_KIND } from './recorder.ts';
import type { Activity } from './schema.ts';

/** An operation as somebody's act, with what came of it. */
export function ofOperation({ metadata, spec, status }: GameOperation): Activity {
  const door = metadata.annotations?.[DOOR_ANNOTATION];
  const phase = status?.phase ?? 'Pending';
  const isOver = status?.finishedAt !== undefined;
  return {
    id: `operation/${metadata.uid ?? metadata.name}`,
    at: metadata.creationTimestamp ?? '',
    namespace: metadata.namespace ?? '',
    server: spec.server,
    actor: metadata.annotations?.[ANNOTATIONS.actor] ?? spec.actor ?? 'unknown',
    door: door === 'browser' || door === 'api' ? door : spec.actor === 'operator' ? 'operator' : 'kubernetes',
    what: `${spec.type}${spec.cause === undefined ? '' : ` (${spec.cause})`}: ${status?.message ?? 'waits'}`,
    code: `Operation${phase}`,
    result: !isOver ? 'underway' : phase === 'Failed' || phase === 'Refused' ? 'trouble' : 'ok',
    operation: metadata.name,
    ...(status?.finishedAt !== undefined && { endedAt: status.finishedAt }),
  };
}

/** Component of what the operator says. */
const OPERATOR = 'gse-operator';

/**
 * An event of a server, or of a session: what the operator saw, what somebody did through this API, or what somebody else
 * wrote. Anybody with the right to write events can have written the last; who it was stands nowhere, whatever they claim.
 *
 * @param event as the caches keep it: with an actor only where this API has written it
 */
export function ofEvent(event: KubeEvent): Activity {
  const actor = event.metadata.annotations?.[ANNOTATIONS.actor];
  const door = event.metadata.annotations?.[DOOR_ANNOTATION];
  const isOperators = event.source?.component === OPERATOR;
  const { kind, namespace, name } = event.involvedObject;
  const isAboutServer = kind !== SESSION_KIND;
  return {
    id: `event/${event.metadata.uid ?? event.metadata.name}`,
    at: timeOf(event, actor !== undefined),
    ...(isAboutServer && { namespace: namespace ?? '', server: name ?? '' }),
    actor: actor ?? (isOperators ? OPERATOR : 'unknown'),
    door: actor !== undefined ? (door === 'browser' ? 'browser' : 'api') : isOperators ? 'operator' : 'kubernetes',
    what: event.message ?? '',
    code: event.reason ?? 'Unknown',
    result: event.type === 'Warning' ? 'trouble' : 'ok',
    ...((event.count ?? 1) > 1 && { count: event.count ?? 1 }),
  };
}

/** Kubernetes keeps whole seconds; the names of our own events know more, which keeps acts in their order. */
function timeOf(event: KubeEvent, isOurs: boolean): string {
  const said = event.lastTimestamp ?? event.eventTime ?? event.metadata.creationTimestamp ?? '';
  const [, hex] = isOurs ? (/\.([0-9a-f]{9,12})[0-9a-f]{8}$/.exec(event.metadata.name) ?? []) : [];
  const known = hex === undefined ? Number.NaN : Number.parseInt(hex, 16);
  return Math.abs(known - Date.parse(said)) < 1000 ? new Date(known).toISOString() : said;
}
