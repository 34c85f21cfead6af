import { controlPlaneProblem, startControlPlane, type ControlPlane } from '@gse/control-plane';
import {
  connectCluster,
  createKubeClient,
  customResourceDefinitions,
  leases,
  namespaces,
  pods,
  statefulSets,
  type CustomResourceDefinition,
  type KubeClient,
} from '@gse/kube';
import { startCollector, type CollectedSpan, type Collector } from '@gse/process/testing';
import { customResourceDefinitions as ourKinds } from '@gse/resources';
import { gameServers } from '@gse/server-objects';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { ownAddress } from '../support/address.ts';
import { until } from '../support/machine.ts';
import { freePort, nodePortRange } from './support/ports.ts';
import { removeProvisionedVolumes, setUpStorage } from './support/storage.ts';
import { SystemProcess } from './support/system-process.ts';

const problem = controlPlaneProblem();
const agentImage = 'example.invalid/gse:test';
const shop = 'shop';
const world = { namespace: shop, name: 'world' };
const lease = { namespace: 'gse-system', name: 'gse-operator' };

describe.skipIf(problem !== undefined)(`operator and node as processes${problem ? ` (skipped: ${problem})` : ''}`, () => {
  let cluster: ControlPlane;
  let admin: KubeClient;
  let collector: Collector;
  let folder: string;
  const processes: SystemProcess[] = [];

  async function gse(name: string, program: readonly string[], env: Record<string, string> = {}): Promise<SystemProcess> {
    const statusPort = await freePort();
    const started = new SystemProcess({
      name,
      program,
      statusPort,
      env: { KUBECONFIG: cluster.kubeconfig, GSE_STATUS_PORT: String(statusPort), GSE_AGENT_IMAGE: agentImage, ...env },
    });
    processes.push(started);
    await started.start();
    return started;
  }
  const operator = (name: string): Promise<SystemProcess> =>
    gse(name, ['apps/gse/src/main.ts', 'operator', '--namespace=gse-system', '--log-level=debug'], {
      GSE_TRACING: 'otlp',
      OTEL_EXPORTER_OTLP_ENDPOINT: collector.url,
      OTEL_SERVICE_NAME: name,
    });
  /** Waits until one of the candidates holds the Lease. */
  const leader = (candidates: readonly SystemProcess[]): Promise<SystemProcess> =>
    until(
      async () => {
        const holder = (await admin.get(leases, lease).catch(() => undefined))?.spec?.holderIdentity;
        return candidates.find((each) => holder && each.isRunning && each.lines().some(({ identity }) => identity === holder));
      },
      { what: 'an operator to lead' },
    );

  beforeAll(async () => {
    folder = mkdtempSync(join(tmpdir(), 'gse-processes-'));
    [collector, cluster] = await Promise.all([
      startCollector(),
      startControlPlane({
        extraArgs: {
          'kube-apiserver': [`--service-node-port-range=${nodePortRange()}`],
          'kube-controller-manager': ['--enable-hostpath-provisioner=true'],
        },
      }),
    ]);
    admin = createKubeClient({ ...(await connectCluster({ kubeconfig: cluster.kubeconfig })), fieldManager: 'test' });
    await Promise.all([
      ...ourKinds().map((kind) => admin.create(customResourceDefinitions, kind as unknown as CustomResourceDefinition)),
      ...[shop, 'gse-system'].map((name) => admin.create(namespaces, { apiVersion: 'v1', kind: 'Namespace', metadata: { name } })),
      setUpStorage(admin),
    ]);
  });
  afterAll(async () => {
    await Promise.all(processes.map((each) => each.end('SIGKILL')));
    await collector?.[Symbol.asyncDispose]();
    await removeProvisionedVolumes(admin).catch(() => undefined);
    await cluster?.stop();
    rmSync(folder, { recursive: true, force: true, maxRetries: 5, retryDelay: 200 });
  });

  test('an order comes up; the leader may die at any time, and every process leaves in order', async () => {
    const address = ownAddress();
    const where = ['--node-name=lab', `--data-dir=${join(folder, 'node')}`, `--host=${address}`, `--advertised-host=${address}`];
    const [node, one, two] = await Promise.all([
      gse('node', ['apps/standalone/src/node-main.ts', ...where]),
      operator('one'),
      operator('two'),
    ]);
    const first = await leader([one, two]);
    const second = first === one ? two : one;
    expect(first.lines().find(({ msg }) => msg === 'The operator starts')).toMatchObject({ component: 'gse-operator', level: 'info' });

    await admin.create(gameServers, {
      apiVersion: 'gse.cozystack.io/v1alpha1',
      kind: 'GameServer',
      metadata: world,
      spec: {
        game: 'minecraft',
        state: 'Running',
        intent: 'None',
        size: 'small',
        licences: [{ id: 'minecraft-eula', accepted: true }],
        settings: { motd: 'one' },
      },
    });
    await until(async () => (await admin.get(gameServers, world)).status?.phase === 'Running', {
      within: 120_000,
      what: () => `the server to run:\n${processes.map(({ name, output }) => `${name}: ${output.slice(-3000)}`).join('\n')}`,
    });
    expect((await admin.get(gameServers, world)).status?.simulated).toBe(true);
    const pod = await admin.get(pods, { namespace: shop, name: 'world-0' });
    expect(pod.spec?.nodeName).toBe('lab');

    await first.end('SIGKILL');
    const { metadata } = await admin.patch(gameServers, world, { spec: { settings: { motd: 'two' } } });
    expect(await leader([second])).toBe(second);
    await until(async () => (await admin.get(gameServers, world)).status?.observedGeneration === metadata.generation, {
      what: () => `the other operator to see the change:\n${second.output.slice(-3000)}`,
    });
    expect((await admin.get(pods, { namespace: shop, name: 'world-0' })).metadata.uid).toBe(pod.metadata.uid);

    await first.start();
    expect(await second.end('SIGTERM')).toBe(0);
    // The Lease was given back: nobody waits until it runs out.
    expect(await leader([first])).toBe(first);

    // Somebody writes another name into the Lease: from now on two would work, so this one must end.
    const renewTime = new Date().toISOString().replace('Z', '000Z');
    await admin.patch(leases, lease, { spec: { holderIdentity: 'somebody-else', renewTime, acquireTime: renewTime } });
    await until(() => !first.isRunning, { what: () => `the operator to end:\n${first.output.slice(-3000)}` });
    expect(await first.end('SIGTERM')).toBe(1);
    expect(first.lines().at(-1)).toMatchObject({ level: 'error', code: 'GSE_KUBE_LEASE_LOST' });

    // The node saves the game without any operator.
    expect(await node.end('SIGTERM')).toBe(0);
    expect(node.lines().at(-1)).toMatchObject({ component: 'gse-node', level: 'info' });
    expect((await admin.get(statefulSets, world)).spec.replicas).toBe(1);
  });

  test('the operators told what they did as traces: each reconcile with its requests to cluster and agent', async () => {
    const named = (name: string): CollectedSpan[] => collector.spans.filter((span) => span.name === name);
    const root = named('reconcile server').find(({ traceId }) =>
      collector.spans.some((span) => span.traceId === traceId && span.name === 'patch statefulsets'),
    );
    expect(root).toMatchObject({ attributes: { 'gse.server': 'shop/world', 'gse.controller': 'server' } });
    const below = collector.spans.filter(({ parentSpanId }) => parentSpanId === root?.spanId);
    expect(below.length).toBeGreaterThan(3);
    expect(below.every(({ traceId }) => traceId === root?.traceId)).toBe(true);
    expect(named('agent GET /v1/report').length).toBeGreaterThan(0);
    expect(collector.text()).not.toMatch(/bearer|authorization|fieldManager=/i);
  });
});
