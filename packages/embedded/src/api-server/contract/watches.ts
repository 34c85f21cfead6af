import { strict as assert } from 'node:assert';
import { listAt, objectAt } from '../json.ts';
import { accepted, metadataOf, type ContractCase } from './case.ts';
import type { ContractClient, ContractEvent } from './client.ts';
import { configMap, widget } from './samples.ts';

const widgets = 'widgets.contract.gse.cozystack.io';

function seen(events: readonly ContractEvent[]): string[] {
  return events.map(({ type, object }) => `${type} ${String(metadataOf(object)['name'])}`);
}

async function versionNow(client: ContractClient): Promise<string> {
  return String(metadataOf(accepted(await client.get(client.path(widgets))))['resourceVersion']);
}

/** Watches: where they begin, what they show, how they end. */
export const watchCases: readonly ContractCase[] = [
  {
    name: 'a watch without a version begins with what there is',
    async run(client) {
      await client.create(widgets, widget('a'));
      const watching = client.watch(client.path(widgets), 2);
      await client.create(widgets, widget('b'));
      assert.deepEqual(seen(await watching), ['ADDED a', 'ADDED b']);
    },
  },
  {
    name: 'a watch resumes after a version and misses nothing',
    async run(client) {
      const version = await versionNow(client);
      await client.create(widgets, widget('a'));
      accepted(await client.patch(client.path(widgets, 'a'), 'merge', { spec: { size: 2 } }));
      accepted(await client.send('DELETE', client.path(widgets, 'a')));
      const events = await client.watch(`${client.path(widgets)}?resourceVersion=${version}`, 3);
      assert.deepEqual(seen(events), ['ADDED a', 'MODIFIED a', 'DELETED a']);
      const versions = events.map(({ object }) => Number(metadataOf(object)['resourceVersion']));
      assert.ok(
        versions.every((each, index) => index === 0 || each > (versions[index - 1] ?? 0)),
        versions.join(),
      );
      assert.equal(objectAt(events[2]?.object, 'spec')?.['size'], 2);
    },
  },
  {
    name: 'an object that comes into a selection is added, one that leaves is deleted',
    async run(client) {
      const version = await versionNow(client);
      const path = client.path(widgets, 'a');
      await client.create(widgets, widget('a'));
      accepted(await client.patch(path, 'merge', { metadata: { labels: { on: 'yes' } } }));
      accepted(await client.patch(path, 'merge', { spec: { size: 2 } }));
      accepted(await client.patch(path, 'merge', { metadata: { labels: { on: null } } }));
      accepted(await client.patch(path, 'merge', { metadata: { labels: { on: 'yes' } } }));
      const events = await client.watch(`${client.path(widgets)}?resourceVersion=${version}&labelSelector=on`, 4);
      assert.deepEqual(seen(events), ['ADDED a', 'MODIFIED a', 'DELETED a', 'ADDED a']);
    },
  },
  {
    name: 'one object can be watched by its name',
    async run(client) {
      const version = await versionNow(client);
      await client.create(widgets, widget('a'));
      await client.create(widgets, widget('b'));
      const events = await client.watch(`${client.path(widgets)}?resourceVersion=${version}&fieldSelector=metadata.name%3Db`, 1);
      assert.deepEqual(seen(events), ['ADDED b']);
    },
  },
  {
    name: 'a watch ends when its time is up',
    async run(client) {
      const events = await client.watch(`${client.path(widgets)}?timeoutSeconds=1&resourceVersion=${await versionNow(client)}`, 1);
      assert.deepEqual(events, []);
    },
  },
  {
    name: 'initial events end with a bookmark that says so',
    async run(client) {
      await client.create(widgets, widget('a'));
      const query = 'sendInitialEvents=true&allowWatchBookmarks=true&resourceVersionMatch=NotOlderThan';
      const events = await client.watch(`${client.path(widgets)}?${query}`, 2);
      assert.deepEqual(
        events.map(({ type }) => type),
        ['ADDED', 'BOOKMARK'],
      );
      assert.deepEqual(metadataOf(events[1]?.object ?? {})['annotations'], { 'k8s.io/initial-events-end': 'true' });
    },
  },
  {
    name: 'a watch can be of metadata alone',
    async run(client) {
      const version = await versionNow(client);
      await client.create(widgets, widget('a', { size: 1 }, { labels: { x: 'y' } }));
      const accept = 'application/json;as=PartialObjectMetadata;v=v1;g=meta.k8s.io,application/json';
      const [event] = await client.watch(`${client.path(widgets)}?resourceVersion=${version}`, 1, { accept });
      assert.deepEqual([event?.object['kind'], event?.object['spec']], ['PartialObjectMetadata', undefined]);
      assert.deepEqual(metadataOf(event?.object ?? {})['labels'], { x: 'y' });
    },
  },
  {
    name: 'the address of one object is read, never watched',
    async run(client) {
      await client.create(widgets, widget('a'));
      assert.equal(accepted(await client.get(`${client.path(widgets, 'a')}?watch=1&timeoutSeconds=1`))['kind'], 'Widget');
    },
  },
  {
    name: 'a deletion that waits is a change, then a deletion',
    async run(client) {
      const version = await versionNow(client);
      await client.create(widgets, widget('a', { size: 1 }, { finalizers: ['example.com/hold'] }));
      accepted(await client.send('DELETE', client.path(widgets, 'a')));
      accepted(await client.patch(client.path(widgets, 'a'), 'merge', { metadata: { finalizers: null } }));
      const events = await client.watch(`${client.path(widgets)}?resourceVersion=${version}`, 3);
      assert.deepEqual(seen(events), ['ADDED a', 'MODIFIED a', 'DELETED a']);
      assert.ok(metadataOf(events[1]?.object ?? {})['deletionTimestamp']);
    },
  },
  {
    name: 'a watch can be of tables',
    async run(client) {
      const version = await versionNow(client);
      await client.create(widgets, widget('a'));
      await client.create(widgets, widget('b'));
      const accept = 'application/json;as=Table;v=v1;g=meta.k8s.io,application/json';
      const events = await client.watch(`${client.path(widgets)}?resourceVersion=${version}`, 2, { accept });
      assert.deepEqual(
        events.map(({ object }) => object['kind']),
        ['Table', 'Table'],
      );
      assert.deepEqual(
        events.map(({ object }) => listAt(object, 'columnDefinitions').length),
        [4, 0],
      );
    },
  },
  {
    name: 'an update that changes nothing is not seen',
    async run(client) {
      const version = await versionNow(client);
      const labels = { labels: { mine: 'yes' } };
      const made = await client.create('configmaps', configMap('a', {}, labels));
      accepted(await client.send('PUT', client.path('configmaps', 'a'), made));
      await client.create('configmaps', configMap('b', {}, labels));
      const events = await client.watch(`${client.path('configmaps')}?resourceVersion=${version}&labelSelector=mine`, 2);
      assert.deepEqual(seen(events), ['ADDED a', 'ADDED b']);
    },
  },
];
