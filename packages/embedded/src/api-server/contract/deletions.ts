import { strict as assert } from 'node:assert';
import { objectAt, type JsonObject } from '../json.ts';
import { accepted, metadataOf, namesOf, refused, type ContractCase } from './case.ts';
import { configMap, pod, widget } from './samples.ts';

const widgets = 'widgets.contract.gse.cozystack.io';

/** Deleting: at once, with finalizers, with grace, many, whole namespaces. */
export const deletionCases: readonly ContractCase[] = [
  {
    name: 'a delete is answered with what was deleted',
    async run(client) {
      const made = await client.create(widgets, widget('w'));
      const status = accepted(await client.send('DELETE', client.path(widgets, 'w')));
      assert.deepEqual([status['kind'], status['status']], ['Status', 'Success']);
      assert.deepEqual(status['details'], { name: 'w', group: 'contract.gse.cozystack.io', kind: 'widgets', uid: metadataOf(made)['uid'] });
      refused(await client.send('DELETE', client.path(widgets, 'w')), 404, 'NotFound');
    },
  },
  {
    name: 'an object with a finalizer waits until it is taken away',
    async run(client) {
      await client.create(widgets, widget('w', { size: 1 }, { finalizers: ['example.com/hold'] }));
      const path = client.path(widgets, 'w');
      const waiting = accepted(await client.send('DELETE', path));
      assert.equal(waiting['kind'], 'Widget');
      assert.ok(metadataOf(waiting)['deletionTimestamp']);
      assert.equal(metadataOf(waiting)['deletionGracePeriodSeconds'], 0);
      assert.equal(metadataOf(waiting)['generation'], 2);
      refused(await client.patch(path, 'merge', { metadata: { finalizers: ['example.com/hold', 'example.com/more'] } }), 422, 'Invalid');
      accepted(await client.patch(path, 'merge', { metadata: { finalizers: null } }));
      refused(await client.get(path), 404, 'NotFound');
    },
  },
  {
    name: 'what becomes of dependents is left to the collector as a finalizer',
    async run(client) {
      for (const [policy, finalizer] of [
        ['Foreground', 'foregroundDeletion'],
        ['Orphan', 'orphan'],
      ] as const) {
        await client.create(widgets, widget('w'));
        const path = client.path(widgets, 'w');
        const body = { kind: 'DeleteOptions', apiVersion: 'v1', propagationPolicy: policy };
        const waiting = accepted(await client.send('DELETE', path, body));
        assert.deepEqual(metadataOf(waiting)['finalizers'], [finalizer]);
        await client.patch(path, 'merge', { metadata: { finalizers: null } });
      }
    },
  },
  {
    name: 'a delete can insist on one incarnation and version',
    async run(client) {
      const made = await client.create(widgets, widget('w'));
      const path = client.path(widgets, 'w');
      const remove = (preconditions: Record<string, string>) =>
        client.send('DELETE', path, { kind: 'DeleteOptions', apiVersion: 'v1', preconditions });
      refused(await remove({ uid: '00000000-0000-0000-0000-000000000000' }), 409, 'Conflict');
      refused(await remove({ resourceVersion: '1' }), 409, 'Conflict');
      accepted(await remove({ uid: String(metadataOf(made)['uid']), resourceVersion: String(metadataOf(made)['resourceVersion']) }));
    },
  },
  {
    name: 'a pod on a node waits for the node, one without goes at once',
    async run(client) {
      await client.create('pods', pod('placed', { nodeName: 'one', terminationGracePeriodSeconds: 60 }));
      const path = client.path('pods', 'placed');
      const waiting = accepted(await client.send('DELETE', path));
      assert.equal(metadataOf(waiting)['deletionGracePeriodSeconds'], 60);
      const shorter = accepted(await client.send('DELETE', `${path}?gracePeriodSeconds=5`));
      assert.equal(metadataOf(shorter)['deletionGracePeriodSeconds'], 5);
      const longer = accepted(await client.send('DELETE', `${path}?gracePeriodSeconds=50`));
      assert.equal(metadataOf(longer)['deletionGracePeriodSeconds'], 5);
      accepted(await client.send('DELETE', path, { kind: 'DeleteOptions', apiVersion: 'v1', gracePeriodSeconds: 0 }));
      refused(await client.get(path), 404, 'NotFound');
      await client.create('pods', pod('free'));
      accepted(await client.send('DELETE', client.path('pods', 'free')));
      refused(await client.get(client.path('pods', 'free')), 404, 'NotFound');
    },
  },
  {
    name: 'an eviction is a delete that a budget may refuse',
    async run(client) {
      const evict = (name: string, deleteOptions?: JsonObject) =>
        client.send('POST', `${client.path('pods', name)}/eviction`, {
          apiVersion: 'policy/v1',
          kind: 'Eviction',
          metadata: { name },
          ...(deleteOptions && { deleteOptions }),
        });
      await client.create('pods', pod('game', { nodeName: 'one', terminationGracePeriodSeconds: 60 }, { labels: { app: 'game' } }));
      const budgets = 'poddisruptionbudgets.policy';
      await client.create(budgets, {
        apiVersion: 'policy/v1',
        kind: 'PodDisruptionBudget',
        metadata: { name: 'one-at-least' },
        spec: { minAvailable: 1, selector: { matchLabels: { app: 'game' } } },
      });
      const conditions = [{ type: 'Ready', status: 'True' }];
      accepted(await client.patch(`${client.path('pods', 'game')}/status`, 'merge', { status: { phase: 'Running', conditions } }));
      const counted = { observedGeneration: 1, disruptionsAllowed: 0, currentHealthy: 1, desiredHealthy: 1, expectedPods: 1 };
      accepted(await client.patch(`${client.path(budgets, 'one-at-least')}/status`, 'merge', { status: counted }));
      refused(await evict('game'), 429, 'TooManyRequests');
      accepted(await client.send('DELETE', client.path(budgets, 'one-at-least')));

      const status = accepted(await evict('game'), 201);
      assert.deepEqual([status['kind'], status['status']], ['Status', 'Success']);
      assert.equal(metadataOf(accepted(await client.get(client.path('pods', 'game'))))['deletionGracePeriodSeconds'], 60);
      accepted(await evict('game', { gracePeriodSeconds: 5 }), 201);
      assert.equal(metadataOf(accepted(await client.get(client.path('pods', 'game'))))['deletionGracePeriodSeconds'], 5);
      refused(await evict('nobody'), 404, 'NotFound');
    },
  },
  {
    name: 'a pod that does not run yet is evicted whatever a budget says',
    async run(client) {
      await client.create('pods', pod('waiting', {}, { labels: { app: 'waiting' } }));
      await client.create('poddisruptionbudgets.policy', {
        apiVersion: 'policy/v1',
        kind: 'PodDisruptionBudget',
        metadata: { name: 'none-less' },
        spec: { minAvailable: 1, selector: { matchLabels: { app: 'waiting' } } },
      });
      const eviction = { apiVersion: 'policy/v1', kind: 'Eviction', metadata: { name: 'waiting' } };
      accepted(await client.send('POST', `${client.path('pods', 'waiting')}/eviction`, eviction), 201);
      refused(await client.get(client.path('pods', 'waiting')), 404, 'NotFound');
    },
  },
  {
    name: 'a selection is deleted together',
    async run(client) {
      await client.create(widgets, widget('a', { size: 1 }, { labels: { go: 'yes' } }));
      await client.create(widgets, widget('b', { size: 1 }, { labels: { go: 'yes' } }));
      await client.create(widgets, widget('c'));
      accepted(await client.send('DELETE', `${client.path(widgets)}?labelSelector=go`));
      assert.deepEqual(namesOf(accepted(await client.get(client.path(widgets)))), ['c']);
    },
  },
  {
    name: 'a binding gives a pod to a node, once',
    async run(client) {
      await client.create('pods', pod('p'));
      const binding = {
        apiVersion: 'v1',
        kind: 'Binding',
        metadata: { name: 'p' },
        target: { apiVersion: 'v1', kind: 'Node', name: 'one' },
      };
      accepted(await client.send('POST', `${client.path('pods', 'p')}/binding`, binding), 201);
      assert.equal(objectAt(accepted(await client.get(client.path('pods', 'p'))), 'spec')?.['nodeName'], 'one');
      refused(await client.send('POST', `${client.path('pods', 'p')}/binding`, binding), 409, 'Conflict');
    },
  },
  {
    name: 'the pods of a job stay unless the delete says otherwise',
    async run(client) {
      const spec = { suspend: true, template: { spec: { restartPolicy: 'Never', containers: [{ name: 'a', image: 'b' }] } } };
      await client.create('jobs.batch', { apiVersion: 'batch/v1', kind: 'Job', metadata: { name: 'j' }, spec });
      const waiting = accepted(await client.send('DELETE', client.path('jobs.batch', 'j')));
      assert.deepEqual(metadataOf(waiting)['finalizers'], ['orphan']);
    },
  },
  {
    name: 'an immutable config map stays as it is',
    async run(client) {
      await client.create('configmaps', { ...configMap('a'), immutable: true });
      refused(await client.patch(client.path('configmaps', 'a'), 'merge', { data: { key: 'other' } }), 422, 'Invalid');
    },
  },
];
