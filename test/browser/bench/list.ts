import type { MachineClient } from '../../support/client.ts';
import { until, type TestMachine } from '../../support/machine.ts';
import type { TestBrowser } from '../support/browser.ts';
import { longestTaskMs } from './trace.ts';

const AT_ONCE = 16;
const WITHIN_MS = 900_000;

/** What the list of servers costs with so many running. */
export async function benchList(
  browser: TestBrowser,
  machine: TestMachine,
  client: MachineClient,
  servers: number,
): Promise<{
  readonly orderSeconds: number;
  /** Starting the app itself: the browser evaluates its code. */
  readonly startMs: number;
  /** The list, in an app that has started. */
  readonly openMs: number;
  readonly filterMs: number;
  readonly scrollMs: number;
  readonly connections: number;
}> {
  const began = Date.now();
  const names = Array.from({ length: servers }, (_, index) => `many-${String(index).padStart(4, '0')}`);
  const queue = [...names];
  await Promise.all(
    Array.from({ length: AT_ONCE }, async () => {
      for (let name = queue.shift(); name !== undefined; name = queue.shift()) await client.order(name, { game: 'factorio' });
    }),
  );
  const running = async (): Promise<boolean> =>
    (await client.kubeList('apis/gse.cozystack.io/v1alpha1/gameservers')).filter(({ status }) => status?.['phase'] === 'Running').length >
    servers;
  await until(running, { what: 'all servers Running', within: WITHIN_MS, everyMs: 2_000 });
  const orderSeconds = Math.round((Date.now() - began) / 1000);

  await using person = await browser.person(machine);
  const page = await person.newPage();
  let connections = 0;
  page.on('request', (request) => {
    if (new URL(request.url()).pathname === '/api/v1/events') connections++;
  });
  const startMs = await longestTaskMs(page, async () => {
    await page.goto('/marketplace');
    await page.getByRole('heading', { name: 'Marketplace' }).waitFor();
    await page.waitForTimeout(2_000);
  });
  const openMs = await longestTaskMs(page, async () => {
    await page.getByRole('link', { name: 'Servers', exact: true }).click();
    await page.getByText(`${servers + 1} servers`).waitFor();
    await page.waitForTimeout(1_000);
  });
  const search = page.getByRole('searchbox');
  const filterMs = await longestTaskMs(page, async () => {
    await search.pressSequentially('many-01', { delay: 60 });
    await page.waitForTimeout(500);
    await search.fill('');
    await page.waitForTimeout(500);
  });
  const scrollMs = await longestTaskMs(page, async () => {
    for (let turn = 0; turn < 60; turn++) {
      await page.mouse.wheel(0, 700);
      await page.waitForTimeout(16);
    }
  });
  return { orderSeconds, startMs, openMs, filterMs, scrollMs, connections };
}
