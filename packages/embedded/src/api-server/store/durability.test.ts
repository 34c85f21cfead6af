import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { itemsOf, metadataOf, namesOf } from '../contract/case.ts';
import { configMap, widget } from '../contract/samples.ts';
import { objectAt } from '../json.ts';
import { startServer } from '../testing/server.ts';
import { createApiServer } from '../index.ts';

let folder = '';
let path = '';
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'gse-store-'));
  path = join(folder, 'kubernetes.db');
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

/** Writes in a process of its own until `lines` states are acknowledged, kills it, and gives what was acknowledged. */
async function writeAndKill(round: number, lines: number): Promise<string[]> {
  const child = spawn(process.execPath, [join(import.meta.dirname, 'durability.writer.ts'), path, String(round)], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  let output = '';
  child.stdout.setEncoding('utf8');
  child.stdout.on('data', (text: string) => {
    output += text;
    if (output.split('\n').length > lines) child.kill('SIGKILL');
  });
  const [, signal] = await once(child, 'close');
  expect(signal).toBe('SIGKILL');
  return output.split('\n').slice(0, -1);
}

/** The last acknowledged state of each object. */
function lastStates(lines: readonly string[]): Map<string, string> {
  return new Map(
    lines.map((line) => {
      const [name = '', state = ''] = line.split(' ');
      return [name, state];
    }),
  );
}

test('a killed process has lost no write it acknowledged', { timeout: 120_000 }, async () => {
  const acknowledged = new Map<string, string>();
  for (let round = 0; round < 5; round += 1) {
    const lines = await writeAndKill(round, 50 + Math.floor(Math.random() * 800));
    for (const [name, state] of lastStates(lines)) acknowledged.set(name, state);
    const { server, client } = await startServer({ databasePath: path });
    const list = (await client.get('/api/v1/namespaces/default/configmaps')).body;
    const found = new Map(itemsOf(list).map((item) => [String(metadataOf(item)['name']), String(objectAt(item, 'data')?.['state'])]));
    for (const [name, state] of acknowledged) {
      const kept = found.get(name);
      // A write may have reached the disk although its answer never left: then the object is one step ahead.
      if (state === 'gone') expect(kept, name).toBeUndefined();
      else if (state === '3') expect([undefined, '3'], name).toContain(kept);
      else expect([state, String(Number(state) + 1)], name).toContain(kept);
      // Beyond the doubt of the last step, what is there now is what must stay.
      acknowledged.set(name, kept ?? 'gone');
    }
    await server.close();
  }
  expect(acknowledged.size).toBeGreaterThan(20);
});

test('versions go on where they were, and watches resume across a restart', async () => {
  const before = await startServer({ databasePath: path });
  const widgets = before.client.path('widgets.contract.gse.cozystack.io');
  await before.client.create('widgets.contract.gse.cozystack.io', widget('a', { size: 1 }, { labels: { on: 'yes' } }));
  const version = String(metadataOf((await before.client.get(widgets)).body)['resourceVersion']);
  await before.client.patch(`${widgets}/a`, 'merge', { metadata: { labels: { on: null } } });
  await before.client.create('widgets.contract.gse.cozystack.io', widget('b', { size: 1 }, { labels: { on: 'yes' } }));
  await before.client.send('DELETE', `${widgets}/b`);
  await before.server.close();

  await using after = await startServer({ databasePath: path });
  const events = await after.client.watch(`${widgets}?resourceVersion=${version}&labelSelector=on`, 3);
  expect(events.map(({ type, object }) => `${type} ${String(metadataOf(object)['name'])}`)).toEqual(['DELETED a', 'ADDED b', 'DELETED b']);
  const made = await after.client.create('widgets.contract.gse.cozystack.io', widget('c'));
  expect(Number(metadataOf(made)['resourceVersion'])).toBeGreaterThan(Number(metadataOf(events[2]?.object ?? {})['resourceVersion']));
});

test('the file is compacted: old versions go, current ones and the newest history stay', { timeout: 60_000 }, async () => {
  const history = { maxEvents: 50 };
  const first = await startServer({ databasePath: path, history });
  await first.client.create('configmaps', configMap('old'));
  await first.client.create('configmaps', configMap('busy'));
  for (let count = 0; count < 2500; count += 1) {
    await first.client.patch(first.client.path('configmaps', 'busy'), 'merge', { data: { count: String(count) } });
  }
  await first.server.close();
  await using second = await startServer({ databasePath: path, history });
  const list = (await second.client.get(second.client.path('configmaps'))).body;
  expect(namesOf(list)).toEqual(['busy', 'old']);
  expect(itemsOf(list)[0]?.['data']).toEqual({ key: 'value', count: '2499' });
  const [event] = await second.client.watch(`${second.client.path('configmaps')}?resourceVersion=3`, 1);
  expect([event?.type, event?.object['code'], event?.object['reason']]).toEqual(['ERROR', 410, 'Expired']);
});

test('a file that another server has open is refused with a sentence', async () => {
  await using first = await startServer({ databasePath: path });
  await first.client.create('configmaps', configMap('a'));
  expect(() => createApiServer({ databasePath: path })).toThrow(expect.objectContaining({ code: 'GSE_EMBEDDED_DATABASE_LOCKED' }));
});

test('a file that is no database is refused with a sentence', () => {
  expect(() => createApiServer({ databasePath: folder })).toThrow(expect.objectContaining({ code: 'GSE_EMBEDDED_DATABASE_UNUSABLE' }));
});
