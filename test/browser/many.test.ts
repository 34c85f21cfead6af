import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { MachineClient } from '../support/client.ts';
import { TestMachine, until } from '../support/machine.ts';
import { browserProblem, TestBrowser } from './support/browser.ts';

const problem = browserProblem();
const SERVERS = 500;
const AT_ONCE = 12;

/** Orders that nothing runs for: what the list costs does not depend on games. */
async function orderMany(client: MachineClient, count: number): Promise<void> {
  const names = Array.from({ length: count }, (_, index) => `server-${String(index).padStart(3, '0')}`);
  await Promise.all(
    Array.from({ length: AT_ONCE }, async () => {
      for (let name = names.pop(); name !== undefined; name = names.pop()) await client.order(name, { game: 'factorio', state: 'Stopped' });
    }),
  );
}

describe.skipIf(problem !== undefined)(`a list of ${SERVERS} servers in the browser${problem === undefined ? '' : ` (${problem})`}`, () => {
  let machine: TestMachine;
  let client: MachineClient;
  let browser: TestBrowser;
  beforeAll(async () => {
    machine = await new TestMachine().start();
    client = new MachineClient(machine);
    browser = await TestBrowser.start();
    await orderMany(client, SERVERS);
    await until(async () => (await client.server('server-499'))?.status?.['phase'] === 'Stopped', {
      what: 'the last server',
      within: 240_000,
    });
  });
  afterAll(async () => {
    await browser?.[Symbol.asyncDispose]();
    await machine?.[Symbol.asyncDispose]();
  });

  it('draws only what is near the window, filters all of them, and asks for changes over one connection', async () => {
    await using person = await browser.person(machine);
    const page = await person.newPage();
    const asked: string[] = [];
    page.on('request', (request) => void asked.push(`${request.method()} ${new URL(request.url()).pathname}`));
    await page.goto('/servers');
    await page.getByText(`${SERVERS} servers`).waitFor();
    const rows = page.getByRole('rowgroup').getByRole('row');
    expect(await rows.count()).toBeLessThan(60);

    await page.getByRole('searchbox').fill('server-12');
    await page.getByText(`10 of ${SERVERS} servers`).waitFor();
    expect(await rows.count()).toBe(10);
    await page.getByRole('searchbox').fill('');
    await page.getByText(`${SERVERS} servers`).waitFor();
    const last = page.getByRole('link', { name: 'server-499' });
    // The page grows to its full length a moment after the filter is gone.
    const scroll = async () => {
      await page.mouse.wheel(0, 1_000_000);
      return await last.isVisible();
    };
    await until(scroll, { what: 'the last server in the list' });

    // What changes appears by itself, and nothing was asked for again.
    const before = asked.length;
    await page.getByRole('searchbox').fill('server-250');
    await client.patch('server-250', { state: 'Running' });
    await rows.getByText('Running').waitFor({ timeout: 90_000 });
    expect(asked.slice(before).filter((request) => request.includes('/api/'))).toEqual([]);
    expect(asked.filter((request) => request.includes('/api/v1/events'))).toHaveLength(1);
    expect(browser.complaints).toEqual([]);
  });
});
