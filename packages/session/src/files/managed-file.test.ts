import {
  chmodSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { json, properties, text } from '@gse/sdk';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { applyManagedFile } from './managed-file.ts';

let root: string;
beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), 'gse-managed-file-'));
});
afterEach(() => rmSync(root, { recursive: true, force: true }));

const read = (path: string): string => readFileSync(join(root, path), 'utf8');

test('a missing file is made, with its folders, readable for the game alone', async () => {
  expect(await applyManagedFile(root, json('config/server/a.json', { port: 1 }))).toBe(true);
  expect(JSON.parse(read('config/server/a.json'))).toEqual({ port: 1 });
  expect(statSync(join(root, 'config/server/a.json')).mode & 0o777).toBe(0o640);
});

test('what people wrote by hand stays, in its encoding and mode', async () => {
  const path = join(root, 'server.properties');
  writeFileSync(path, Buffer.from('# gr\xfc\xdfe\nmotd=old\nby-hand=yes\n', 'latin1'));
  chmodSync(path, 0o600);
  expect(await applyManagedFile(root, properties('server.properties', { motd: 'new' }))).toBe(true);
  expect(readFileSync(path, 'latin1')).toBe('# gr\xfc\xdfe\nmotd=new\nby-hand=yes\n');
  expect(statSync(path).mode & 0o777).toBe(0o600);
});

test('a file that is right already is not touched', async () => {
  await applyManagedFile(root, properties('a.properties', { motd: 'x' }));
  const { ino, mtimeMs } = statSync(join(root, 'a.properties'));
  expect(await applyManagedFile(root, properties('a.properties', { motd: 'x' }))).toBe(false);
  expect(statSync(join(root, 'a.properties'))).toMatchObject({ ino, mtimeMs });
});

test('what is only for a new world is not written into an old one', async () => {
  writeFileSync(join(root, 'map.txt'), 'mine');
  await applyManagedFile(root, text('map.txt', 'theirs', { onlyIfAbsent: true }));
  expect(read('map.txt')).toBe('mine');
});

test.each(['../outside', '/etc/passwd', 'a/../../b', 'a//b', '', '.', 'a/./b', 'a\\..\\b', 'a\0b', 'x'.repeat(300)])(
  'the path %j is refused',
  async (path) => {
    await expect(applyManagedFile(root, text(path, 'x'))).rejects.toMatchObject({ code: 'GSE_MANAGED_FILE' });
    expect(readdirSync(root)).toEqual([]);
  },
);

test('links are neither read nor written through', async () => {
  const outside = mkdtempSync(join(tmpdir(), 'gse-outside-'));
  writeFileSync(join(outside, 'secret.properties'), 'password=hunter2\n');
  symlinkSync(join(outside, 'secret.properties'), join(root, 'server.properties'));
  symlinkSync(outside, join(root, 'config'));
  await expect(applyManagedFile(root, properties('server.properties', { motd: 'x' }))).rejects.toThrow(
    /server\.properties.*symbolic link.*Replace/s,
  );
  await expect(applyManagedFile(root, text('config/new.txt', 'x'))).rejects.toThrow(/symbolic link/);
  expect(readFileSync(join(outside, 'secret.properties'), 'utf8')).toBe('password=hunter2\n');
  expect(existsSync(join(outside, 'new.txt'))).toBe(false);
  rmSync(outside, { recursive: true });
});

test('a file that cannot be edited without loss says where and what to do, and stays', async () => {
  writeFileSync(join(root, 'ops.json'), '{ "broken": ');
  await expect(applyManagedFile(root, json('ops.json', { a: 1 }))).rejects.toThrow(/^ops\.json: .*Correct ops\.json by hand/s);
  expect(read('ops.json')).toBe('{ "broken": ');
  mkdirSync(join(root, 'folder.json'));
  await expect(applyManagedFile(root, json('folder.json', { a: 1 }))).rejects.toMatchObject({ path: 'folder.json' });
});

test('no half-written file is left behind', async () => {
  await applyManagedFile(root, text('a.txt', 'x'));
  expect(readdirSync(root)).toEqual(['a.txt']);
});

test.runIf(process.getuid?.() === 0)('files belong to the game when the agent is root', async () => {
  await applyManagedFile(root, text('made/a.txt', 'x'), { owner: { uid: 1234, gid: 1235 } });
  expect(statSync(join(root, 'made'))).toMatchObject({ uid: 1234, gid: 1235 });
  expect(statSync(join(root, 'made/a.txt'))).toMatchObject({ uid: 1234, gid: 1235 });
});
