import { silentLog, systemClock } from '@gse/kube';
import { expect, test } from 'vitest';
import { eventually } from '../testing/server.ts';
import type { ApiObject } from './api-object.ts';
import type { CommitBatch } from './database.ts';
import type { ChangeEvent } from './event-log.ts';
import type { Journal } from './journal.ts';
import { nothing } from './open.ts';
import { Store } from './store.ts';

/** A disk that can be made to fail, and to wait. */
class Disk implements Journal {
  readonly batches: CommitBatch[] = [];
  isFull = false;
  gate: Promise<void> = Promise.resolve();

  async commit(batch: CommitBatch): Promise<void> {
    await this.gate;
    if (this.isFull) throw new Error('database or disk is full');
    this.batches.push(batch);
  }

  async close(): Promise<void> {}
}

function openOn(disk: Disk): Store {
  return new Store({
    loaded: nothing,
    journal: disk,
    clock: systemClock,
    log: silentLog,
    history: { maxEvents: 100, maxBytes: 1_000_000 },
  });
}

function thing(name: string): ApiObject {
  return { apiVersion: 'v1', kind: 'Thing', metadata: { name, namespace: 'n' } };
}

test('changes that come while the disk is busy are committed together', async () => {
  const disk = new Disk();
  const store = openOn(disk);
  const opened = Promise.withResolvers<void>();
  disk.gate = opened.promise;
  store.put('things', thing('first'));
  await Promise.resolve();
  for (const name of ['a', 'b', 'c', 'd']) store.put('things', thing(name));
  opened.resolve();
  await store.settled();
  expect(disk.batches.map(({ rows }) => rows.map(({ name }) => name))).toEqual([['first'], ['a', 'b', 'c', 'd']]);
});

test('nobody hears of a change before it is durable', async () => {
  const disk = new Disk();
  const store = openOn(disk);
  const heard: ChangeEvent[] = [];
  store.onCommit((events) => heard.push(...events));
  const opened = Promise.withResolvers<void>();
  disk.gate = opened.promise;
  const published = store.published;
  store.put('things', thing('a'));
  await new Promise((resolve) => setImmediate(resolve));
  expect([heard.length, store.published]).toEqual([0, published]);
  expect(store.listAt('things', undefined, published)).toEqual([]);
  opened.resolve();
  await store.settled();
  expect(heard.map(({ type, object }) => [type, object.name])).toEqual([['ADDED', 'a']]);
});

test('a full disk refuses writes with its reason, loses none, and goes on when there is room', async () => {
  const disk = new Disk();
  const store = openOn(disk);
  disk.isFull = true;
  store.put('things', thing('waiting'));
  const settled = store.settled();
  await eventually('the failure is known', () => {
    try {
      store.put('things', thing('refused'));
      return false;
    } catch (error) {
      expect(error).toMatchObject({ code: 500, reason: 'InternalError', message: expect.stringContaining('disk is full') });
      return true;
    }
  });
  disk.isFull = false;
  await settled;
  await eventually('writes are taken again', () => {
    try {
      store.put('things', thing('later'));
      return true;
    } catch {
      return false;
    }
  });
  await store.settled();
  const names = disk.batches.flatMap(({ rows }) => rows.map(({ name }) => name));
  expect(names[0]).toBe('waiting');
  expect(names.at(-1)).toBe('later');
  const versions = disk.batches.flatMap(({ rows }) => rows.map(({ version }) => version));
  expect(versions).toEqual(versions.toSorted((left, right) => left - right));
  await store.close();
});

test('what was not durable when the store closed is not said to be', async () => {
  const disk = new Disk();
  const store = openOn(disk);
  disk.isFull = true;
  store.put('things', thing('a'));
  const settled = store.settled();
  await eventually('the failure is known', () => {
    try {
      store.put('things', thing('b'));
      return false;
    } catch {
      return true;
    }
  });
  await Promise.all([expect(settled).rejects.toMatchObject({ code: 'GSE_EMBEDDED_CLOSED' }), store.close()]);
});
