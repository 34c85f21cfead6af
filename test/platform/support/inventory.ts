import type { ControlPlane } from '@gse/control-plane';
import { until } from '../../support/machine.ts';

interface Group {
  readonly name: string;
  readonly preferredVersion: { readonly groupVersion: string };
}
interface ResourceList {
  readonly resources: readonly { readonly name: string; readonly verbs: readonly string[] }[];
}
interface MetadataList {
  /** Null where there are none of some kinds. */
  readonly items: readonly { readonly metadata: { readonly name: string; readonly namespace?: string } }[] | null;
}

/** Kinds whose objects come and go by themselves. */
const PASSING = new Set(['events', 'events.events.k8s.io', 'componentstatuses']);
const METADATA = 'application/json;as=PartialObjectMetadataList;g=meta.k8s.io;v=v1';

/** Looks through a cluster for every object there is: `<plural>[.<group>] [<namespace>/]<name>`. */
export type Inventory = () => Promise<ReadonlySet<string>>;

export async function openInventory(cluster: ControlPlane): Promise<Inventory> {
  const fetch = cluster.fetch(await cluster.user('inventory', ['system:masters']));

  /** Undefined for a kind that has just gone, and is still discovered for a moment. */
  async function get<T>(path: string, accept = 'application/json'): Promise<T | undefined> {
    const request = (): Promise<Response> => fetch(new Request(`${cluster.url}${path}`, { headers: { accept } }));
    // Too early for a kind that has just come.
    const response = await until(async () => unless(429, await request()), { what: `${path} to be served` });
    const body: unknown = await response.json();
    if (!response.ok && response.status !== 404) throw new Error(`${path} answers ${response.status}`);
    return response.ok ? (body as T) : undefined;
  }

  async function kindsOf(root: string, group: string): Promise<readonly { readonly kind: string; readonly path: string }[]> {
    const { resources = [] } = (await get<ResourceList>(root)) ?? {};
    return resources
      .map(({ name, verbs }) => ({ kind: `${name}${group === '' ? '' : `.${group}`}`, path: `${root}/${name}`, verbs }))
      .filter(({ kind, verbs }) => verbs.includes('list') && !PASSING.has(kind));
  }

  return async () => {
    const { groups = [] } = (await get<{ groups: readonly Group[] }>('/apis')) ?? {};
    const kinds = await Promise.all([
      kindsOf('/api/v1', ''),
      ...groups.map(({ name, preferredVersion }) => kindsOf(`/apis/${preferredVersion.groupVersion}`, name)),
    ]);
    const found = await Promise.all(
      kinds.flat().map(async ({ kind, path }) => {
        const list = await get<MetadataList>(path, METADATA);
        return (list?.items ?? []).map(
          ({ metadata: { name, namespace } }) => `${kind} ${namespace === undefined ? '' : `${namespace}/`}${name}`,
        );
      }),
    );
    return new Set(found.flat());
  };
}

async function unless(status: number, response: Response): Promise<Response | undefined> {
  if (response.status !== status) return response;
  await response.body?.cancel();
  return undefined;
}
