import { strict as assert } from 'node:assert';
import { isObject, listAt, objectAt, type JsonObject } from '../json.ts';
import { accepted, metadataOf, refused, type ContractCase } from './case.ts';
import { configMap, pod, statefulSet, widget } from './samples.ts';

const widgets = 'widgets.contract.gse.cozystack.io';

/** The three kinds of patch that are not an apply. */
export const patchCases: readonly ContractCase[] = [
  {
    name: 'a merge patch replaces members and removes with null',
    async run(client) {
      await client.create('configmaps', configMap('a', { x: '1', y: '2' }));
      const answer = await client.patch(client.path('configmaps', 'a'), 'merge', { data: { x: null, z: '3' } });
      assert.deepEqual(accepted(answer)['data'], { y: '2', z: '3' });
    },
  },
  {
    name: 'a merge patch with an old version is a conflict',
    async run(client) {
      const made = await client.create('configmaps', configMap('a'));
      const path = client.path('configmaps', 'a');
      accepted(await client.patch(path, 'merge', { data: { b: '1' } }));
      const old = { metadata: { resourceVersion: metadataOf(made)['resourceVersion'] ?? '' }, data: { b: '2' } };
      refused(await client.patch(path, 'merge', old), 409, 'Conflict');
    },
  },
  {
    name: 'a JSON patch tests, adds, moves and removes',
    async run(client) {
      await client.create(widgets, widget('w', { size: 1, tags: ['a', 'b'] }));
      const answer = await client.patch(client.path(widgets, 'w'), 'json', [
        { op: 'test', path: '/spec/size', value: 1 },
        { op: 'add', path: '/spec/tags/-', value: 'c' },
        { op: 'remove', path: '/spec/tags/0' },
        { op: 'move', from: '/spec/tags/1', path: '/spec/tags/0' },
        { op: 'add', path: '/metadata/labels', value: { 'a.b/c': 'd' } },
        { op: 'replace', path: '/metadata/labels/a.b~1c', value: 'e' },
      ]);
      const patched = accepted(answer);
      assert.deepEqual(objectAt(patched, 'spec')?.['tags'], ['c', 'b']);
      assert.deepEqual(metadataOf(patched)['labels'], { 'a.b/c': 'e' });
    },
  },
  {
    name: 'a JSON patch may replace a member that is not there, but not below one',
    async run(client) {
      await client.create(widgets, widget('w'));
      const path = client.path(widgets, 'w');
      const replaced = accepted(await client.patch(path, 'json', [{ op: 'replace', path: '/spec/label', value: 'abc' }]));
      assert.equal(objectAt(replaced, 'spec')?.['label'], 'abc');
      refused(await client.patch(path, 'json', [{ op: 'replace', path: '/spec/none/below', value: 1 }]), 422, 'Invalid');
    },
  },
  {
    name: 'a JSON patch that does not fit changes nothing',
    async run(client) {
      const made = await client.create('configmaps', configMap('a'));
      const path = client.path('configmaps', 'a');
      refused(await client.patch(path, 'json', [{ op: 'test', path: '/data/key', value: 'other' }]), 422, 'Invalid');
      refused(await client.patch(path, 'json', [{ op: 'remove', path: '/data/none' }]), 422, 'Invalid');
      assert.equal(metadataOf(accepted(await client.get(path)))['resourceVersion'], metadataOf(made)['resourceVersion']);
    },
  },
  {
    name: 'a strategic patch merges containers by name and keeps the rest',
    async run(client) {
      await client.create('statefulsets.apps', statefulSet('s'));
      const path = client.path('statefulsets.apps', 's');
      const patch = (containers: JsonObject[]) => client.patch(path, 'strategic', { spec: { template: { spec: { containers } } } });
      accepted(
        await patch([
          {
            name: 'main',
            env: [
              { name: 'A', value: '1' },
              { name: 'B', value: '2' },
            ],
          },
          { name: 'side', image: 'example.invalid/side:1' },
        ]),
      );
      accepted(
        await patch([
          {
            name: 'main',
            env: [
              { name: 'A', $patch: 'delete' },
              { name: 'C', value: '3' },
            ],
          },
        ]),
      );
      const answer = accepted(await patch([{ name: 'side', $patch: 'delete' }]));
      const containers = listAt(objectAt(objectAt(objectAt(answer, 'spec'), 'template'), 'spec'), 'containers').filter(isObject);
      assert.equal(containers.length, 1);
      assert.equal(containers[0]?.['image'], 'example.invalid/image:1');
      assert.deepEqual(
        new Set(listAt(containers[0], 'env').map((item) => JSON.stringify(item))),
        new Set(['{"name":"B","value":"2"}', '{"name":"C","value":"3"}']),
      );
    },
  },
  {
    name: 'a strategic patch merges conditions by type',
    async run(client) {
      await client.create('pods', pod('p'));
      const path = `${client.path('pods', 'p')}/status`;
      accepted(await client.patch(path, 'strategic', { status: { conditions: [{ type: 'Ready', status: 'False' }] } }));
      const answer = accepted(
        await client.patch(path, 'strategic', {
          status: {
            phase: 'Running',
            conditions: [
              { type: 'Ready', status: 'True' },
              { type: 'Extra', status: 'True' },
            ],
          },
        }),
      );
      const conditions = listAt(objectAt(answer, 'status'), 'conditions').filter(isObject);
      assert.deepEqual(Object.fromEntries(conditions.map((item) => [String(item['type']), item['status']])), {
        Ready: 'True',
        Extra: 'True',
      });
      assert.equal(objectAt(answer, 'status')?.['phase'], 'Running');
    },
  },
  {
    name: 'a strategic patch orders and removes plain values',
    async run(client) {
      await client.create('configmaps', configMap('a', {}, { finalizers: ['x.io/a', 'x.io/b', 'x.io/c'] }));
      const path = client.path('configmaps', 'a');
      const answer = accepted(
        await client.patch(path, 'strategic', {
          metadata: { '$deleteFromPrimitiveList/finalizers': ['x.io/b'], '$setElementOrder/finalizers': ['x.io/c', 'x.io/a'] },
        }),
      );
      assert.deepEqual(metadataOf(answer)['finalizers'], ['x.io/c', 'x.io/a']);
    },
  },
  {
    name: 'custom resources take no strategic patch',
    async run(client) {
      await client.create(widgets, widget('w'));
      refused(await client.patch(client.path(widgets, 'w'), 'strategic', { spec: { size: 2 } }), 415, 'UnsupportedMediaType');
    },
  },
  {
    name: 'a strict patch refuses unknown fields',
    async run(client) {
      await client.create(widgets, widget('w'));
      refused(await client.patch(`${client.path(widgets, 'w')}?fieldValidation=Strict`, 'merge', { spec: { what: 1 } }), 422, 'Invalid');
    },
  },
  {
    name: 'a scale has the number of replicas, and sets it',
    async run(client) {
      await client.create('statefulsets.apps', statefulSet('s'));
      const path = `${client.path('statefulsets.apps', 's')}/scale`;
      const scale = accepted(await client.get(path));
      assert.deepEqual([scale['kind'], scale['apiVersion'], scale['spec']], ['Scale', 'autoscaling/v1', { replicas: 2 }]);
      assert.equal(objectAt(scale, 'status')?.['selector'], 'app=s');
      accepted(await client.patch(path, 'merge', { spec: { replicas: 5 } }));
      const set = accepted(await client.get(client.path('statefulsets.apps', 's')));
      assert.equal(objectAt(set, 'spec')?.['replicas'], 5);
      assert.equal(metadataOf(set)['generation'], 2);
    },
  },
];
