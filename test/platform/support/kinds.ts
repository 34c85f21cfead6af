import {
  customResourceDefinitions,
  resourceType,
  type CustomResourceDefinition,
  type KubeClient,
  type KubeObject,
  type ResourceType,
} from '@gse/kube';
import type { OrderMapping } from '@gse/package-source';
import { monitoringKinds } from '../../edition/support/monitoring-kinds.ts';
import { standInDefinitions } from '../../edition/support/stand-ins.ts';
import { until } from '../../support/machine.ts';
import type { PackageSource } from './release.ts';

/** Where the edition comes from. */
export interface OciRepository extends KubeObject {
  spec: { ref: { digest: string } };
}
export const ociRepositories = resourceType<OciRepository>({
  apiVersion: 'source.toolkit.fluxcd.io/v1',
  kind: 'OCIRepository',
  plural: 'ocirepositories',
  namespaced: true,
});

/** A chart that is to be installed, with its values. */
export interface HelmRelease extends KubeObject {
  spec: {
    chartRef: { kind: string; name: string; namespace: string };
    /** Namespaced names of releases that have to be there first. */
    dependsOn?: readonly { readonly name: string; readonly namespace: string }[];
    values: object;
    [others: string]: unknown;
  };
}
export const helmReleases = resourceType<HelmRelease>({
  apiVersion: 'helm.toolkit.fluxcd.io/v2',
  kind: 'HelmRelease',
  plural: 'helmreleases',
  namespaced: true,
});

const platform = { apiVersion: 'cozystack.io/v1alpha1' };
export const packageSources = resourceType<PackageSource>({
  ...platform,
  kind: 'PackageSource',
  plural: 'packagesources',
  namespaced: false,
});

/** That a source is wanted. */
export interface Package extends KubeObject {
  spec: { variant: string; components?: Readonly<Record<string, { readonly enabled?: boolean; readonly values?: object }>> };
}
export const packages = resourceType<Package>({ ...platform, kind: 'Package', plural: 'packages', namespaced: false });

/** What makes a game a kind of the platform's API. */
export interface ApplicationDefinition extends KubeObject {
  spec: {
    application: { kind: string; plural: string };
    release: {
      prefix: string;
      labels: Record<string, string>;
      chartRef: HelmRelease['spec']['chartRef'];
      healthCheckExprs: readonly { readonly kind: string; readonly current: string; readonly failed: string }[];
    };
  };
}
export const applicationDefinitions = resourceType<ApplicationDefinition>({
  ...platform,
  kind: 'ApplicationDefinition',
  plural: 'applicationdefinitions',
  namespaced: false,
});

/** What is billed of an order, and whether it works. */
export const workloadMonitors = resourceType<KubeObject & { spec: { selector: Readonly<Record<string, string>> } }>({
  ...platform,
  kind: 'WorkloadMonitor',
  plural: 'workloadmonitors',
  namespaced: true,
});

/** An order, as a tenant writes it. */
export interface Application extends KubeObject {
  spec: object;
}

export function applicationType({ kind, plural }: { readonly kind: string; readonly plural: string }): ResourceType<Application> {
  return resourceType<Application>({ apiVersion: 'apps.cozystack.io/v1alpha1', kind, plural, namespaced: true });
}

/** The kinds of a platform that is there before the edition comes. Its parts that act are in these tests. */
export async function installKinds(admin: KubeClient, orders: readonly OrderMapping[]): Promise<void> {
  const definitions = [
    ...standInDefinitions(orders),
    ...monitoringKinds(),
    openKind(packages, 'Cluster'),
    openKind(ociRepositories, 'Namespaced'),
    openKind({ apiVersion: 'cilium.io/v2', kind: 'CiliumClusterwideNetworkPolicy', plural: 'ciliumclusterwidenetworkpolicies' }, 'Cluster'),
  ] as CustomResourceDefinition[];
  await Promise.all(definitions.map((definition) => admin.create(customResourceDefinitions, definition)));
  for (const { metadata } of definitions) await until(() => isEstablished(admin, metadata.name), { what: `${metadata.name} to be served` });
}

async function isEstablished(admin: KubeClient, name: string): Promise<boolean> {
  const { status } = (await admin.get(customResourceDefinitions, { name })) as {
    status?: { conditions?: { type: string; status: string }[] | null };
  };
  return status?.conditions?.some((condition) => condition.type === 'Established' && condition.status === 'True') ?? false;
}

/** A kind that takes everything. */
function openKind({ apiVersion, kind, plural }: { apiVersion: string; kind: string; plural: string }, scope: string): object {
  const [group, version] = apiVersion.split('/');
  const open = { type: 'object', 'x-kubernetes-preserve-unknown-fields': true };
  const schema = { openAPIV3Schema: { type: 'object', properties: { spec: open } } };
  return {
    apiVersion: 'apiextensions.k8s.io/v1',
    kind: 'CustomResourceDefinition',
    metadata: { name: `${plural}.${group}` },
    spec: { group, scope, names: { kind, plural }, versions: [{ name: version, served: true, storage: true, schema }] },
  };
}
