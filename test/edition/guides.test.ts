import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parse, parseAllDocuments } from 'yaml';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { games } from '@gse/catalog';
import { controlPlaneProblem, startControlPlane, type ControlPlane } from '@gse/control-plane';
import { orderMapping, type OrderValues } from '@gse/package-source';
import { commandsOf, runCommands } from '../charts/support/guide.ts';
import { kubectlPath } from '../support/kubectl.ts';
import { until } from '../support/machine.ts';
import { Api, type ApiAnswer } from './support/api.ts';
import { Helm, type Manifest } from './support/helm.ts';
import { standInDefinitions } from './support/stand-ins.ts';

const problem = controlPlaneProblem() ?? (kubectlPath === undefined ? 'needs kubectl: pnpm kubectl' : undefined);
const CHECKOUT = fileURLToPath(new URL('../../', import.meta.url));
const { version } = JSON.parse(readFileSync(join(CHECKOUT, 'package.json'), 'utf8')) as { version: string };
const IMAGE = `registry.example.org/gse:${version}@sha256:${'0a'.repeat(32)}`;
const orders = games.map((game) => orderMapping(game));

describe.skipIf(problem !== undefined)(`the guides for providers${problem === undefined ? '' : ` (skipped: ${problem})`}`, () => {
  let folder: string;
  let cluster: ControlPlane;
  let api: Api;

  beforeAll(async () => {
    folder = mkdtempSync(join(tmpdir(), 'gse-guides-'));
    execFileSync(process.execPath, ['scripts/release.mjs', '--out', folder, '--image', IMAGE, '--registry', 'registry.example.org'], {
      cwd: CHECKOUT,
    });
    cluster = await startControlPlane({ controllerManager: false });
    api = new Api(cluster, cluster.fetch(await cluster.user('admin', ['system:masters'])));
    const definitions = [
      ...standInDefinitions(orders),
      openKind('cozystack.io', 'v1alpha1', 'Package', 'packages', 'Cluster'),
      openKind('source.toolkit.fluxcd.io', 'v1', 'OCIRepository', 'ocirepositories', 'Namespaced'),
      openKind('helm.toolkit.fluxcd.io', 'v2', 'HelmRelease', 'helmreleases', 'Namespaced'),
    ] as Manifest[];
    await Promise.all(definitions.map(async (definition) => expect(await api.apply(definition)).toMatchObject({ ok: true })));
    for (const name of ['cozy-system', 'gse-system', 'tenant-example'])
      await api.apply({ apiVersion: 'v1', kind: 'Namespace', metadata: { name } });
    await until(async () => (await Promise.all(definitions.map(async (one) => await isEstablished(one)))).every(Boolean), {
      what: 'the kinds to be served',
    });
    expect(await api.apply(platformPackage)).toMatchObject({ ok: true });
    using helm = new Helm(cluster.programs.helm, cluster.kubeconfig);
    for (const chart of ['gse-operator', 'gse-api']) {
      const installed = await helm.run('install', chart, join(folder, 'charts/system', chart), '--namespace', 'gse-system');
      expect(installed.ok, installed.stderr).toBe(true);
    }
  });
  afterAll(async () => {
    await cluster?.stop();
    if (folder) rmSync(folder, { recursive: true, force: true });
  });

  /** Does everything that a guide says, with files in the folder of the release. */
  async function follow(guide: string): Promise<string> {
    const script = [...commandsOf(guide).values()]
      .join('')
      .replaceAll(' cozystack/', ` ${folder}/cozystack/`)
      .replaceAll('servers.json', `${folder}/servers.json`);
    return await runCommands(script, {
      kubeconfig: cluster.kubeconfig,
      home: folder,
      programs: [cluster.programs.helm, kubectlPath ?? ''],
    });
  }

  async function isEstablished(definition: Manifest): Promise<boolean> {
    const { body } = await api.get(definition);
    // The API server writes null before it has looked at a new definition.
    const { conditions } = (body['status'] ?? {}) as { conditions?: readonly { type: string; status: string }[] | null };
    return conditions?.some(({ type, status }) => type === 'Established' && status === 'True') ?? false;
  }

  test('a provider applies two manifests, and asks for what a release has', async () => {
    const said = await follow('install-on-cozystack.md');
    expect(said).toMatch(/ocirepository\S* created[^]*packagesource\S* created[^]*package\S* created/);
    // The pages are published with what was published before.
    expect(said).toContain('["api","dashboard","cdi-uploadproxy"]');
    expect((await api.get(platformPackage)).body).toMatchObject({
      spec: {
        variant: 'isp-full',
        components: {
          platform: {
            values: {
              publishing: { host: 'example.org', exposedServices: ['api', 'dashboard', 'vm-exportproxy', 'cdi-uploadproxy', 'gse'] },
            },
          },
        },
      },
    });
  });

  test('orders of every game can be rendered anew at once, and nothing else is', async () => {
    const command = /^```sh\n([^]*?)^```$/m.exec(
      readFileSync(join(CHECKOUT, 'docs/reference/cozystack.md'), 'utf8').split('## Monitoring that came later')[1] ?? '',
    );
    const release = (name: string, kind: string): Manifest => ({
      apiVersion: 'helm.toolkit.fluxcd.io/v2',
      kind: 'HelmRelease',
      metadata: { name, namespace: 'tenant-example', labels: { 'apps.cozystack.io/application.kind': kind } },
    });
    const ours = orders.map(({ name, kind }) => release(`${name}-mine`, kind));
    const other = release('redis-mine', 'Redis');
    for (const each of [...ours, other]) expect(await api.apply(each, { plural: 'helmreleases' })).toMatchObject({ ok: true });
    const programs = [kubectlPath ?? ''];
    await runCommands(command?.[1] ?? '', { kubeconfig: cluster.kubeconfig, home: folder, programs });
    const annotations = async (of: Manifest): Promise<Readonly<Record<string, string>> | undefined> =>
      ((await api.get(of, 'helmreleases')).body as unknown as { metadata: { annotations?: Record<string, string> } }).metadata.annotations;
    for (const each of ours) {
      const { 'reconcile.fluxcd.io/requestedAt': requestedAt, 'reconcile.fluxcd.io/forceAt': forceAt } = (await annotations(each)) ?? {};
      expect(requestedAt, each.metadata.name).toMatch(/^\d+$/);
      expect(forceAt).toBe(requestedAt);
    }
    expect(await annotations(other)).toBeUndefined();
  });

  test('what is shown can be applied: parts that there are, orders that need no more', async () => {
    const text = readFileSync(join(CHECKOUT, 'docs/guides/install-on-cozystack.md'), 'utf8');
    const shown = [...text.matchAll(/^```yaml\n([^]*?)^```$/gm)].map(([, block = '']) => parse(block) as Manifest);
    const [wanted, ...ordered] = shown;
    expect(wanted).toMatchObject({ kind: 'Package', metadata: { name: 'gse' } });
    const file = join(folder, 'wanted.json');
    writeFileSync(file, JSON.stringify(wanted));
    expect(
      execFileSync(kubectlPath ?? '', ['--kubeconfig', cluster.kubeconfig, 'apply', '--filename', file], { encoding: 'utf8' }),
    ).toContain('configured');
    const source = parseAllDocuments(readFileSync(join(folder, 'cozystack/source.yaml'), 'utf8'))[1]?.toJS() as {
      spec: { variants: readonly [{ components: readonly { name: string }[] }] };
    };
    const components = new Set(source.spec.variants[0].components.map(({ name }) => name));
    for (const name of Object.keys((wanted as Manifest & { spec: { components: object } }).spec.components))
      expect(components).toContain(name);

    expect(ordered.map(({ kind }) => kind)).toEqual(['FactorioServer', 'MinecraftServer']);
    for (const manifest of ordered) {
      const order = orders.find(({ kind }) => kind === manifest.kind);
      expect(order?.complaints(manifest['spec'] as OrderValues)).toEqual([]);
      expect(await api.apply(manifest, { plural: order?.plural ?? '' })).toMatchObject({ ok: true });
    }
  });

  test('an operator looks, makes a copy of the servers, and changes the key of sessions', async () => {
    const server = {
      apiVersion: 'gse.cozystack.io/v1alpha1',
      kind: 'GameServer',
      metadata: { name: 'my-factory', namespace: 'tenant-example' },
      spec: { game: 'factorio' },
    };
    await until(async () => (await api.apply(server)).ok, { what: 'GameServers to be served' });
    const key = async (): Promise<ApiAnswer> =>
      await api.get({ apiVersion: 'v1', kind: 'Secret', metadata: { name: 'gse-api-seal-key', namespace: 'gse-system' } });
    const before = sealKeyIn(await key());

    const said = await follow('operate.md');
    expect(said).toMatch(/gse-operator +0\/2/);
    expect(said).toMatch(/tenant-example +my-factory +factorio/);
    expect(said).toMatch(/my-factory \S+ \(server dry run\)/);
    expect(JSON.parse(readFileSync(join(folder, 'servers.json'), 'utf8'))).toMatchObject({
      items: [{ kind: 'GameServer', metadata: server.metadata, spec: server.spec }],
    });
    const after = sealKeyIn(await key());
    expect(after.length).toBeGreaterThanOrEqual(32);
    expect(after.equals(before)).toBe(false);

    // The next upgrade keeps what a person has set.
    using helm = new Helm(cluster.programs.helm, cluster.kubeconfig);
    const upgraded = await helm.run('upgrade', 'gse-api', join(folder, 'charts/system/gse-api'), '--namespace', 'gse-system');
    expect(upgraded.ok, upgraded.stderr).toBe(true);
    expect(sealKeyIn(await key()).equals(after)).toBe(true);
  });
});

/** That of the platform, as somebody may have it. */
const platformPackage = {
  apiVersion: 'cozystack.io/v1alpha1',
  kind: 'Package',
  metadata: { name: 'cozystack.cozystack-platform' },
  spec: {
    variant: 'isp-full',
    components: { platform: { values: { publishing: { host: 'example.org', exposedServices: ['api', 'dashboard', 'cdi-uploadproxy'] } } } },
  },
} as const satisfies Manifest;

function sealKeyIn({ body }: ApiAnswer): Buffer {
  const { 'seal-key': key = '' } = (body['data'] ?? {}) as Record<string, string>;
  return Buffer.from(key, 'base64');
}

/** A kind of the platform that takes everything. */
function openKind(group: string, served: string, kind: string, plural: string, scope: string): object {
  const open = { type: 'object', 'x-kubernetes-preserve-unknown-fields': true };
  return {
    apiVersion: 'apiextensions.k8s.io/v1',
    kind: 'CustomResourceDefinition',
    metadata: { name: `${plural}.${group}` },
    spec: {
      group,
      scope,
      names: { kind, plural },
      versions: [
        { name: served, served: true, storage: true, schema: { openAPIV3Schema: { type: 'object', properties: { spec: open } } } },
      ],
    },
  };
}
