import { createServer, type AddressInfo } from 'node:net';
import type { Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { MachineClient } from '../support/client.ts';
import { TestMachine, until } from '../support/machine.ts';
import { browserProblem, TestBrowser } from './support/browser.ts';

const problem = browserProblem();
const LONG = { timeout: 90_000 };

describe.skipIf(problem !== undefined)(`what people count on in the pages${problem === undefined ? '' : ` (${problem})`}`, () => {
  let machine: TestMachine;
  let client: MachineClient;
  let browser: TestBrowser;
  let page: Page;
  beforeAll(async () => {
    machine = await new TestMachine().start();
    client = new MachineClient(machine);
    browser = await TestBrowser.start();
    page = await (await browser.person(machine)).newPage();
  });
  afterAll(async () => {
    await browser?.[Symbol.asyncDispose]();
    await machine?.[Symbol.asyncDispose]();
  });

  const ways = async (): Promise<string[]> =>
    await page
      .locator('#section-network input[type=radio]')
      .evaluateAll((radios) => radios.map((radio) => radio.getAttribute('value') ?? ''));

  it('the ways to reach a server are those that are offered here, and a port number of one’s own is the one that players type', async () => {
    const port = await freePort();
    const { types } = await client.api('GET', 'games/factorio/network?namespace=default');
    await page.goto('/marketplace/factorio');
    await page.getByLabel('Name of the server').fill('reached');
    await page.getByRole('button', { name: /^How players reach it/ }).click();
    await page.getByLabel('Game', { exact: true }).waitFor();
    expect(await ways()).toEqual(types);
    await page.getByLabel('Game', { exact: true }).fill('70000');
    // In the words of charts and admission policies.
    await page.getByText('Must be a whole number from 1 to 65535.').first().waitFor();
    await page.getByLabel('Game', { exact: true }).fill(String(port));
    await page
      .getByRole('button', { name: /^Order/ })
      .first()
      .click();
    await page.locator('main header').first().getByText('Running', { exact: true }).waitFor(LONG);
    await page.locator('main header').first().getByText(`:${port}`).waitFor(LONG);

    await page.goto('/servers/default/reached/settings');
    await page.locator('#section-network input[value=ClusterIP]').check();
    await page.getByRole('button', { name: 'Apply' }).click();
    await until(async () => ((await client.server('reached'))?.spec['network'] as { type?: string } | undefined)?.type === 'ClusterIP', {
      what: 'the other way',
    });
    await page.goto('/servers/default/reached/overview');
    await page.getByText('Nobody can join from outside').waitFor(LONG);
  });

  it('the last lines of a crash stay open when another one comes', async () => {
    const crashes = async (): Promise<number> =>
      ((await client.server('reached'))?.status?.['crash'] as { count?: number } | undefined)?.count ?? 0;
    await client.command('reached', 'simulate next-start 5 diagnose OutOfMemory');
    await client.command('reached', 'simulate diagnose OutOfMemory').catch(() => undefined);
    await page.getByRole('button', { name: 'Last lines before the end' }).click(LONG);
    await page.locator('pre').first().waitFor(LONG);
    const before = await crashes();
    await until(async () => (await crashes()) > before, { what: 'another crash', within: 120_000 });
    await page.getByRole('button', { name: 'Hide the lines' }).waitFor(LONG);
    await page.locator('pre').first().waitFor(LONG);
    expect(browser.complaints).toEqual([]);
  });
});

async function freePort(): Promise<number> {
  const probe = createServer();
  await new Promise<void>((resolve) => probe.listen(0, '127.0.0.1', resolve));
  const { port } = probe.address() as AddressInfo;
  await new Promise((resolve) => probe.close(resolve));
  return port;
}
