// @ts-check
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { root } from '../toolchain/layout.mjs';
import { bundle } from './bundle.mjs';
import { packagesOf, thirdParty } from './licences.mjs';

/** @type {string} */
let folder;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'gse-bundle-'));
});
afterEach(() => rm(folder, { recursive: true, force: true }));

test('code that pretends to be a game does not get into the image', async () => {
  const entry = join(folder, 'main.ts');
  await writeFile(
    entry,
    `import { simulatorOf } from ${JSON.stringify(join(root, 'games/catalog/src/simulators.ts'))};\nconsole.log(simulatorOf);`,
  );
  await expect(bundle({ entry, outdir: join(folder, 'out') })).rejects.toThrow(/simulators or tests:\n {2}games\/\S+\/src\/simulator/);
});

test('every package in the image is named with its licence', async () => {
  const entry = join(folder, 'main.ts');
  await writeFile(
    entry,
    `import { z } from ${JSON.stringify(join(root, 'packages/resources/node_modules/zod/index.js'))};\nconsole.log(z.string());`,
  );
  const { inputs, bytes } = await bundle({ entry, outdir: join(folder, 'out') });
  expect(bytes).toBeGreaterThan(1000);
  expect(thirdParty(packagesOf(inputs))).toMatch(/^zod@[0-9.]+: MIT$/m);
});
