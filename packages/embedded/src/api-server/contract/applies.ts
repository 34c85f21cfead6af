import { strict as assert } from 'node:assert';
import { isObject, listAt, objectAt, type JsonObject } from '../json.ts';
import { accepted, causesOf, metadataOf, refused, type ContractCase } from './case.ts';
import { configMap, statefulSet, widget } from './samples.ts';

const widgets = 'widgets.contract.gse.cozystack.io';

function managers(object: JsonObject): Record<string, unknown> {
  return Object.fromEntries(
    listAt(metadataOf(object), 'managedFields')
      .filter(isObject)
      .map((entry) => [`${String(entry['manager'])}/${String(entry['operation'])}`, entry['fieldsV1']]),
  );
}

/** Server-side apply. */
export const applyCases: readonly ContractCase[] = [
  {
    name: 'an apply makes the object and owns what it states',
    async run(client) {
      const answer = await client.apply(
        client.path(widgets, 'w'),
        'one',
        widget('w', { size: 2, tags: ['a'], parts: [{ name: 'x', weight: 1 }] }, { labels: { a: 'b' } }),
      );
      const made = accepted(answer, 201);
      assert.deepEqual(managers(made), {
        'one/Apply': {
          'f:metadata': { 'f:labels': { 'f:a': {} } },
          'f:spec': { 'f:size': {}, 'f:tags': { 'v:"a"': {} }, 'f:parts': { 'k:{"name":"x"}': { '.': {}, 'f:name': {}, 'f:weight': {} } } },
        },
      });
      assert.equal(objectAt(made, 'spec')?.['color'], 'red');
    },
  },
  {
    name: 'the same apply again is no new version',
    async run(client) {
      const path = client.path('services', 's');
      const service = {
        apiVersion: 'v1',
        kind: 'Service',
        metadata: { name: 's', labels: { app: 's' } },
        spec: { clusterIP: 'None', selector: { app: 's' }, ports: [{ port: 80 }] },
      };
      const made = accepted(await client.apply(path, 'one', service), 201);
      const again = accepted(await client.apply(path, 'one', service));
      assert.equal(metadataOf(again)['resourceVersion'], metadataOf(made)['resourceVersion']);
    },
  },
  {
    name: 'an apply that changes what another has applied is a conflict, unless forced',
    async run(client) {
      const path = client.path(widgets, 'w');
      accepted(await client.apply(path, 'one', widget('w', { size: 2 })), 201);
      const status = refused(await client.apply(path, 'two', widget('w', { size: 3 })), 409, 'Conflict');
      assert.equal(status['message'], 'Apply failed with 1 conflict: conflict with "one": .spec.size');
      assert.deepEqual(causesOf(status), ['.spec.size: conflict with "one"']);
      const forced = accepted(await client.apply(path, 'two', widget('w', { size: 3 }), { force: true }));
      assert.deepEqual(managers(forced), { 'two/Apply': { 'f:spec': { 'f:size': {} } } });
    },
  },
  {
    name: 'several conflicts are told by manager',
    async run(client) {
      const path = client.path(widgets, 'w');
      accepted(await client.apply(path, 'one', widget('w', { size: 2, label: 'abc' })), 201);
      const status = refused(await client.apply(path, 'two', widget('w', { size: 3, label: 'abd' })), 409, 'Conflict');
      assert.equal(status['message'], 'Apply failed with 2 conflicts: conflicts with "one":\n- .spec.label\n- .spec.size');
    },
  },
  {
    name: 'the same value can be owned by two',
    async run(client) {
      const path = client.path(widgets, 'w');
      accepted(await client.apply(path, 'one', widget('w', { size: 2 })), 201);
      const both = accepted(await client.apply(path, 'two', widget('w', { size: 2 })));
      assert.deepEqual(Object.keys(managers(both)).sort(), ['one/Apply', 'two/Apply']);
    },
  },
  {
    name: 'a field that is no longer applied goes, unless another owns it',
    async run(client) {
      const path = client.path(widgets, 'w');
      accepted(await client.apply(path, 'one', widget('w', { size: 2, label: 'abc', free: { a: 1 } })), 201);
      accepted(await client.apply(path, 'two', widget('w', { size: 2, label: 'abc' })));
      const left = accepted(await client.apply(path, 'one', widget('w', { size: 2 })));
      assert.deepEqual(left['spec'], { size: 2, label: 'abc', color: 'red', nested: { mode: 'auto' } });
    },
  },
  {
    name: 'list items belong to those who apply them',
    async run(client) {
      const path = client.path(widgets, 'w');
      accepted(
        await client.apply(path, 'one', widget('w', { size: 2, parts: [{ name: 'a', weight: 1 }, { name: 'b' }], tags: ['x'] })),
        201,
      );
      const both = accepted(
        await client.apply(path, 'two', widget('w', { size: 2, parts: [{ name: 'c', weight: 3 }, { name: 'a' }], tags: ['y'] })),
      );
      assert.deepEqual(
        new Set(listAt(objectAt(both, 'spec'), 'parts').map((part) => JSON.stringify(part))),
        new Set(['{"name":"a","weight":1}', '{"name":"b"}', '{"name":"c","weight":3}']),
      );
      const left = accepted(await client.apply(path, 'one', widget('w', { size: 2 })));
      assert.deepEqual(objectAt(left, 'spec')?.['tags'], ['y']);
      assert.deepEqual(
        new Set(listAt(objectAt(left, 'spec'), 'parts').map((part) => JSON.stringify(part))),
        new Set(['{"name":"c","weight":3}', '{"name":"a"}']),
      );
    },
  },
  {
    name: 'an update takes ownership from an apply, and the next apply meets it',
    async run(client) {
      const path = client.path(widgets, 'w');
      accepted(await client.apply(path, 'one', widget('w', { size: 2, label: 'abc' })), 201);
      const updated = accepted(await client.patch(`${path}?fieldManager=editor`, 'merge', { spec: { size: 3 } }));
      assert.deepEqual(managers(updated), {
        'one/Apply': { 'f:spec': { 'f:label': {} } },
        'editor/Update': { 'f:spec': { 'f:size': {} } },
      });
      const status = refused(await client.apply(path, 'one', widget('w', { size: 2, label: 'abc' })), 409, 'Conflict');
      assert.equal(
        status['message'],
        'Apply failed with 1 conflict: conflict with "editor" using contract.gse.cozystack.io/v1: .spec.size',
      );
    },
  },
  {
    name: 'the status is applied on its own endpoint',
    async run(client) {
      const path = client.path(widgets, 'w');
      accepted(await client.apply(path, 'one', { ...widget('w', { size: 2 }), status: { phase: 'No' } }), 201);
      const status = { ...widget('w'), spec: {}, status: { phase: 'Ready', conditions: [{ type: 'Ready', status: 'True' }] } };
      const applied = accepted(await client.apply(`${path}/status`, 'two', status));
      assert.equal(objectAt(applied, 'status')?.['phase'], 'Ready');
      assert.equal(objectAt(applied, 'spec')?.['size'], 2);
      assert.deepEqual(managers(applied)['two/Apply'], {
        'f:status': { 'f:phase': {}, 'f:conditions': { 'k:{"type":"Ready"}': { '.': {}, 'f:type': {}, 'f:status': {} } } },
      });
    },
  },
  {
    name: 'an apply needs a manager and its own name',
    async run(client) {
      const headers = { 'content-type': 'application/apply-patch+yaml' };
      const nobody = await client.send('PATCH', client.path('configmaps', 'a'), configMap('a'), headers);
      refused(nobody, 422, 'Invalid');
      refused(await client.apply(client.path('configmaps', 'a'), 'one', configMap('b')), 400, 'BadRequest');
      refused(
        await client.apply(client.path('configmaps', 'a'), 'one', { ...configMap('a'), metadata: { managedFields: [{}] } }),
        400,
        'BadRequest',
      );
    },
  },
  {
    name: 'a dry run of an apply says what would be and keeps nothing',
    async run(client) {
      const path = client.path(widgets, 'w');
      const answer = await client.send('PATCH', `${path}?fieldManager=one&dryRun=All`, widget('w'), {
        'content-type': 'application/apply-patch+yaml',
      });
      assert.equal(objectAt(accepted(answer, 201), 'spec')?.['color'], 'red');
      refused(await client.get(path), 404, 'NotFound');
    },
  },
  {
    name: 'an apply of an old version is a conflict',
    async run(client) {
      const path = client.path(widgets, 'w');
      const made = accepted(await client.apply(path, 'one', widget('w', { size: 2 })), 201);
      accepted(await client.apply(path, 'one', widget('w', { size: 3 })));
      const late = widget('w', { size: 4 }, { resourceVersion: metadataOf(made)['resourceVersion'] ?? '' });
      refused(await client.apply(path, 'one', late), 409, 'Conflict');
    },
  },
  {
    name: 'a scale has a manager of its own, whom an apply meets',
    async run(client) {
      const path = client.path('statefulsets.apps', 's');
      accepted(await client.apply(path, 'one', statefulSet('s')), 201);
      accepted(await client.patch(`${path}/scale?fieldManager=scaler`, 'merge', { spec: { replicas: 5 } }));
      const status = refused(await client.apply(path, 'one', statefulSet('s')), 409, 'Conflict');
      assert.equal(
        status['message'],
        'Apply failed with 1 conflict: conflict with "scaler" with subresource "scale" using apps/v1: .spec.replicas',
      );
    },
  },
  {
    name: 'ports are told apart by number and protocol',
    async run(client) {
      const path = client.path('services', 's');
      const service = (ports: JsonObject[]) => ({
        apiVersion: 'v1',
        kind: 'Service',
        metadata: { name: 's' },
        spec: { clusterIP: 'None', ports },
      });
      accepted(
        await client.apply(
          path,
          'one',
          service([
            { name: 'a', port: 80, protocol: 'TCP' },
            { name: 'b', port: 80, protocol: 'UDP' },
          ]),
        ),
        201,
      );
      const left = accepted(await client.apply(path, 'one', service([{ name: 'b', port: 80, protocol: 'UDP' }])));
      assert.deepEqual(
        listAt(objectAt(left, 'spec'), 'ports')
          .filter(isObject)
          .map((port) => port['name']),
        ['b'],
      );
    },
  },
];
