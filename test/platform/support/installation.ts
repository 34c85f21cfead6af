import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { games } from '@gse/catalog';
import { startControlPlane, type ControlPlane } from '@gse/control-plane';
import { connectCluster, createKubeClient, type HttpFetch, type KubeClient } from '@gse/kube';
import { orderMapping } from '@gse/package-source';
import { SystemPods } from '../../charts/support/system-pods.ts';
import { nodePortRange } from '../../cluster/support/ports.ts';
import { removeProvisionedVolumes, setUpStorage } from '../../cluster/support/storage.ts';
import { until } from '../../support/machine.ts';
import type { World } from '../../support/world.ts';
import { CHECKOUT, makeEarlierCheckout } from './earlier-checkout.ts';
import { startGameNode, type GameNode } from './game-node.ts';
import { installKinds } from './kinds.ts';
import { startInfrastructure } from './infrastructure.ts';
import { Platform } from './platform.ts';
import { Release } from './release.ts';
import { createSystemNamespace, createTenant, installTenantRoles } from './tenants.ts';

const EARLIER = '0.0.9';
export const TENANT = 'tenant-example';
/** Where the PackageSource puts operator and API. */
export const SYSTEM_NAMESPACE = 'cozy-gse';

/** Images by digest, as releases name them. Nobody pulls them: programs of this checkout run in their place. */
const { version: PRESENT } = JSON.parse(readFileSync(join(CHECKOUT, 'package.json'), 'utf8')) as { version: string };
export const IMAGES = {
  earlier: `registry.example.org/games/gse:${EARLIER}@sha256:${'0a'.repeat(32)}`,
  present: `registry.example.org/games/gse:${PRESENT}@sha256:${'0b'.repeat(32)}`,
};

/** A platform before the edition has come, with a tenant, nodes and two releases in a registry. */
export interface Installation extends AsyncDisposable {
  readonly cluster: ControlPlane;
  readonly admin: KubeClient;
  readonly platform: Platform;
  readonly releases: { readonly earlier: Release; readonly present: Release };
  /** Operator and API, as processes. */
  readonly system: SystemPods;
  readonly node: GameNode;
  /** The tenant with the token of its account, as it signs in at our pages. */
  readonly tenant: World;
}

export async function startInstallation(): Promise<Installation> {
  await using owned = new AsyncDisposableStack();
  const folder = mkdtempSync(join(tmpdir(), 'gse-platform-'));
  owned.defer(() => rmSync(folder, { recursive: true, force: true, maxRetries: 5, retryDelay: 200 }));
  const packed = pack(folder);
  // Told of below; a control plane that does not start is told of first.
  packed.catch(() => undefined);

  const cluster = owned.use(
    await startControlPlane({
      extraArgs: {
        'kube-apiserver': [
          // As some clusters have it: who makes something of others go with a server must be allowed to delete it.
          '--enable-admission-plugins=NodeRestriction,OwnerReferencesPermissionEnforcement',
          `--service-node-port-range=${nodePortRange()}`,
        ],
        'kube-controller-manager': ['--enable-hostpath-provisioner=true'],
      },
    }),
  );
  const connection = owned.adopt(await connectCluster({ kubeconfig: cluster.kubeconfig }), (opened) => opened.close());
  const admin = createKubeClient({ ...connection, fieldManager: 'platform' });
  owned.defer(() => removeProvisionedVolumes(admin).catch(() => undefined));
  await installKinds(admin, games.map(orderMapping));
  await Promise.all([
    setUpStorage(admin),
    installTenantRoles(admin),
    createSystemNamespace(admin, 'cozy-system'),
    createTenant(admin, TENANT),
  ]);
  owned.use(startInfrastructure(admin));
  const node = owned.use(
    await startGameNode({
      client: createKubeClient({ ...connection, fieldManager: 'node' }),
      folder: join(folder, 'node'),
      agentImages: Object.values(IMAGES),
    }),
  );
  const system = owned.use(await new SystemPods({ cluster, client: admin, namespace: SYSTEM_NAMESPACE, gameNode: node.name }).start());
  const platform = owned.use(new Platform(cluster, admin));
  const releases = await packed;
  platform.publish(releases.earlier, releases.present);
  const credentials = await cluster.serviceAccount(TENANT, TENANT);
  if (!('token' in credentials)) throw new TypeError('a ServiceAccount has a token');
  const tenant: World = {
    namespace: TENANT,
    request: sender(cluster.url, cluster.fetch(credentials), system, credentials.token),
    volume: (claim) => node.volume(TENANT, claim),
  };
  const everything = owned.move();
  return { cluster, admin, platform, releases, system, node, tenant, [Symbol.asyncDispose]: () => everything.disposeAsync() };
}

async function pack(folder: string): Promise<Installation['releases']> {
  const checkout = join(folder, 'earlier');
  makeEarlierCheckout(checkout, PRESENT, EARLIER);
  const earlier = await Release.pack(checkout, join(folder, 'release-earlier'), IMAGES.earlier);
  return { earlier, present: await Release.pack(CHECKOUT, join(folder, 'release-present'), IMAGES.present) };
}

function sender(url: string, kube: HttpFetch, system: SystemPods, token: string): World['request'] {
  return async (path, options) => {
    const headers = { authorization: `Bearer ${token}`, ...options.headers };
    if (path.startsWith('kube/')) return await kube(new Request(`${url}/${path.slice('kube/'.length)}`, { ...options, headers }));
    const what = (): string => `an API that is ready:\n${system.output.slice(-4000)}`;
    const port = await until(() => system.ready('api')[0]?.ports.get('http'), { what, within: 30_000 });
    return await fetch(`http://127.0.0.1:${port}/${path}`, { ...options, headers });
  };
}
