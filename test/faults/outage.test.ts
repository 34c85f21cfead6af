import { controlPlaneProblem, type ControlPlane } from '@gse/control-plane';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { TestCluster } from '../cluster/support/cluster.ts';
import type { Tenant } from '../cluster/support/tenant.ts';
import { MachineClient } from '../support/client.ts';
import { until } from '../support/machine.ts';
import { Deployment } from './support/deployment.ts';
import { Occupied, pause } from './support/occupied.ts';
import type { ServerWorld } from './support/server.ts';

const problem = controlPlaneProblem();
/** How long an outage lasts: longer than leaders keep their lease. Five minutes are for releases. */
const OUTAGE_MS = Number(process.env['GSE_OUTAGE_SECONDS'] ?? 20) * 1000;
/** Longest time until everything is as it was. */
const RECOVERY_MS = 120_000;

/** Breaks something, waits for the outage to pass, and puts it right again. */
type Outage = (control: ControlPlane) => Promise<void>;

const etcd: Outage = async ({ components }) => {
  await components.etcd.stop();
  await pause(OUTAGE_MS);
  components.etcd.start();
};
const apiServer: Outage = async ({ components }) => {
  await components['kube-apiserver'].stop();
  await pause(OUTAGE_MS);
  components['kube-apiserver'].start();
};
const standstill: Outage = async ({ components }) => {
  components['kube-apiserver'].pause();
  await pause(OUTAGE_MS);
  components['kube-apiserver'].resume();
};
/** First errors, then silence. */
const both: Outage = async ({ components }) => {
  await components.etcd.stop();
  await pause(OUTAGE_MS / 2);
  components['kube-apiserver'].pause();
  await pause(OUTAGE_MS / 2);
  components['kube-apiserver'].resume();
  components.etcd.start();
};
const outages: Readonly<Record<string, Outage>> =
  OUTAGE_MS < 60_000
    ? { 'of etcd, and then of the API server as well': both }
    : { 'of etcd': etcd, 'of the API server': apiServer, 'of an API server that stands still': standstill };

describe.skipIf(problem !== undefined)(`two operators on a real control plane${problem ? ` (skipped: ${problem})` : ''}`, () => {
  let cluster: TestCluster;
  let deployments: Deployment;
  let world: ServerWorld;
  let ann: Tenant;
  let quiet: Occupied;
  const folder = mkdtempSync(join(tmpdir(), 'gse-outage-'));
  const stack = new AsyncDisposableStack();
  beforeAll(async () => {
    stack.defer(() => rmSync(folder, { recursive: true, force: true }));
    cluster = stack.use(await TestCluster.start({ operators: 2, apis: 1 }));
    deployments = new Deployment([...cluster.operators, ...cluster.apis]);
    stack.defer(() => deployments.stop());
    world = { client: cluster.admin, folder, volumes: (namespace) => cluster.volume(namespace, '') };
    ann = await cluster.tenant('ann');
    quiet = stack.use(await Occupied.in(world, 'quiet', [30, 12]));
  }, 240_000);
  afterAll(() => stack.disposeAsync());

  it('go on with a countdown whose leader was killed, when its lease has run out', async () => {
    await using story = await Occupied.in(world, 'leaderless', [30, 8]);
    await story.beginStop();
    const leader = await cluster.leader();
    await leader.end('SIGKILL');
    await story.endsInTruth();
    await until(() => leader.isRunning, { what: 'the killed one to be started again' });
  }, 300_000);

  it.each(Object.entries(outages))(
    `stay calm in an outage of ${OUTAGE_MS / 1000} seconds %s, and recover by themselves`,
    async (what, outage) => {
      await using counting = await Occupied.in(world, `counting-${Object.keys(outages).indexOf(what)}`, [45, 20, 5]);
      await counting.beginStop();
      const agent = await quiet.server.agent();
      const restartsBefore = deployments.restarts;

      const over = outage(cluster.control);
      await pause(OUTAGE_MS / 2);
      // Whoever looks at the pages meanwhile gets an answer: what was known last, or why there is none.
      const answer = await new MachineClient(ann).request('GET', 'api/v1/servers');
      if (answer.status !== 200) expect(answer).toMatchObject({ status: 503, body: { error: { code: 'KubernetesUnavailable' } } });
      expect(await agent.report()).toMatchObject({ game: { health: 'Healthy' }, players: { known: true, online: 1 } });
      await over;
      await cluster.control.ready(AbortSignal.timeout(RECOVERY_MS));

      await counting.endsInTruth();
      await quiet.server.when('is known', (now) => now?.status?.health === 'Healthy' && now.status.players?.known === true, RECOVERY_MS);
      quiet.isUntouched();
      expect(quiet.server.told()).toEqual([]);
      await until(async () => (await new MachineClient(ann).request('GET', 'api/v1/servers')).status === 200, {
        what: 'the pages to be back',
        within: RECOVERY_MS,
      });
      console.info(`${what}: ${deployments.restarts - restartsBefore} processes ended by themselves and were started again`);
    },
    OUTAGE_MS + 600_000,
  );

  it('do afterwards what they are asked to', async () => {
    await quiet.beginStop();
    await quiet.endsWell();
  }, 300_000);
});
