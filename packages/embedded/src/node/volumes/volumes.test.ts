import {
  chmodSync,
  existsSync,
  lstatSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  readlinkSync,
  rmSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Pod } from '@gse/kube';
import { afterEach, beforeEach, expect, test } from 'vitest';
import type { ObjectLookup } from '../pod/container-env.ts';
import type { NodeVolume } from '../pod/pod-extras.ts';
import { writeAtomically } from './atomic-folder.ts';
import { giveAway } from './ownership.ts';
import { PodVolumes } from './pod-volumes.ts';
import { volumeFiles } from './projection.ts';

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'gse-volumes-'));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

const file = (path: string, text: string, mode = 0o644) => ({ path, content: Buffer.from(text), mode });
const isRoot = process.getuid?.() === 0;

test('files appear all at once through one link, and what is not wanted any more goes', async () => {
  await writeAtomically(folder, [file('a', '1'), file('deep/b', '2', 0o400)], undefined);
  expect(readFileSync(join(folder, 'deep/b'), 'utf8')).toBe('2');
  expect(statSync(join(folder, 'deep/b')).mode & 0o777).toBe(0o400);
  const before = readlinkSync(join(folder, '..data'));
  await writeAtomically(folder, [file('a', '1'), file('deep/b', '2', 0o400)], undefined);
  expect(readlinkSync(join(folder, '..data'))).toBe(before);
  await writeAtomically(folder, [file('c', '3')], undefined);
  expect(readdirSync(folder).filter((name) => !name.startsWith('..'))).toEqual(['c']);
  expect(readdirSync(folder)).toHaveLength(3);
});

const pod: Pod = {
  apiVersion: 'v1',
  kind: 'Pod',
  metadata: { name: 'p', namespace: 'n', uid: 'u', labels: { a: 'b' } },
  spec: { containers: [] },
};
const objects: ObjectLookup = {
  secret: (_namespace, name) =>
    name === 's'
      ? { apiVersion: 'v1', kind: 'Secret', metadata: { name }, data: { k: Buffer.from([0, 255]).toString('base64'), l: '' } }
      : undefined,
  configMap: (_namespace, name) =>
    name === 'c' ? { apiVersion: 'v1', kind: 'ConfigMap', metadata: { name }, data: { x: 'y' }, binaryData: { z: 'AA==' } } : undefined,
};
const filesOf = (volume: NodeVolume, hasOwner = true) =>
  volumeFiles(volume, pod, objects, '127.0.0.1', hasOwner)?.map(
    ({ path, content, mode }) => `${path} ${Buffer.from(content).toString('hex')} ${mode.toString(8)}`,
  );

test('Secrets are for their reader only, ConfigMaps for everybody, and items rename', () => {
  expect(filesOf({ name: 'v', secret: { secretName: 's', defaultMode: 0o644 } })).toEqual(['k 00ff 400', 'l  400']);
  expect(filesOf({ name: 'v', secret: { secretName: 's', defaultMode: 0o440 } })?.[0]).toBe('k 00ff 440');
  expect(filesOf({ name: 'v', secret: { secretName: 's' } }, false)?.[0]).toBe('k 00ff 444');
  expect(filesOf({ name: 'v', secret: { secretName: 's', items: [{ key: 'k', path: 'd/e', mode: 0o600 }] } })).toEqual(['d/e 00ff 600']);
  expect(filesOf({ name: 'v', configMap: { name: 'c' } })).toEqual(['x 79 644', 'z 00 644']);
});

test('a projected volume puts its sources together', () => {
  const sources = [
    { secret: { name: 's', items: [{ key: 'k', path: 'k' }] } },
    { configMap: { name: 'c' } },
    { downwardAPI: { items: [{ path: 'labels', fieldRef: { fieldPath: 'metadata.labels' } }] } },
  ];
  expect(filesOf({ name: 'v', projected: { sources } })).toEqual([
    'k 00ff 400',
    'x 79 644',
    'z 00 644',
    `labels ${Buffer.from('a="b"\n').toString('hex')} 644`,
  ]);
  expect(() => filesOf({ name: 'v', projected: { sources: [{ serviceAccountToken: {} }] } })).toThrow(
    'automountServiceAccountToken: false',
  );
});

