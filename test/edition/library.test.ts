import { cpSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { controlPlaneProblem, findPrograms } from '@gse/control-plane';
import { CHARTS, Helm, type Manifest } from './support/helm.ts';

const problem = controlPlaneProblem();

/** A game that there is not, so that what is tested is the library. */
const ORDER = {
  game: 'pond',
  kind: 'PondServer',
  port: { name: 'game', number: 4000, protocol: 'UDP' },
  spec: [
    { name: 'exposure', path: ['network', 'type'], default: 'LoadBalancer' },
    { name: 'state', path: ['state'], default: 'Running' },
    { name: 'deep', path: ['a', 'b', 'c'], default: 1 },
  ],
  licences: [{ name: 'acceptRules', id: 'rules', refusal: 'acceptRules must be true: read the rules' }],
  credentials: [
    { name: 'keyToken', id: 'key', refusal: 'keyToken must be given: it is on the gate' },
    { name: 'gatePassword', id: 'gate' },
  ],
  amounts: [{ path: ['resources', 'cpu'], least: '100m', most: '64', refusal: 'resources.cpu must be an amount from 100m to 64' }],
};
const TEMPLATES = ['game-server', 'credentials', 'connection', 'dashboard-resourcemap', 'workload-monitor', 'pod-scrape'];
const NEEDED = { acceptRules: true, keyToken: 'k' };

describe.skipIf(problem !== undefined)(`gse-lib${problem ? ` (skipped: ${problem})` : ''}`, () => {
  const helm = new Helm(findPrograms()?.helm ?? '');
  let chart: string;
  beforeAll(() => {
    chart = mkdtempSync(join(tmpdir(), 'gse-library-'));
    mkdirSync(join(chart, 'templates'));
    cpSync(join(CHARTS, 'library/gse-lib'), join(chart, 'charts/gse-lib'), { recursive: true });
    writeFileSync(join(chart, 'Chart.yaml'), 'apiVersion: v2\nname: pond-server\nversion: 1.0.0+abc\n');
    writeFileSync(join(chart, 'order.yaml'), JSON.stringify(ORDER));
    for (const name of TEMPLATES) writeFileSync(join(chart, 'templates', `${name}.yaml`), `{{ include "gse-lib.${name}" . }}\n`);
  });
  afterAll(() => {
    helm[Symbol.dispose]();
    rmSync(chart, { recursive: true, force: true });
  });

  async function made(values: object, namespace = 'tenant-a'): Promise<(kind: string, name?: string) => Manifest | undefined> {
    const manifests = await helm.template(chart, 'mine', { ...NEEDED, ...values }, '--namespace', namespace);
    return (kind, name = 'mine') => manifests.find((manifest) => manifest.kind === kind && manifest.metadata.name === name);
  }

  test('puts a value where it belongs, and leaves out what is as it would be anyway', async () => {
    expect((await made({ deep: 2, exposure: 'LoadBalancer', state: null }))('GameServer')?.['spec']).toEqual({
      game: 'pond',
      a: { b: { c: 2 } },
      licences: [{ id: 'rules', accepted: true }],
    });
    expect((await made({ deep: 1.0 }))('GameServer')?.['spec']).not.toHaveProperty('a');
  });

  test('refuses everything that is wrong at once', async () => {
    const { stderr } = await helm.run('template', 'mine', chart, ...helm.values({ resources: { cpu: 100 } }));
    expect(stderr).toContain(
      'acceptRules must be true: read the rules; keyToken must be given: it is on the gate; resources.cpu must be an amount from 100m to 64',
    );
    const long = 'x'.repeat(53);
    expect((await helm.run('template', long, chart, ...helm.values(NEEDED))).stderr).toContain(
      `the name of the release must be text up to 52 characters; ${long} has 53`,
    );
  });

  test.each([
    [0.1, true],
    ['100m', true],
    ['99m', false],
    [64, true],
    ['64.5', false],
    ['1k', false],
    ['0', false],
    ['', true],
  ])('an amount of %s is within limits: %s', async (cpu, isFine) => {
    const { ok } = await helm.run('template', 'mine', chart, ...helm.values({ ...NEEDED, resources: { cpu } }));
    expect(ok).toBe(isFine);
  });

  test('a consent is true, and nothing like it', async () => {
    for (const acceptRules of ['true', 1, 'yes', false]) {
      const { ok } = await helm.run('template', 'mine', chart, ...helm.values({ ...NEEDED, acceptRules }));
      expect(ok, String(acceptRules)).toBe(false);
    }
  });

  test('shows people how to connect, and the credentials of the agent to nobody', async () => {
    const find = await made({ gatePassword: 'ünïcode', _cluster: { 'cluster-domain': 'cozy.local' } });
    expect(text(find('Secret', 'mine-connection'))).toEqual({
      host: 'mine.tenant-a.svc.cozy.local',
      port: '4000',
      protocol: 'UDP',
      key: 'k',
      gate: 'ünïcode',
    });
    expect(text(find('Secret', 'mine-credentials'))).toEqual({ key: 'k', gate: 'ünïcode' });
    expect(find('Secret', 'mine-credentials')?.metadata).toMatchObject({ annotations: { 'helm.sh/resource-policy': 'keep' } });
    const rules = find('Role', 'mine-dashboard-resources')?.['rules'] as readonly { resources: string[]; resourceNames: string[] }[];
    expect(rules.map(({ resources, resourceNames }) => [...resources, ...resourceNames])).toEqual([
      ['services', 'mine'],
      ['secrets', 'mine-connection'],
      ['workloadmonitors', 'mine'],
    ]);
  });

  test.each([
    [{ ports: { game: 30_001 } }, '30001'],
    [{ exposure: 'LoadBalancer', ports: { game: 30_001, query: 30_002 } }, '30001'],
    [{ ports: { query: 30_002 } }, '4000'],
    [{ ports: {} }, '4000'],
    // Ports of nodes and of pods: inside the cluster the Service listens at the game's own number.
    [{ exposure: 'NodePort', ports: { game: 30_001 } }, '4000'],
    [{ exposure: 'ClusterIP', ports: { game: 30_001 } }, '4000'],
  ])('the Service of an order with %j listens inside the cluster at %s', async (order, port) => {
    expect(text((await made(order))('Secret', 'mine-connection'))).toMatchObject({ port });
  });

  test.each([
    [{}, 'cluster.local'],
    [{ _cluster: {} }, 'cozy.local'],
    [{ _cluster: { 'cluster-domain': 'games.internal' } }, 'games.internal'],
  ])('with %j the domain of the cluster is %s', async (platform, domain) => {
    expect(text((await made(platform))('Secret', 'mine-connection'))).toMatchObject({ host: `mine.tenant-a.svc.${domain}` });
  });

  test('figures are read where the cluster has the kind for it; for want of it no server is refused', async () => {
    const platform = { _cluster: { 'monitoring-enabled': 'true' } };
    expect((await made(platform))('VMPodScrape')).toBeUndefined();
    const args = ['--namespace', 'tenant-a', '--api-versions', 'operator.victoriametrics.com/v1beta1'];
    const kinds = (await helm.template(chart, 'mine', { ...NEEDED, ...platform }, ...args)).map(({ kind }) => kind);
    expect(kinds).toContain('VMPodScrape');
  });

  test.each([
    ['tenant-root', ['tenant-root']],
    ['tenant-a', ['tenant-root', 'tenant-a']],
    ['tenant-a-b-c', ['tenant-root', 'tenant-a', 'tenant-a-b', 'tenant-a-b-c']],
  ])('in %s the people of %j may see it', async (namespace, line) => {
    const binding = (await made({ _cluster: {} }, namespace))('RoleBinding', 'mine-dashboard-resources');
    const subjects = (binding?.['subjects'] ?? []) as readonly { name: string }[];
    expect(subjects.map(({ name }) => name)).toEqual(
      line.flatMap((tenant) => [tenant, `${tenant}-use`, `${tenant}-admin`, `${tenant}-super-admin`]),
    );
  });

  test('outside of a tenant nobody is given anything, and without the platform nothing of it is made', async () => {
    const elsewhere = await made({ _cluster: {} }, 'games');
    expect(elsewhere('RoleBinding', 'mine-dashboard-resources')).toBeUndefined();
    expect(elsewhere('WorkloadMonitor')).toBeDefined();
    expect((await made({}))('WorkloadMonitor')).toBeUndefined();
  });

  test('load balancers of the platform need no ports of the nodes; other ways in are left as they are', async () => {
    expect((await made({ _cluster: {} }))('GameServer')?.['spec']).toMatchObject({ network: { allocateLoadBalancerNodePorts: false } });
    expect((await made({ _cluster: {}, exposure: 'NodePort' }))('GameServer')?.['spec']).toMatchObject({ network: { type: 'NodePort' } });
    expect((await made({}))('GameServer')?.['spec']).not.toHaveProperty('network');
  });
});

/** What is in a Secret. */
function text(secret: Manifest | undefined): object {
  return Object.fromEntries(
    Object.entries((secret?.['data'] ?? {}) as Record<string, string>).map(([key, value]) => [
      key,
      Buffer.from(value, 'base64').toString('utf8'),
    ]),
  );
}
