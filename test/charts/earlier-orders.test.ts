import { join } from 'node:path';
import { games } from '@gse/catalog';
import { controlPlaneProblem, startControlPlane, type ControlPlane } from '@gse/control-plane';
import { orderMapping, type OrderMapping, type OrderValues } from '@gse/package-source';
import { customResourceDefinitions } from '@gse/resources';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { Api } from '../edition/support/api.ts';
import { CHARTS, Helm, type Manifest } from '../edition/support/helm.ts';
import { standInDefinitions } from '../edition/support/stand-ins.ts';
import { neededValues } from '../edition/support/values.ts';
import { until } from '../support/machine.ts';

const problem = controlPlaneProblem();
const namespace = 'tenant-a';
const orders = games.map((game) => ({ id: game.id, order: orderMapping(game) }));

/** As 0.1.0 took it: a wait for a year, and what other limits may come to forbid one day. */
const waitForEmpty = '8760h';
const resources = { cpu: '1m', memory: '2Gi' };

describe.skipIf(problem !== undefined)(`orders from before there was a limit${problem ? ` (skipped: ${problem})` : ''}`, () => {
  let cluster: ControlPlane;
  let api: Api;
  let helm: Helm;

  beforeAll(async () => {
    cluster = await startControlPlane({ controllerManager: false });
    api = new Api(cluster, cluster.fetch(await cluster.user('admin', ['system:masters'])));
    helm = new Helm(cluster.programs.helm, cluster.kubeconfig);
    const definitions = customResourceDefinitions() as unknown as Manifest[];
    const earlier = JSON.parse(JSON.stringify(definitions, (key, value: unknown) => (key === 'pattern' ? undefined : value))) as Manifest[];
    for (const definition of [...earlier, ...(standInDefinitions(orders.map(({ order }) => order)) as Manifest[])])
      expect(await api.apply(definition)).toMatchObject({ ok: true });
    for (const name of [namespace, 'cozy-system']) await api.apply({ apiVersion: 'v1', kind: 'Namespace', metadata: { name } });
    await until(
      async () =>
        (await Promise.all(orders.map(async ({ order }) => await api.create(server(order), { dryRun: true })))).every(({ ok }) => ok),
      { what: 'GameServers to be served' },
    );
    for (const { order } of orders) {
      await until(async () => (await api.create(application(order, {}), { plural: order.plural })).ok, { what: order.plural });
      // As the platform would, of a chart without today's amounts.
      const { resources: _, ...rendered } = valuesOf(order);
      const answer = await helm.run('install', release(order), chart(order), `--namespace=${namespace}`, ...helm.values(rendered));
      expect(answer.ok, answer.stderr).toBe(true);
      expect(await api.patch(server(order), { spec: { resources } })).toMatchObject({ ok: true });
    }
    for (const definition of definitions) expect(await api.apply(definition)).toMatchObject({ ok: true });
    for (const { order } of orders) {
      const rd = join(CHARTS, 'system', `${order.name}-rd`);
      const answer = await helm.run('install', `${order.name}-rd`, rd, '--namespace=cozy-system');
      expect(answer.ok, answer.stderr).toBe(true);
    }
    await until(
      async () =>
        (
          await Promise.all(
            orders.flatMap(({ order }) => [
              api.create(application(order, { nonsense: 1 }, 'bad'), { plural: order.plural, dryRun: true }),
              api.create(
                { ...server(order, 'bad'), spec: { ...(server(order)['spec'] as object), settings: { nonsense: 1 } } },
                { dryRun: true },
              ),
            ]),
          )
        ).every(({ ok }) => !ok),
      { what: 'the policies to count' },
    );
  }, 300_000);
  afterAll(async () => {
    helm?.[Symbol.dispose]();
    await cluster?.stop();
  });

  const release = (order: OrderMapping): string => `${order.prefix}old`;
  const chart = (order: OrderMapping): string => join(CHARTS, 'apps', order.name);
  const valuesOf = (order: OrderMapping): OrderValues => ({ ...neededValues(order), waitForEmpty, resources });
  const application = (order: OrderMapping, more: OrderValues, name = 'old'): Manifest => ({
    apiVersion: 'apps.cozystack.io/v1alpha1',
    kind: order.kind,
    metadata: { name, namespace },
    spec: { ...valuesOf(order), ...more },
  });
  const server = (order: OrderMapping, name = release(order)): Manifest => ({
    apiVersion: 'gse.cozystack.io/v1alpha1',
    kind: 'GameServer',
    metadata: { name, namespace },
    spec: order.specOf(neededValues(order)),
  });

  describe.each(orders)('$id', ({ order }) => {
    test('an order is changed in everything else, and held to the limits in what it says anew', async () => {
      const old = application(order, {});
      for (const change of [{ state: 'Stopped' }, { resources: { memory: '3Gi' } }, { whenDeleted: 'Retain' }])
        expect(await api.patch(old, { spec: change }, order.plural), JSON.stringify(change)).toMatchObject({ ok: true });
      for (const [change, words] of [
        [{ waitForEmpty: '8761h' }, 'waitForEmpty must be'],
        [{ resources: { cpu: '2m' } }, 'resources.cpu must be an amount from 100m to 64'],
        [{ size: 'enormous' }, 'size must be one of'],
      ] as const) {
        const answer = await api.patch(old, { spec: change }, order.plural);
        expect(answer, words).toMatchObject({ ok: false, status: 422 });
        expect(answer.message).toContain(words);
      }
      expect(await api.patch(old, { spec: { waitForEmpty: '4h' } }, order.plural)).toMatchObject({ ok: true });
      expect(await api.patch(old, { spec: { waitForEmpty } }, order.plural)).toMatchObject({ status: 422 });
      for (const name of Object.keys(neededValues(order)))
        expect(await api.patch(old, { spec: { [name]: null } }, order.plural), name).toMatchObject({ status: 422 });
    });

    test('its release is rendered anew and its server changed', async () => {
      const { resources: _, ...rendered } = valuesOf(order);
      const values = helm.values({ ...rendered, state: 'Stopped' });
      const upgrade = await helm.run('upgrade', release(order), chart(order), `--namespace=${namespace}`, ...values);
      expect(upgrade.ok, upgrade.stderr).toBe(true);
      expect((await api.get(server(order))).body['spec']).toMatchObject({
        state: 'Stopped',
        disruption: { onlyWhenEmpty: { deadline: waitForEmpty } },
      });
      expect(await api.patch(server(order), { spec: { resources: { memory: '3Gi' } } })).toMatchObject({ ok: true });
      expect((await api.patch(server(order), { spec: { resources: { cpu: '2m' } } })).message).toContain('resources.cpu must be an amount');
      for (const deadline of ['8761h', '169h'])
        expect(await api.patch(server(order), { spec: { disruption: { onlyWhenEmpty: { deadline } } } })).toMatchObject({ status: 422 });
    });
  });
});
