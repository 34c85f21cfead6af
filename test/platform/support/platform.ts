import type { ControlPlane } from '@gse/control-plane';
import type { KubeClient } from '@gse/kube';
import { HelmController } from './helm-controller.ts';
import {
  applicationDefinitions,
  applicationType,
  helmReleases,
  ociRepositories,
  packages,
  packageSources,
  type ApplicationDefinition,
  type HelmRelease,
  type Package,
} from './kinds.ts';
import type { PackageSource, Release } from './release.ts';
import { createSystemNamespace } from './tenants.ts';

const KIND_LABEL = 'apps.cozystack.io/application.kind';
const NAME_LABEL = 'apps.cozystack.io/application.name';
const DEFAULTS = {
  interval: '5m',
  maxHistory: 5,
  install: { timeout: '10m', strategy: { name: 'RetryOnFailure', retryInterval: '30s' } },
  upgrade: { timeout: '10m', strategy: { name: 'RetryOnFailure', retryInterval: '30s' } },
  valuesFrom: [{ kind: 'Secret', name: 'cozystack-values' }],
};

/**
 * The parts of the platform that make a running edition of two manifests, and a server of an order: what its package
 * operator, its API and its helm-controller do with them. It acts when it is asked to, until there is nothing left to do.
 */
export class Platform implements Disposable {
  readonly #admin: KubeClient;
  readonly #helm: HelmController;
  /** What is in the registry, by digest. */
  readonly #registry = new Map<string, Release>();
  /** Charts by release and component; each is taken out of the artifact once. */
  readonly #charts = new Map<string, string>();

  constructor(cluster: ControlPlane, admin: KubeClient) {
    this.#admin = admin;
    this.#helm = new HelmController(cluster, admin);
  }

  publish(...releases: readonly Release[]): void {
    for (const release of releases) this.#registry.set(release.digest, release);
  }

  /** Does everything that there is to do now. */
  async settle(): Promise<void> {
    for (;;) {
      const artifacts = await this.#artifacts();
      await this.#packages();
      await this.#applications();
      if (!(await this.#helm.round(({ spec }) => artifacts.get(spec.chartRef.name)))) return;
    }
  }

  async definitions(): Promise<readonly ApplicationDefinition[]> {
    return (await this.#admin.list(applicationDefinitions)).items;
  }

  [Symbol.dispose](): void {
    this.#helm[Symbol.dispose]();
  }

  /** The chart of every component of every source, by the name of its artifact. */
  async #artifacts(): Promise<ReadonlyMap<string, string>> {
    const repositories = (await this.#admin.list(ociRepositories)).items;
    const charts = new Map<string, string>();
    for (const source of (await this.#admin.list(packageSources)).items) {
      const { name, namespace } = source.spec.sourceRef;
      const repository = repositories.find(({ metadata }) => metadata.name === name && metadata.namespace === namespace);
      const release = this.#registry.get(repository?.spec.ref.digest ?? '');
      if (release === undefined) throw new Error(`${name} asks for an artifact that is not in the registry`);
      for (const variant of source.spec.variants)
        for (const component of variant.components) {
          const artifact = artifactName(source, variant.name, component.name);
          const key = `${release.digest} ${artifact}`;
          const chart = this.#charts.get(key) ?? release.chart(source, component);
          this.#charts.set(key, chart);
          charts.set(artifact, chart);
        }
    }
    return charts;
  }

  /** A Package makes namespaces and releases of the components of its source. */
  async #packages(): Promise<void> {
    for (const wanted of (await this.#admin.list(packages)).items) {
      const source = await this.#admin.get(packageSources, { name: wanted.metadata.name });
      const variant = source.spec.variants.find(({ name }) => name === wanted.spec.variant);
      const installed = (variant?.components ?? []).flatMap(({ name, install }) =>
        install === undefined || wanted.spec.components?.[name]?.enabled === false ? [] : [{ name, install }],
      );
      const releases = new Map(
        installed.map(({ name, install }) => [name, { name: install.releaseName ?? name, namespace: install.namespace }] as const),
      );
      for (const namespace of new Set(installed.map(({ install }) => install.namespace)))
        await createSystemNamespace(this.#admin, namespace);
      for (const { name, install } of installed) {
        const dependsOn = (install.dependsOn ?? []).map((needed) => releases.get(needed) ?? { name: needed, namespace: '' });
        await this.#release({
          ...(releases.get(name) ?? { name, namespace: '' }),
          labels: { 'cozystack.io/package': wanted.metadata.name },
          owner: wanted,
          spec: {
            chartRef: { kind: 'ExternalArtifact', name: artifactName(source, wanted.spec.variant, name), namespace: 'cozy-system' },
            dependsOn,
            values: wanted.spec.components?.[name]?.values ?? {},
          },
        });
      }
    }
  }

  /** An order is a release of the chart that its ApplicationDefinition names, and goes with it. */
  async #applications(): Promise<void> {
    const ordered = new Set<string>();
    for (const { spec } of await this.definitions()) {
      const { application, release } = spec;
      for (const { metadata, spec: values } of (await this.#admin.list(applicationType(application))).items) {
        const name = `${release.prefix}${metadata.name}`;
        if (name.length > 53) throw new Error(`${name} is too long for the platform`);
        ordered.add(`${metadata.namespace}/${name}`);
        await this.#release({
          name,
          namespace: metadata.namespace ?? '',
          labels: {
            ...release.labels,
            [KIND_LABEL]: application.kind,
            'apps.cozystack.io/application.group': 'apps.cozystack.io',
            [NAME_LABEL]: metadata.name,
          },
          spec: { chartRef: release.chartRef, values },
        });
      }
    }
    for (const { metadata } of (await this.#admin.list(helmReleases, { labelSelector: KIND_LABEL })).items)
      if (!ordered.has(`${metadata.namespace}/${metadata.name}`) && metadata.deletionTimestamp === undefined)
        await this.#admin.delete(helmReleases, metadata);
  }

  async #release(wish: {
    readonly name: string;
    readonly namespace: string;
    readonly labels: Readonly<Record<string, string>>;
    readonly owner?: Package;
    readonly spec: Pick<HelmRelease['spec'], 'chartRef' | 'dependsOn' | 'values'>;
  }): Promise<void> {
    const { name, namespace, labels, owner, spec } = wish;
    const ownerReferences =
      owner === undefined
        ? []
        : [
            {
              apiVersion: packages.apiVersion,
              kind: packages.kind,
              name: owner.metadata.name,
              uid: owner.metadata.uid ?? '',
              controller: true,
            },
          ];
    await this.#admin.apply(helmReleases, {
      apiVersion: helmReleases.apiVersion,
      kind: helmReleases.kind,
      metadata: { name, namespace, labels, ...(owner && { ownerReferences }) },
      spec: { ...DEFAULTS, ...spec },
    });
  }
}

function artifactName({ metadata }: PackageSource, variant: string, component: string): string {
  return [metadata.name, variant, component].map((part) => part.replaceAll('.', '-')).join('-');
}
