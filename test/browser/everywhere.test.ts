import { games } from '@gse/catalog';
import type { Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { MachineClient } from '../support/client.ts';
import { TestMachine, until } from '../support/machine.ts';
import { findings } from './support/axe.ts';
import { browserProblem, scrollsSideways, TestBrowser, type Look } from './support/browser.ts';
import { openEverything, pagesOf } from './support/pages.ts';

const problem = browserProblem();
const looks: readonly (Look & { readonly name: string })[] = [
  { name: 'light on a desk', theme: 'light', width: 1280, height: 850 },
  { name: 'dark on a phone', theme: 'dark', width: 360, height: 740 },
];

describe.skipIf(problem !== undefined)(`every page, for everybody${problem === undefined ? '' : ` (${problem})`}`, () => {
  let machine: TestMachine;
  let browser: TestBrowser;
  beforeAll(async () => {
    machine = await new TestMachine().start();
    browser = await TestBrowser.start();
    const client = new MachineClient(machine);
    await client.order('running', { game: 'minecraft', licences: [{ id: 'minecraft-eula', accepted: true }] });
    await client.order('waiting', { game: 'minecraft' });
    await client.order('stopped', { game: 'factorio', state: 'Stopped' });
    await until(async () => (await client.server('running'))?.status?.['health'] === 'Healthy', {
      what: 'a healthy server',
      within: 90_000,
    });
    await until(async () => (await client.server('waiting'))?.status?.['reason'] !== undefined, { what: 'a server with a reason' });
  });
  afterAll(async () => {
    await browser?.[Symbol.asyncDispose]();
    await machine?.[Symbol.asyncDispose]();
  });

  it.each(looks)('is readable, reachable and no wider than the window: $name', async (look) => {
    const faults: string[] = [];
    const judge = async (page: Page, path: string): Promise<void> => {
      faults.push(...(await findings(page)).map((finding) => `${path}: ${finding}`));
      if (await scrollsSideways(page)) faults.push(`${path}: scrolls sideways`);
    };
    await using signedOut = await browser.person(machine, { ...look, isSignedIn: false });
    const door = await signedOut.newPage();
    await door.goto('/servers');
    await door.getByRole('button', { name: 'Sign in' }).waitFor();
    await judge(door, 'sign-in');

    await using person = await browser.person(machine, look);
    const page = await person.newPage();
    for (const path of pagesOf(
      ['running', 'waiting', 'stopped'],
      games.map(({ id }) => id),
    )) {
      await page.goto(path);
      await openEverything(page);
      await judge(page, path);
    }
    expect(faults).toEqual([]);
    expect(browser.complaints).toEqual([]);
  });

  it('loads no more at first than 180 kB, and console and charts only when they are wanted', async () => {
    await using person = await browser.person(machine, { theme: 'light' });
    const page = await person.newPage();
    const session = await person.newCDPSession(page);
    await session.send('Network.enable');
    const bytes = new Map<string, number>();
    const urls = new Map<string, string>();
    session.on('Network.responseReceived', ({ requestId, response }) => void urls.set(requestId, response.url));
    session.on(
      'Network.loadingFinished',
      ({ requestId, encodedDataLength }) => void bytes.set(urls.get(requestId) ?? '', encodedDataLength),
    );
    await page.goto('/servers');
    await page.getByRole('link', { name: 'running' }).waitFor();
    await page.waitForLoadState('load');
    const app = [...bytes].filter(([url]) => !new URL(url).pathname.startsWith('/api/'));
    expect(
      app.reduce((sum, [, size]) => sum + size, 0),
      JSON.stringify(app),
    ).toBeLessThan(180_000);
    expect(app.map(([url]) => url).join(' ')).not.toMatch(/xterm|uplot/i);
  });
});
