import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { World } from '../../test/world.ts';

const html = { accept: 'text/html,application/xhtml+xml,*/*;q=0.8' };
let folder: string;
let world: World;
beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'gse-pages-'));
  mkdirSync(join(folder, 'assets'));
  writeFileSync(join(folder, 'index.html'), '<!doctype html><title>The app</title>');
  writeFileSync(join(folder, 'icon.svg'), '<svg/>');
  writeFileSync(join(folder, 'assets/app-1a2b.js'), 'the app');
  world = await World.start({ pages: folder });
});
afterAll(async () => {
  await world[Symbol.asyncDispose]();
  rmSync(folder, { recursive: true, force: true });
});
const ask = async (path: string, headers = {}) => await world.ask('GET', path, { token: null, headers });

test('every address that is not the API is the app, with a policy that allows nothing inline, foreign or evaluated', async () => {
  for (const path of ['/', '/servers', '/servers/default/my-world/console', '/marketplace?tag=sandbox']) {
    const page = await ask(path, html);
    expect(page).toMatchObject({ status: 200, body: expect.stringContaining('The app') });
    const policy = page.headers.get('content-security-policy') ?? '';
    expect(policy).toContain("default-src 'none'; script-src 'self'; style-src 'self'");
    expect(policy).not.toMatch(/unsafe|\*|https?:/);
    expect(page.headers.get('cache-control')).toBe('no-cache');
  }
});

test('what has a hash in its name is kept for ever, the rest is asked for again', async () => {
  const asset = await ask('/assets/app-1a2b.js');
  expect(asset.headers.get('cache-control')).toBe('public, max-age=31536000, immutable');
  expect(asset.headers.get('content-type')).toMatch(/javascript/);
  expect((await ask('/icon.svg')).headers.get('cache-control')).toBe('no-cache');
});

test('programs that ask for nothing of the API get an error, not a page', async () => {
  expect((await ask('/servers', { accept: 'application/json' })).status).toBe(404);
  expect((await ask('/api/v1/nothing', html)).status).toBe(404);
  expect((await ask('/api/nothing', html)).status).toBe(404);
  expect((await ask('/assets/app-0000.js')).status).toBe(404);
  expect((await ask('/../../etc/passwd')).status).toBe(404);
  expect((await ask('/assets/%2e%2e/%2e%2e/etc/passwd')).status).toBe(404);
});

test('a link that was used shows the app, which says so', async () => {
  expect(await ask('/sign-in/spent', html)).toMatchObject({ status: 410, body: expect.stringContaining('The app') });
});
