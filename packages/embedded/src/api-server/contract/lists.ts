import { strict as assert } from 'node:assert';
import { isObject, listAt, objectAt } from '../json.ts';
import { accepted, itemsOf, metadataOf, namesOf, refused, type ContractCase } from './case.ts';
import { configMap, pod, widget } from './samples.ts';

const widgets = 'widgets.contract.gse.cozystack.io';

/** Lists: order, selectors, pages, versions, tables. */
export const listCases: readonly ContractCase[] = [
  {
    name: 'a list is in the order of names and carries a version',
    async run(client) {
      for (const name of ['c', 'a', 'b']) await client.create(widgets, widget(name));
      const list = accepted(await client.get(client.path(widgets)));
      assert.deepEqual([list['kind'], list['apiVersion'], namesOf(list)], ['WidgetList', 'contract.gse.cozystack.io/v1', ['a', 'b', 'c']]);
      assert.match(String(metadataOf(list)['resourceVersion']), /^\d+$/);
    },
  },
  {
    name: 'labels select',
    async run(client) {
      await client.create(widgets, widget('a', { size: 1 }, { labels: { app: 'x', tier: 'front' } }));
      await client.create(widgets, widget('b', { size: 1 }, { labels: { app: 'x' } }));
      await client.create(widgets, widget('c', { size: 1 }, { labels: { app: 'y' } }));
      const select = async (selector: string) =>
        namesOf(accepted(await client.get(`${client.path(widgets)}?labelSelector=${encodeURIComponent(selector)}`)));
      assert.deepEqual(await select('app=x'), ['a', 'b']);
      assert.deepEqual(await select('app!=x'), ['c']);
      assert.deepEqual(await select('app in (x,y),!tier'), ['b', 'c']);
      assert.deepEqual(await select('tier'), ['a']);
      assert.deepEqual(await select('app notin (y), tier==front'), ['a']);
      refused(await client.get(`${client.path(widgets)}?labelSelector=${encodeURIComponent('a=(b')}`), 400, 'BadRequest');
    },
  },
  {
    name: 'fields select, where the kind says so',
    async run(client) {
      await client.create('pods', pod('a', { nodeName: 'one' }));
      await client.create('pods', pod('b'));
      const select = async (selector: string) => client.get(`${client.path('pods')}?fieldSelector=${encodeURIComponent(selector)}`);
      assert.deepEqual(namesOf(accepted(await select('metadata.name=b'))), ['b']);
      assert.deepEqual(namesOf(accepted(await select('spec.nodeName=one,status.phase=Pending'))), ['a']);
      assert.deepEqual(namesOf(accepted(await select('spec.nodeName!=one'))), ['b']);
      refused(await select('spec.hostname=x'), 400, 'BadRequest');
    },
  },
  {
    name: 'pages of a list are of one version, whatever happens in between',
    async run(client) {
      for (const name of ['a', 'b', 'c', 'd', 'e']) await client.create('configmaps', configMap(name, {}, { labels: { page: 'yes' } }));
      const path = `${client.path('configmaps')}?limit=2&labelSelector=page`;
      const first = accepted(await client.get(path));
      accepted(await client.send('DELETE', client.path('configmaps', 'c')));
      await client.create('configmaps', configMap('bb', {}, { labels: { page: 'yes' } }));
      const second = accepted(await client.get(`${path}&continue=${String(metadataOf(first)['continue'])}`));
      const third = accepted(await client.get(`${path}&continue=${String(metadataOf(second)['continue'])}`));
      assert.deepEqual([...namesOf(first), ...namesOf(second), ...namesOf(third)], ['a', 'b', 'c', 'd', 'e']);
      assert.equal(metadataOf(second)['resourceVersion'], metadataOf(first)['resourceVersion']);
      assert.equal(metadataOf(third)['continue'], undefined);
    },
  },
  {
    name: 'a page says how many are left, and a broken token is refused',
    async run(client) {
      for (const name of ['a', 'b', 'c']) await client.create(widgets, widget(name));
      const first = accepted(await client.get(`${client.path(widgets)}?limit=1`));
      assert.equal(metadataOf(first)['remainingItemCount'], 2);
      refused(await client.get(`${client.path(widgets)}?limit=1&continue=nonsense`), 400, 'BadRequest');
    },
  },
  {
    name: 'a list can be of an exact version',
    async run(client) {
      await client.create(widgets, widget('a'));
      const before = accepted(await client.get(client.path(widgets)));
      await client.create(widgets, widget('b'));
      const version = String(metadataOf(before)['resourceVersion']);
      const exact = accepted(await client.get(`${client.path(widgets)}?resourceVersion=${version}&resourceVersionMatch=Exact`));
      assert.deepEqual(namesOf(exact), ['a']);
    },
  },
  {
    name: 'a version of the future is not there yet',
    async run(client) {
      const answer = await client.get(`${client.path(widgets)}?resourceVersion=999999999`);
      const status = refused(answer, 504, 'Timeout');
      assert.match(String(status['message']), /Too large resource version: 999999999, current: \d+/);
    },
  },
  {
    name: 'a table has the columns of the kind',
    async run(client) {
      await client.create(widgets, widget('a', { size: 3 }));
      const table = accepted(
        await client.get(client.path(widgets), { accept: 'application/json;as=Table;v=v1;g=meta.k8s.io,application/json' }),
      );
      assert.equal(table['kind'], 'Table');
      assert.deepEqual(
        listAt(table, 'columnDefinitions')
          .filter(isObject)
          .map((column) => column['name']),
        ['Name', 'Size', 'Ready', 'Since'],
      );
      const [row] = listAt(table, 'rows').filter(isObject);
      assert.deepEqual(listAt(row, 'cells').slice(0, 3), ['a', 3, null]);
      assert.equal(objectAt(row, 'object')?.['kind'], 'PartialObjectMetadata');
    },
  },
  {
    name: 'metadata can be had alone',
    async run(client) {
      await client.create(widgets, widget('a'));
      const list = accepted(
        await client.get(client.path(widgets), {
          accept: 'application/json;as=PartialObjectMetadataList;v=v1;g=meta.k8s.io,application/json',
        }),
      );
      assert.equal(list['kind'], 'PartialObjectMetadataList');
      assert.equal(itemsOf(list)[0]?.['spec'], undefined);
    },
  },
  {
    name: 'metadata of one object can be had alone',
    async run(client) {
      const made = await client.create(widgets, widget('a'));
      const accept = 'application/json;as=PartialObjectMetadata;v=v1;g=meta.k8s.io';
      const answer = accepted(await client.get(client.path(widgets, 'a'), { accept }));
      assert.deepEqual(answer, { kind: 'PartialObjectMetadata', apiVersion: 'meta.k8s.io/v1', metadata: made['metadata'] });
    },
  },
  {
    name: 'a list goes on to its end in pages, also of several namespaces',
    async run(client) {
      for (const name of ['a', 'b', 'c', 'd', 'e'])
        await client.create(widgets, widget(name, { size: 1 }, { labels: { of: client.namespace } }));
      const all = `/apis/contract.gse.cozystack.io/v1/widgets?labelSelector=of%3D${client.namespace}&limit=2`;
      const names = [];
      let token = '';
      do {
        const page = accepted(await client.get(`${all}&continue=${token}`));
        names.push(...namesOf(page));
        token = String(metadataOf(page)['continue'] ?? '');
      } while (token !== '');
      assert.deepEqual(names, ['a', 'b', 'c', 'd', 'e']);
    },
  },
  {
    name: 'a table without objects says so, and its columns explain themselves',
    async run(client) {
      await client.create(widgets, widget('a'));
      const accept = 'application/json;as=Table;v=v1;g=meta.k8s.io';
      const table = accepted(await client.get(`${client.path(widgets)}?includeObject=None`, { accept }));
      assert.equal(listAt(table, 'rows').filter(isObject)[0]?.['object'], null);
      const [name, size] = listAt(table, 'columnDefinitions').filter(isObject);
      assert.match(String(name?.['description']), /^Name must be unique within a namespace\./);
      assert.equal(size?.['description'], 'Custom resource definition column (in JSONPath format): .spec.size');
    },
  },
  {
    name: 'the two forms of events are the same objects',
    async run(client) {
      await client.create('events', {
        apiVersion: 'v1',
        kind: 'Event',
        metadata: { name: 'e' },
        involvedObject: { kind: 'Pod', name: 'p', namespace: client.namespace },
        reason: 'Started',
        message: 'It runs.',
        type: 'Normal',
      });
      const newer = accepted(await client.get(client.path('events.events.k8s.io', 'e')));
      assert.deepEqual([newer['apiVersion'], newer['note'], objectAt(newer, 'regarding')?.['name']], ['events.k8s.io/v1', 'It runs.', 'p']);
      const selected = accepted(
        await client.get(`${client.path('events')}?fieldSelector=involvedObject.name%3Dp,involvedObject.kind%3DPod`),
      );
      assert.deepEqual(namesOf(selected), ['e']);
    },
  },
];