test.each([
  ['a missing Secret', { name: 'v', secret: { secretName: 'none' } }, 'secret "none" not found'],
  ['a missing key', { name: 'v', secret: { secretName: 's', items: [{ key: 'none', path: 'x' }] } }, 'has no key "none"'],
  [
    'a path out of the volume',
    { name: 'v', secret: { secretName: 's', items: [{ key: 'k', path: '../x' }] } },
    'not a path inside a volume',
  ],
  ['an absolute path', { name: 'v', secret: { secretName: 's', items: [{ key: 'k', path: '/etc/x' }] } }, 'not a path inside a volume'],
])('%s is refused with its name', (_what, volume, message) => {
  expect(() => filesOf(volume)).toThrow(message);
});

test('what is optional may be missing, and other kinds are not files', () => {
  expect(filesOf({ name: 'v', secret: { secretName: 'none', optional: true } })).toEqual([]);
  expect(filesOf({ name: 'v', emptyDir: {} })).toBeUndefined();
});

function volumes(): PodVolumes {
  return new PodVolumes({
    dataDir: folder,
    objects,
    podIP: '127.0.0.1',
    isRoot,
    claimFolder: () => Promise.resolve(join(folder, 'claim')),
  });
}

test("a pod's folders can be entered by this user only, and are written by the game's user", async () => {
  const withUser: Pod = {
    ...pod,
    spec: {
      containers: [],
      securityContext: { runAsUser: 1000, fsGroup: 1001 },
      volumes: [
        { name: 'gse', emptyDir: {} },
        { name: 's', secret: { secretName: 's' } },
      ],
    },
  };
  const user: Pod = { ...withUser, spec: { ...withUser.spec, containers: [{ name: 'game' }] } };
  const folders = await volumes().prepare(user);
  expect(statSync(join(folder, 'pods/u')).mode & 0o777).toBe(0o700);
  const scratch = statSync(folders.get('gse') ?? '');
  expect(scratch.mode & 0o777).toBe(0o777);
  if (!isRoot) return;
  expect([scratch.uid, scratch.gid]).toEqual([1000, 1001]);
  const secret = statSync(join(folders.get('s') ?? '', 'k'));
  expect([secret.uid, secret.gid, secret.mode & 0o777]).toEqual([1000, 1001, 0o400]);
});

test('a subPath stays inside its volume, whatever the game put there', async () => {
  const data = join(folder, 'data');
  mkdirSync(data);
  symlinkSync('/etc', join(data, 'link'));
  const mount = (subPath: string) =>
    volumes().mounts({ name: 'c', volumeMounts: [{ name: 'data', mountPath: '/d', subPath }] }, new Map([['data', data]]), undefined);
  expect(await mount('worlds/one')).toEqual([{ hostPath: join(data, 'worlds/one'), mountPath: '/d', readOnly: false }]);
  expect(existsSync(join(data, 'worlds/one'))).toBe(true);
  await expect(mount('../x')).rejects.toThrow('leads out of its volume');
  await expect(mount('link/gse-test')).rejects.toThrow('link out of its volume');
  expect(existsSync('/etc/gse-test')).toBe(false);
  await expect(mount('link')).rejects.toThrow('link out of its volume');
});

test.skipIf(!isRoot)('giving a folder away changes every owner and follows no link', async () => {
  const outside = join(folder, 'outside');
  writeFileSync(outside, '');
  const data = join(folder, 'data');
  mkdirSync(join(data, 'deep'), { recursive: true });
  writeFileSync(join(data, 'deep/file'), '');
  chmodSync(join(data, 'deep/file'), 0o600);
  symlinkSync(outside, join(data, 'link'));
  await giveAway(data, { uid: 1000, gid: 1000 }, AbortSignal.timeout(5000));
  expect(['', 'deep', 'deep/file', 'link'].map((path) => lstatSync(join(data, path)).uid)).toEqual([1000, 1000, 1000, 1000]);
  expect(statSync(outside).uid).toBe(0);
});
