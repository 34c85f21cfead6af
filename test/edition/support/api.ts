import type { ControlPlane } from '@gse/control-plane';
import type { HttpFetch } from '@gse/kube';
import type { Manifest } from './helm.ts';

/** An answer of the API server. */
export interface ApiAnswer {
  readonly ok: boolean;
  readonly status: number;
  /** What it says of a refusal. */
  readonly message: string;
  readonly body: Readonly<Record<string, unknown>>;
}

/** How kinds are called in paths; namespaced unless they say otherwise. */
const PLURALS: Readonly<Record<string, { readonly plural: string; readonly cluster?: true }>> = {
  Namespace: { plural: 'namespaces', cluster: true },
  Secret: { plural: 'secrets' },
  Role: { plural: 'roles' },
  RoleBinding: { plural: 'rolebindings' },
  ClusterRole: { plural: 'clusterroles', cluster: true },
  CustomResourceDefinition: { plural: 'customresourcedefinitions', cluster: true },
  ValidatingAdmissionPolicy: { plural: 'validatingadmissionpolicies', cluster: true },
  ValidatingAdmissionPolicyBinding: { plural: 'validatingadmissionpolicybindings', cluster: true },
  Package: { plural: 'packages', cluster: true },
  PackageSource: { plural: 'packagesources', cluster: true },
  ApplicationDefinition: { plural: 'applicationdefinitions', cluster: true },
  WorkloadMonitor: { plural: 'workloadmonitors' },
  GameServer: { plural: 'gameservers' },
};

/** The API server, spoken to as kubectl does, by somebody. */
export class Api {
  readonly #url: string;
  readonly #fetch: HttpFetch;

  constructor(cluster: ControlPlane, fetch: HttpFetch) {
    this.#url = cluster.url;
    this.#fetch = fetch;
  }

  /** Applies a manifest by server-side apply; with `dryRun` everything is checked and nothing is kept. */
  async apply(manifest: Manifest, options: { readonly dryRun?: boolean; readonly plural?: string } = {}): Promise<ApiAnswer> {
    const query = `fieldManager=edition-test&force=true&fieldValidation=Strict${options.dryRun ? '&dryRun=All' : ''}`;
    return await this.#ask(
      'PATCH',
      `${pathOf(manifest, options.plural)}/${manifest.metadata.name}?${query}`,
      manifest,
      'application/apply-patch+yaml',
    );
  }

  /** Creates an object, as an order is placed. */
  async create(manifest: Manifest, options: { readonly dryRun?: boolean; readonly plural?: string } = {}): Promise<ApiAnswer> {
    return await this.#ask(
      'POST',
      `${pathOf(manifest, options.plural)}${options.dryRun ? '?dryRun=All' : ''}`,
      manifest,
      'application/json',
    );
  }

  async patch(manifest: Manifest, change: object, plural?: string): Promise<ApiAnswer> {
    return await this.#ask('PATCH', `${pathOf(manifest, plural)}/${manifest.metadata.name}`, change, 'application/merge-patch+json');
  }

  async patchStatus(manifest: Manifest, status: object, plural?: string): Promise<ApiAnswer> {
    const path = `${pathOf(manifest, plural)}/${manifest.metadata.name}/status`;
    return await this.#ask('PATCH', path, { status }, 'application/merge-patch+json');
  }

  async remove(manifest: Manifest, plural?: string): Promise<ApiAnswer> {
    return await this.#ask('DELETE', `${pathOf(manifest, plural)}/${manifest.metadata.name}`, undefined, 'application/json');
  }

  async get(manifest: Manifest, plural?: string): Promise<ApiAnswer> {
    return await this.#ask('GET', `${pathOf(manifest, plural)}/${manifest.metadata.name}`, undefined, 'application/json');
  }

  async #ask(method: string, path: string, body: object | undefined, type: string): Promise<ApiAnswer> {
    const response = await this.#fetch(
      new Request(`${this.#url}${path}`, { method, headers: { 'content-type': type }, ...(body && { body: JSON.stringify(body) }) }),
    );
    const answer = (await response.json()) as Record<string, unknown>;
    return {
      ok: response.ok,
      status: response.status,
      message: typeof answer['message'] === 'string' ? answer['message'] : '',
      body: answer,
    };
  }
}

function pathOf({ apiVersion, kind, metadata: { namespace } }: Manifest, plural: string | undefined): string {
  const known = plural === undefined ? PLURALS[kind] : { plural };
  if (known === undefined) throw new Error(`no path is known for ${kind}`);
  const root = apiVersion.includes('/') ? `/apis/${apiVersion}` : `/api/${apiVersion}`;
  return 'cluster' in known && known.cluster ? `${root}/${known.plural}` : `${root}/namespaces/${namespace ?? 'default'}/${known.plural}`;
}
