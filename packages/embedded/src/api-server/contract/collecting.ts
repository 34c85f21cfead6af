import { strict as assert } from 'node:assert';
import { listAt, objectAt, type JsonObject } from '../json.ts';
import { accepted, itemsOf, metadataOf, namesOf, type ContractCase } from './case.ts';
import type { ContractClient } from './client.ts';
import { configMap, statefulSet, widget } from './samples.ts';

const widgets = 'widgets.contract.gse.cozystack.io';

/** A reference to an owner, which a foreground deletion of it waits for. */
function ownedBy(...owners: readonly JsonObject[]): JsonObject {
  return {
    ownerReferences: owners.map((owner) => ({
      apiVersion: owner['apiVersion'] ?? '',
      kind: owner['kind'] ?? '',
      name: metadataOf(owner)['name'] ?? '',
      uid: metadataOf(owner)['uid'] ?? '',
      blockOwnerDeletion: true,
    })),
  };
}

async function until(what: string, isTrue: () => Promise<boolean>): Promise<void> {
  const deadline = Date.now() + 60_000;
  while (!(await isTrue())) {
    assert.ok(Date.now() < deadline, `did not happen: ${what}`);
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
}

async function isGone(client: ContractClient, plural: string, name: string): Promise<boolean> {
  return (await client.get(client.path(plural, name))).status === 404;
}

function remove(client: ContractClient, plural: string, name: string, propagationPolicy: string): Promise<unknown> {
  return client.send('DELETE', client.path(plural, name), { kind: 'DeleteOptions', apiVersion: 'v1', propagationPolicy });
}

/** What the controllers do that come with a cluster: collecting garbage, and making pods. */
export const collectingCases: readonly ContractCase[] = [
  {
    name: 'dependents go after their owner',
    async run(client) {
      const owner = await client.create(widgets, widget('owner'));
      await client.create('configmaps', configMap('dependent', {}, ownedBy(owner)));
      await client.create('configmaps', configMap('other'));
      await remove(client, widgets, 'owner', 'Background');
      await until('the dependent goes', () => isGone(client, 'configmaps', 'dependent'));
      accepted(await client.get(client.path('configmaps', 'other')));
    },
  },
  {
    name: 'an owner deleted in the foreground goes after its dependents',
    async run(client) {
      const owner = await client.create(widgets, widget('owner'));
      await client.create('configmaps', configMap('dependent', {}, { ...ownedBy(owner), finalizers: ['example.com/hold'] }));
      await remove(client, widgets, 'owner', 'Foreground');
      await until('the dependent is to go', async () => {
        const dependent = await client.get(client.path('configmaps', 'dependent'));
        return metadataOf(dependent.body)['deletionTimestamp'] !== undefined;
      });
      assert.equal(await isGone(client, widgets, 'owner'), false);
      await client.patch(client.path('configmaps', 'dependent'), 'merge', { metadata: { finalizers: null } });
      await until('the owner goes', () => isGone(client, widgets, 'owner'));
    },
  },
  {
    name: 'dependents that are to stay lose their owner',
    async run(client) {
      const owner = await client.create(widgets, widget('owner'));
      await client.create('configmaps', configMap('dependent', {}, ownedBy(owner)));
      await remove(client, widgets, 'owner', 'Orphan');
      await until('the owner goes', () => isGone(client, widgets, 'owner'));
      const dependent = accepted(await client.get(client.path('configmaps', 'dependent')));
      assert.equal(metadataOf(dependent)['ownerReferences'], undefined);
    },
  },
  {
    name: 'with two owners an object stays until both are gone',
    async run(client) {
      const [first, second] = [await client.create(widgets, widget('first')), await client.create(widgets, widget('second'))];
      await client.create('configmaps', configMap('dependent', {}, ownedBy(first, second)));
      await remove(client, widgets, 'first', 'Background');
      await until('the reference goes', async () => {
        const dependent = accepted(await client.get(client.path('configmaps', 'dependent')));
        return listAt(metadataOf(dependent), 'ownerReferences').length === 1;
      });
      await remove(client, widgets, 'second', 'Background');
      await until('the dependent goes', () => isGone(client, 'configmaps', 'dependent'));
    },
  },
  {
    name: 'an owner of the same name that was made later is not the owner',
    async run(client) {
      const owner = await client.create(widgets, widget('owner'));
      await remove(client, widgets, 'owner', 'Background');
      await until('the owner goes', () => isGone(client, widgets, 'owner'));
      await client.create(widgets, widget('owner'));
      await client.create('configmaps', configMap('dependent', {}, ownedBy(owner)));
      await until('the dependent goes', () => isGone(client, 'configmaps', 'dependent'));
    },
  },
  {
    name: 'a stateful set makes its pods in order, and they go with it',
    async run(client) {
      const set = statefulSet('s');
      await client.create('statefulsets.apps', {
        ...set,
        spec: { ...objectAt(set, 'spec'), replicas: 2, podManagementPolicy: 'Parallel' },
      });
      const podsOf = async () => itemsOf(accepted(await client.get(`${client.path('pods')}?labelSelector=app%3Ds`)));
      await until('two pods', async () => (await podsOf()).length === 2);
      const [first] = await podsOf();
      assert.deepEqual(namesOf({ items: await podsOf() }), ['s-0', 's-1']);
      const labels = objectAt(metadataOf(first ?? {}), 'labels') ?? {};
      assert.deepEqual(
        [labels['app'], labels['statefulset.kubernetes.io/pod-name'], labels['apps.kubernetes.io/pod-index']],
        ['s', 's-0', '0'],
      );
      assert.equal(objectAt(first, 'spec')?.['hostname'], 's-0');
      accepted(await client.patch(client.path('statefulsets.apps', 's'), 'merge', { spec: { replicas: 1 } }));
      await until('one pod', async () => namesOf({ items: await podsOf() }).join() === 's-0');
      await remove(client, 'statefulsets.apps', 's', 'Background');
      await until('no pod', async () => (await podsOf()).length === 0);
    },
  },
  {
    name: 'a namespace takes everything in it with it',
    async run(client) {
      const name = `${client.namespace}-gone`;
      accepted(await client.send('POST', '/api/v1/namespaces', { apiVersion: 'v1', kind: 'Namespace', metadata: { name } }), 201);
      const path = `/apis/contract.gse.cozystack.io/v1/namespaces/${name}/widgets`;
      accepted(await client.send('POST', path, widget('w')), 201);
      accepted(await client.send('DELETE', `/api/v1/namespaces/${name}`));
      await until('the namespace goes', async () => (await client.get(`/api/v1/namespaces/${name}`)).status === 404);
      assert.deepEqual(itemsOf(accepted(await client.get(path))), []);
    },
  },
];
