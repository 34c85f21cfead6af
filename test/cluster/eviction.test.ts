import { controlPlaneProblem } from '@gse/control-plane';
import { pods } from '@gse/kube';
import { execFile } from 'node:child_process';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { gunzipSync } from 'node:zlib';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { MachineClient } from '../support/client.ts';
import { kubectlPath } from '../support/kubectl.ts';
import { until } from '../support/machine.ts';
import { TestCluster } from './support/cluster.ts';
import type { Tenant } from './support/tenant.ts';

const problem = controlPlaneProblem() ?? (kubectlPath === undefined ? 'kubectl is missing; pnpm kubectl builds it' : undefined);
const run = promisify(execFile);

describe.skipIf(problem !== undefined)(`a node that is drained${problem ? ` (skipped: ${problem})` : ''}`, () => {
  let cluster: TestCluster;
  let ann: Tenant;
  let client: MachineClient;

  beforeAll(async () => {
    cluster = await TestCluster.start({ operators: 1, apis: 1 });
    ann = await cluster.tenant('ann');
    client = new MachineClient(ann);
  }, 240_000);
  afterAll(() => cluster?.[Symbol.asyncDispose]());

  const status = async (name: string): Promise<Record<string, unknown>> => (await client.server(name))?.status ?? {};
  const kubectl = (...args: string[]) =>
    run(kubectlPath ?? '', ['--kubeconfig', cluster.control.kubeconfig, '--cache-dir', join(cluster.control.folder, 'cache'), ...args], {
      timeout: 240_000,
    });

  /** Everything the game has logged, before and after it was started anew. */
  function gameLog(name: string): string {
    const folder = join(ann.volume(`data-${name}-0`), 'logs');
    return readdirSync(folder)
      .map((file) => {
        const content = readFileSync(join(folder, file));
        return file.endsWith('.gz') ? gunzipSync(content).toString() : content.toString();
      })
      .join('\n');
  }

  async function playerJoins(name: string): Promise<void> {
    await client.command(name, 'simulate join Steve');
    await until(async () => ((await status(name))['players'] as { online?: number }).online === 1, { what: 'a player' });
  }
  const runs = (name: string) =>
    until(async () => (await status(name))['health'] === 'Healthy', { within: 180_000, what: () => `${name} to run:\n${cluster.log()}` });

  test('warns players, saves the world and lets the pod go in its time, also with the operator down', { timeout: 300_000 }, async () => {
    const spec = {
      game: 'minecraft',
      size: 'small',
      licences: [{ id: 'minecraft-eula', accepted: true }],
      disruption: { announceSeconds: [6] },
    };
    await client.api('POST', 'servers', { name: 'world', namespace: ann.namespace, spec });
    await runs('world');
    await playerJoins('world');
    await client.command('world', 'simulate build a tower');
    const pod = await cluster.admin.get(pods, { namespace: ann.namespace, name: 'world-0' });
    await cluster.operators[0]?.end('SIGKILL');

    const options = ['--ignore-daemonsets', '--delete-emptydir-data', `--timeout=${pod.spec.terminationGracePeriodSeconds}s`];
    await kubectl('drain', 'lab', ...options);
    const after = await cluster.admin.get(pods, { namespace: ann.namespace, name: 'world-0' }).catch(() => undefined);
    expect(after?.metadata.uid).not.toBe(pod.metadata.uid);
    const log = gameLog('world');
    expect(log).toMatch(/Server stops in [1-6] seconds?[^]*Stopping server[^]*All dimensions are saved/);
    await kubectl('uncordon', 'lab');

    const { startedAt } = (await status('world')) ?? {};
    await cluster.operators[0]?.start();
    await until(async () => (await status('world'))?.['startedAt'] !== startedAt, { what: 'the new run to be seen', within: 120_000 });
    await runs('world');
    expect(await client.command('world', 'simulate world')).toContain('a tower');
    expect(await status('world')).not.toHaveProperty('crash');
  });

  test('a stop that was announced is not announced once more by the pod', { timeout: 300_000 }, async () => {
    await playerJoins('world');
    const said = gameLog('world').split('(the platform takes it down)').length;
    await client.restart('world');
    await until(
      async () => (await client.operations()).some(({ spec, status: now }) => spec['type'] === 'restart' && now?.['phase'] === 'Succeeded'),
      {
        within: 180_000,
        what: () => `the restart:\n${cluster.log()}`,
      },
    );
    expect(gameLog('world')).toContain('Server restarts in');
    expect(gameLog('world').split('(the platform takes it down)').length).toBe(said);
  });
});
