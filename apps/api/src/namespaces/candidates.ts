import { KubeError, metadataOnly, namespaces, resourceType, type Clock, type KubeObject, type ResourceType } from '@gse/kube';
import type { Caches } from '../caches.ts';
import { namespaceOfAccount } from '../session/allowance.ts';
import type { Caller } from '../session/callers.ts';

/** On Cozystack: the namespaces of tenants, of which everybody sees their own. */
const tenantNamespaces = resourceType<KubeObject>({
  apiVersion: 'core.cozystack.io/v1alpha1',
  kind: 'TenantNamespace',
  plural: 'tenantnamespaces',
  namespaced: false,
});
/** More are not offered; who has more types the name. */
const MAX = 500;
const LIST_TIMEOUT_MS = 10_000;
/** A cluster that lists no tenants is not asked again right away. */
const ABSENT_MS = 60_000;

/** Finds the namespaces that somebody may have to do with. Kubernetes answers the question for single namespaces only. */
export class Candidates {
  readonly #caches: Pick<Caches, 'servers'>;
  readonly #clock: Clock;
  #absentUntil = Number.NEGATIVE_INFINITY;

  constructor(caches: Pick<Caches, 'servers'>, clock: Clock) {
    this.#caches = caches;
    this.#clock = clock;
  }

  /** Sorted, and not yet asked about. */
  async of(caller: Caller, signal: AbortSignal): Promise<string[]> {
    // Whoever is a ServiceAccount has a namespace of their own.
    const home = namespaceOfAccount(caller.user);
    const listed = (await this.#tenants(caller, signal)) ?? (await list(caller, metadataOnly(namespaces), signal));
    // Who may list nothing still sees where servers are; which of those are theirs is asked like the rest.
    const known = listed ?? this.#caches.servers.cache.list().map(({ metadata }) => metadata.namespace ?? '');
    return [...new Set([...(home === undefined ? [] : [home]), ...known])].sort().slice(0, MAX);
  }

  async #tenants(caller: Caller, signal: AbortSignal): Promise<string[] | undefined> {
    if (this.#absentUntil > this.#clock.elapsed()) return undefined;
    const found = await list(caller, tenantNamespaces, signal);
    if (found === undefined) this.#absentUntil = this.#clock.elapsed() + ABSENT_MS;
    return found;
  }
}

/** Undefined where there is no such list, or not for this caller. */
async function list(caller: Caller, type: ResourceType, signal: AbortSignal): Promise<string[] | undefined> {
  try {
    const { items } = await caller.kube.list(type, { limit: MAX, signal, timeoutMs: LIST_TIMEOUT_MS });
    return items.filter((item) => !isOfTheSystem(item)).map(({ metadata }) => metadata.name);
  } catch (error) {
    if (error instanceof KubeError && [403, 404, 503].includes(error.status)) return undefined;
    throw error;
  }
}

/** Where clusters keep themselves; nobody orders games there. */
function isOfTheSystem({ metadata }: KubeObject): boolean {
  return metadata.name.startsWith('kube-') || metadata.labels?.['cozystack.io/system'] === 'true';
}
