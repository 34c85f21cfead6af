import { readdirSync, readFileSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { controlPlaneProblem } from '@gse/control-plane';
import { createInformer, pods, type Container, type Pod } from '@gse/kube';
import { MachineClient } from '../support/client.ts';
import { until } from '../support/machine.ts';
import { describeTours } from '../support/tour.ts';
import { SYSTEM_NAMESPACE, TestCluster } from './support/cluster.ts';
import { grantsOf, usesOf } from './support/grants.ts';
import type { Tenant } from './support/tenant.ts';

const problem = controlPlaneProblem();
const minecraft = { game: 'minecraft', size: 'small', licences: [{ id: 'minecraft-eula', accepted: true }] };

/** What a role gives and no request of these tests shows. */
const notSeen = [
  // A status that was decided on what somebody has changed in that moment.
  'get gameservers.gse.cozystack.io',
  // The admission of owners asks for it where a chart made the Secret, as in test/platform.
  'delete secrets',
  // An operator that died between making an operation and hearing of it, followed by one whose list is older still.
  'get gameoperations.gse.cozystack.io',
];

describe.skipIf(problem !== undefined)(`on a real control plane${problem ? ` (skipped: ${problem})` : ''}`, () => {
  let cluster: TestCluster;
  let ann: Tenant;
  /** Every pod there ever was, as it was first seen. */
  const seen = new Map<string, Pod>();
  const stop = new AbortController();
  let watching: Promise<void>;

  beforeAll(async () => {
    cluster = await TestCluster.start({ games: './test/cluster/support/impatient-game' });
    ann = await cluster.tenant('ann');
    const informer = createInformer({ client: cluster.admin, type: pods });
    informer.onChange((_type, pod) => void (seen.has(pod.metadata.uid ?? '') || seen.set(pod.metadata.uid ?? '', pod)));
    watching = informer.run(stop.signal);
  });
  afterAll(async () => {
    stop.abort();
    await watching;
    await cluster?.[Symbol.asyncDispose]();
  });

  const client = (): MachineClient => new MachineClient(ann);
  const status = async (name: string): Promise<Record<string, unknown>> => (await client().server(name))?.status ?? {};
  const reaches = (name: string, what: string, test: (now: Record<string, unknown>) => unknown): Promise<unknown> => {
    let now: Record<string, unknown> = {};
    return until(async () => test((now = await status(name))), {
      what: () => `${what}; ${name} says ${JSON.stringify(now)}`,
      within: 300_000,
    });
  };
  const runs = (name: string): Promise<unknown> =>
    reaches(name, 'Running', (now) => now['phase'] === 'Running' && now['health'] === 'Healthy');
  const order = async (name: string, spec: object): Promise<void> => {
    await client().api('POST', 'servers', { name, namespace: ann.namespace, spec });
    await runs(name);
  };

  describeTours(() => ann);

  describe('what no tour comes past', { concurrent: true }, () => {
    it('a game that hangs is restarted without waiting for it to save', async () => {
      await order('hung', { game: 'impatient' });
      await client()
        .command('hung', 'simulate hang')
        .catch(() => undefined);
      await reaches('hung', 'Unresponsive', (now) => now['health'] === 'Unresponsive');
      await client().restart('hung');
      await until(
        async () =>
          (await client().operations()).some(({ spec, status: now }) => spec['server'] === 'hung' && now?.['phase'] === 'Succeeded'),
        {
          what: 'the restart',
          within: 300_000,
        },
      );
      await runs('hung');
    });

    it('addresses of every kind, one after the other', async () => {
      await order('moved', { ...minecraft, network: { type: 'ClusterIP' } });
      const service = async () => await client().kubeGet(`api/v1/namespaces/${ann.namespace}/services/moved`);
      for (const type of ['LoadBalancer', 'NodePort', 'ClusterIP']) {
        await client().patch('moved', { network: { type } });
        await until(async () => (await service())?.spec['type'] === type, { what: type });
      }
      await runs('moved');

      // And what its owner may change and should not is put right.
      const policy = `apis/networking.k8s.io/v1/namespaces/${ann.namespace}/networkpolicies/moved`;
      const name = async () => (await client().kubeGet(policy))?.metadata.labels?.['app.kubernetes.io/name'];
      const labels = { 'app.kubernetes.io/name': 'changed' };
      const changed = await client().request('PATCH', `kube/${policy}`, { metadata: { labels } }, 'application/merge-patch+json');
      expect(changed.status).toBe(200);
      await until(async () => (await name()) === 'minecraft', { what: 'the label to be put right' });
    });

    it('a journal that grows too long loses its oldest pages', async () => {
      await client().order('diary', { game: 'minecraft' });
      const path = `kube/apis/gse.cozystack.io/v1alpha1/namespaces/${ann.namespace}/gameoperations`;
      // Refused at once: servers are started by wishing for it.
      const operation = { apiVersion: 'gse.cozystack.io/v1alpha1', kind: 'GameOperation', metadata: { generateName: 'diary-' } };
      const create = async () => await client().request('POST', path, { ...operation, spec: { server: 'diary', type: 'start' } });
      for (let count = 0; count < 24; count++) expect((await create()).status).toBe(201);
      const written = async () => (await client().operations()).filter(({ spec }) => spec['server'] === 'diary');
      await until(async () => (await written()).length <= 20, { what: 'no more than 20 operations' });
    });

    it('a game that crashes tells what it had used and its last words, and its claim grows', async () => {
      await order('crashed', { ...minecraft, storage: { size: '11Gi' } });
      // This control plane has no resource metrics, and the page says so.
      const { usage } = await client().api('GET', `${client().serverPath('crashed')}/history`);
      expect(usage).toMatchObject({ unknownBecause: expect.stringContaining('metrics.k8s.io') });
      await client()
        .command('crashed', 'simulate crash 3')
        .catch(() => undefined);
      await reaches('crashed', 'its last lines', (now) => Array.isArray((now['crash'] as { lines?: unknown } | undefined)?.lines));
      await runs('crashed');
      await client().patch('crashed', { storage: { size: '12Gi' } });
      await until(
        async () => {
          const claim = await client().kubeGet(`api/v1/namespaces/${ann.namespace}/persistentvolumeclaims/data-crashed-0`);
          return (claim?.spec['resources'] as { requests?: { storage?: string } })?.requests?.storage === '12Gi';
        },
        { what: 'the claim to grow' },
      );
    });
  });

  describe('afterwards', () => {
    it('an agent that is lost comes back, and its game has not noticed', async () => {
      const pod = async () => (await client().pods()).find(({ metadata }) => metadata.name === 'crashed-0');
      const before = await pod();
      for (const pid of childrenOf(cluster.node.pid, 'gse agents')) process.kill(pid, 'SIGKILL');
      await until(
        async () =>
          restarts((await pod())?.status, 'initContainerStatuses', 'agent') > restarts(before?.status, 'initContainerStatuses', 'agent'),
        {
          what: 'the agent to be started again',
        },
      );
      await until(
        async () =>
          /players online/.test(
            await client()
              .command('crashed', 'list')
              .catch(() => ''),
          ),
        { what: 'the agent to answer' },
      );
      await runs('crashed');
      const after = await pod();
      expect(after?.metadata.uid).toBe(before?.metadata.uid);
      expect(restarts(after?.status, 'containerStatuses', 'game')).toBe(restarts(before?.status, 'containerStatuses', 'game'));
    });

    it('no pod of a game has a token of the cluster, and none could be less than restricted', async () => {
      const games = [...seen.values()].filter(({ metadata }) => metadata.namespace === ann.namespace);
      expect(games.length).toBeGreaterThan(10);
      for (const { metadata, spec } of games) {
        expect(spec.automountServiceAccountToken, metadata.name).toBe(false);
        expect(JSON.stringify(spec.volumes), metadata.name).not.toMatch(/serviceAccountToken/);
        const containers: Container[] = [...(spec.initContainers ?? []), ...spec.containers];
        for (const { volumeMounts = [] } of containers)
          expect(volumeMounts.map(({ mountPath }) => mountPath)).not.toContain('/var/run/secrets/kubernetes.io/serviceaccount');
      }
      const careless: Pod = {
        apiVersion: 'v1',
        kind: 'Pod',
        metadata: { name: 'careless', namespace: ann.namespace },
        spec: { containers: [{ name: 'game', image: 'example.invalid/game:1' }] },
      };
      await expect(cluster.admin.create(pods, careless)).rejects.toMatchObject({
        status: 403,
        message: expect.stringContaining('restricted'),
      });
    });

    it('operators and APIs were refused nothing', async () => {
      for (const name of ['crashed', 'hung', 'moved', 'diary']) await client().api('DELETE', client().serverPath(name));
      await until(
        async () => (await client().kubeList(`apis/gse.cozystack.io/v1alpha1/namespaces/${ann.namespace}/gameservers`)).length === 0,
        {
          what: 'every server to be gone',
          within: 200_000,
        },
      );
      const refused = (await cluster.audit()).filter(({ responseStatus }) => responseStatus?.code === 403 || responseStatus?.code === 401);
      expect(refused.map(({ user, verb, requestURI }) => `${user.username} ${verb} ${requestURI}`)).toEqual([]);
    });

    it.each(['gse-operator', 'gse-api'])('%s has no permission that it did not use', async (name) => {
      const granted = await grantsOf(cluster.admin, { namespace: SYSTEM_NAMESPACE, name });
      const used = usesOf(await cluster.audit(), `system:serviceaccount:${SYSTEM_NAMESPACE}:${name}`);
      expect(granted.size).toBeGreaterThan(5);
      expect([...granted].filter((grant) => !used.has(grant) && !notSeen.includes(grant)).sort()).toEqual([]);
    });

    it('nothing that was expected is called an error', () => {
      const lines = [...cluster.operators, ...cluster.apis].flatMap((process) => process.lines());
      const errors = lines.filter(({ level }) => level === 'error');
      // A write that was given up is tried again; that this machine was slow then is no mistake of anybody's.
      expect(errors.filter(({ err }) => (err as { code?: string } | undefined)?.code !== 'GSE_KUBE_TIMEOUT')).toEqual([]);
    });
  });
});

function restarts(status: Record<string, unknown> | undefined, list: string, container: string): number {
  const statuses = (status?.[list] ?? []) as { name: string; restartCount: number }[];
  return statuses.find(({ name }) => name === container)?.restartCount ?? 0;
}

/** The processes of that title that a process has started. */
function childrenOf(parent: number, title: string): number[] {
  return readdirSync('/proc').flatMap((entry) => {
    if (!/^\d+$/.test(entry)) return [];
    try {
      // After the name in brackets come the state and the parent.
      const stat = readFileSync(`/proc/${entry}/stat`, 'utf8');
      const ppid = Number(stat.slice(stat.lastIndexOf(')') + 2).split(' ')[1]);
      return ppid === parent && readFileSync(`/proc/${entry}/cmdline`, 'utf8').startsWith(title) ? [Number(entry)] : [];
    } catch {
      return []; // it has ended meanwhile
    }
  });
}
