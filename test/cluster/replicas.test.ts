import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { controlPlaneProblem } from '@gse/control-plane';
import { MachineClient } from '../support/client.ts';
import { until } from '../support/machine.ts';
import { TestCluster } from './support/cluster.ts';
import { ConsoleViewer } from './support/console-viewer.ts';
import { followLog } from './support/follow-log.ts';
import type { Tenant } from './support/tenant.ts';

const problem = controlPlaneProblem();
const minecraft = { game: 'minecraft', size: 'small', licences: [{ id: 'minecraft-eula', accepted: true }] };

describe.skipIf(problem !== undefined)(`two replicas of everything${problem ? ` (skipped: ${problem})` : ''}`, () => {
  let cluster: TestCluster;
  let ann: Tenant;
  let client: MachineClient;

  beforeAll(async () => {
    cluster = await TestCluster.start();
    ann = await cluster.tenant('ann');
    client = new MachineClient(ann);
    await client.api('POST', 'servers', { name: 'world', namespace: ann.namespace, spec: minecraft });
    await until(async () => (await client.server('world'))?.status?.['health'] === 'Healthy', {
      what: () => `a healthy game:\n${cluster.log()}`,
      within: 120_000,
    });
  });
  afterAll(() => cluster?.[Symbol.asyncDispose]());

  it('a leader that is told to go in the middle of a countdown leaves it to the other: every notice is given, and none twice', async () => {
    const announceSeconds = [40, 25, 10];
    await client.command('world', 'simulate join Steve');
    await until(async () => ((await client.server('world'))?.status?.['players'] as { online?: number } | undefined)?.online === 1, {
      what: 'Steve',
    });
    const log = followLog(ann, 'world-0');
    const name = String((await client.api('POST', `${client.serverPath('world')}/restart`, { announceSeconds }))['name']);
    const operation = async () => (await client.api('GET', `${client.serverPath('world')}/operations/${name}`)) as unknown as Operation;
    await until(async () => ((await operation()).status?.announced?.length ?? 0) >= 1, { what: 'the first notice' });

    const leader = await cluster.leader();
    const ended = leader.end('SIGTERM');
    await until(
      async () => {
        const now = await cluster.leader().catch(() => undefined);
        return now !== undefined && now !== leader;
      },
      { what: 'the other replica to lead', within: 30_000 },
    );
    expect(await ended).toBe(0);

    await until(async () => (await operation()).phase === 'Succeeded', { what: () => `the restart:\n${cluster.log()}`, within: 120_000 });
    const { announced = [] } = (await operation()).status ?? {};
    expect(announced).toHaveLength(announceSeconds.length);
    for (const [index, { secondsBefore, delivered }] of announced.entries()) {
      expect(delivered).toBe(true);
      // The true time left, which is a little less where somebody had to take over first.
      expect(secondsBefore).toBeLessThanOrEqual(announceSeconds[index] ?? 0);
      expect(secondsBefore).toBeGreaterThan(announceSeconds[index + 1] ?? 0);
    }
    const said = (await log).filter((line) => line.includes('restart'));
    expect(said).toHaveLength(announceSeconds.length);
    expect(new Set(said).size).toBe(said.length);
    await leader.start();
  });

  it('a node that is stopped in order saves its games, and when it is back nobody has called that a crash', async () => {
    const isHealthy = async () => (await client.server('world'))?.status?.['health'] === 'Healthy';
    await until(isHealthy, { what: 'a healthy game', within: 120_000 });
    await client.command('world', 'simulate build a lighthouse');
    const uid = (await client.pods())[0]?.metadata.uid;
    expect(await cluster.node.end('SIGTERM')).toBe(0);
    await cluster.node.start();
    await until(async () => (await client.pods()).some(({ metadata }) => metadata.uid !== uid) && (await isHealthy()), {
      what: () => `the game in a new pod:\n${cluster.log()}`,
      within: 120_000,
    });
    expect(await client.command('world', 'simulate world')).toContain('lighthouse');
    const told = await client.kubeList(`api/v1/namespaces/${ann.namespace}/events`);
    expect(told.map((event) => (event as unknown as { reason: string }).reason)).not.toContain('Crashed');
  });

  it('a session that one replica opened counts at the other, also when the first is gone', async () => {
    const [first = '', second = ''] = cluster.apiUrls;
    const signIn = await fetch(`${first}/api/session`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', origin: first },
      body: JSON.stringify({ token: ann.token }),
    });
    expect(signIn.status).toBe(200);
    const cookie = signIn.headers
      .getSetCookie()
      .map((each) => each.split(';', 1)[0])
      .join('; ');
    const user = `system:serviceaccount:${ann.namespace}:ann`;
    const session = async (url: string) => (await (await fetch(`${url}/api/session`, { headers: { cookie } })).json()) as { user?: string };
    expect(await session(second)).toMatchObject({ user });
    await cluster.apis[0]?.end('SIGTERM');
    expect(await session(second)).toMatchObject({ user });
    await cluster.apis[0]?.start();
    expect(await session(first)).toMatchObject({ user });
  });

  it('a console that dies with its replica goes on at the other where it was', async () => {
    await until(async () => (await client.server('world'))?.status?.['health'] === 'Healthy', { what: 'a healthy game', within: 60_000 });
    const path = `api/v1/servers/${ann.namespace}/world/console`;
    const viewer = new ConsoleViewer(cluster.apiUrls, path, ann.token);
    await viewer.open();
    expect(await viewer.command('list')).toMatch(/players online/);
    const before = viewer.lastLine;

    await cluster.apis[viewer.replica]?.end('SIGKILL');
    await until(() => viewer.isOpen && viewer.opened >= 2, { what: 'the console at the other replica', within: 60_000 });
    expect(await viewer.command('simulate join Alex')).toContain('simulated');
    await until(() => viewer.lastLine > before, { what: 'new lines' });
    expect(new Set(viewer.numbers).size).toBe(viewer.numbers.length);
    viewer.close();
  });
});

interface Operation {
  readonly phase?: string;
  readonly status?: { readonly announced?: readonly { readonly secondsBefore: number; readonly delivered: boolean }[] };
}
