import { findCondition, resourceType, type Condition, type KubeObject, type ResourceType } from '@gse/kube';
import { API_VERSION, GAME_SERVER_KIND, gameServerSpecSchema } from '@gse/resources';
import type { OrderMapping, OrderValues } from '@gse/package-source';
import type { AnyGame } from '@gse/sdk';
import type { GameServer } from '@gse/server-objects';
import { rememberMappings } from './mappings.ts';
import { APPLICATION_VERSION } from './served-kinds.ts';

/** An order on Cozystack: its spec are the values of the game's chart. */
export interface Application extends KubeObject {
  spec?: OrderValues | undefined;
  status?: { conditions?: Condition[] | undefined } | undefined;
}

/** How orders of a game are written as applications. */
export interface ApplicationKind {
  readonly mapping: OrderMapping;
  readonly type: ResourceType<Application>;
}

/** Flux puts it on everything it makes for a release: the name of the release, which is that of the server. */
const RELEASE_LABEL = 'helm.toolkit.fluxcd.io/name';

/** The kind of application in which servers of this game are ordered. */
export function applicationKind(mapping: OrderMapping): ApplicationKind {
  return {
    mapping,
    type: resourceType<Application>({ apiVersion: APPLICATION_VERSION, kind: mapping.kind, plural: mapping.plural, namespaced: true }),
  };
}

/** The kinds of all games, by their plural. */
export function applicationPlurals(games: readonly AnyGame[]): ReadonlySet<string> {
  const mappingOf = rememberMappings();
  return new Set(games.flatMap((game) => mappingOf(game)?.plural ?? []));
}

/** Name of the application that has made this server; undefined for one that somebody made otherwise. */
export function applicationName({ metadata }: GameServer, { prefix }: OrderMapping): string | undefined {
  const { name, labels } = metadata;
  return labels?.[RELEASE_LABEL] === name && name.startsWith(prefix) && name.length > prefix.length ? name.slice(prefix.length) : undefined;
}

/** The server of an application while the platform has not made it yet, with what the platform says of that. */
export function pendingServer(application: Application, mapping: OrderMapping): GameServer {
  const { name, namespace, uid, creationTimestamp, deletionTimestamp } = application.metadata;
  const ready = findCondition(application.status?.conditions ?? [], 'Ready');
  const wished = mapping.specOf(application.spec ?? {});
  const parsed = gameServerSpecSchema.safeParse(wished);
  const isStuck = ready?.status === 'False' && ready.reason !== 'Progressing' && (ready.message ?? '') !== '';
  return {
    apiVersion: API_VERSION,
    kind: GAME_SERVER_KIND.kind,
    metadata: {
      name: `${mapping.prefix}${name}`,
      namespace,
      uid,
      creationTimestamp,
      ...(deletionTimestamp !== undefined && { deletionTimestamp }),
    },
    // What somebody has written past every check is shown as it is.
    spec: parsed.success ? parsed.data : (wished as GameServer['spec']),
    status: {
      phase: 'Pending',
      reason: isStuck
        ? { code: 'OrderRefused', message: `The platform cannot set the server up: ${ready.message}` }
        : { code: 'OrderPending', message: 'The platform is setting the server up.' },
    },
  };
}
