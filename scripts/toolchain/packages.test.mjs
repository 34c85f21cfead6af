import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { layout } from './layout.mjs';
import { hasPackages, installPackages, packagesKey } from './packages.mjs';

/** @type {import('./layout.mjs').Layout} */
let where;
beforeEach(async () => {
  where = layout(await mkdtemp(join(tmpdir(), 'gse-packages-')));
  await mkdir(join(where.checkout, 'packages', 'one'), { recursive: true });
  await writeFile(join(where.checkout, 'pnpm-lock.yaml'), 'lock');
  await writeFile(join(where.checkout, 'packages', 'one', 'package.json'), '{}');
});
afterEach(() => rm(where.checkout, { recursive: true }));

/** Stands in for pnpm: fails while the folder holds a broken installation. */
async function fakePnpm() {
  const path = join(where.checkout, 'pnpm');
  const script = '#!/bin/sh\n[ -e node_modules/broken ] && { echo broken; exit 1; }\nmkdir -p node_modules\necho once >> runs\n';
  await writeFile(path, script, { mode: 0o755 });
  return path;
}

it.each(['pnpm-lock.yaml', 'packages/one/package.json', 'pnpm-workspace.yaml'])('has another key when %s changes', async (file) => {
  const before = await packagesKey(where, '1');
  expect(await packagesKey(where, '1')).toBe(before);
  await writeFile(join(where.checkout, file), 'changed');
  expect(await packagesKey(where, '1')).not.toBe(before);
});

it('knows afterwards that the packages are there', async () => {
  expect(await hasPackages(where, 'key')).toBe(false);
  await installPackages(where, { pnpm: await fakePnpm(), key: 'key' });
  expect(await hasPackages(where, 'key')).toBe(true);
  expect(await hasPackages(where, 'other')).toBe(false);
});

it('starts from nothing when a half-installed state is in the way', async () => {
  await mkdir(join(where.packages, 'broken'), { recursive: true });
  await installPackages(where, { pnpm: await fakePnpm(), key: 'key' });
  expect(await hasPackages(where, 'key')).toBe(true);
});
