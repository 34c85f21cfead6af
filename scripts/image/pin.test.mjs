// @ts-check
import { mkdir, mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { pinImage } from './pin.mjs';

test('a release names its image in every chart that runs it', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'gse-pin-'));
  for (const chart of ['gse-operator', 'gse-api']) await mkdir(join(folder, 'charts/system', chart, 'files'), { recursive: true });
  const image = `registry.example.org:5000/games/gse:1.2.3@sha256:${'0a'.repeat(32)}`;
  const files = pinImage(folder, image);
  expect(files).toHaveLength(2);
  for (const file of files) expect(await readFile(join(folder, file), 'utf8')).toBe(`${image}\n`);
  await rm(folder, { recursive: true, force: true });
});

test.each(['gse', 'gse:', 'Gse:1', 'gse:1@sha256:00', 'gse:1 --privileged'])('%j names no image', (image) => {
  expect(() => pinImage('/nowhere', image)).toThrow('is not an image with a tag');
});
