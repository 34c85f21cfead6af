import type { MachineClient } from '../../support/client.ts';
import { until, type TestMachine } from '../../support/machine.ts';
import type { TestBrowser } from '../support/browser.ts';
import { longestTaskMs } from './trace.ts';

/** A flood is so many lines a second, for so many seconds. */
const LINES_PER_SECOND = 50_000;
const SECONDS = 6;

/** What a flood of log lines does to a page that shows them, and what the page does to the game. */
export async function benchFlood(
  browser: TestBrowser,
  machine: TestMachine,
  client: MachineClient,
  server: string,
): Promise<{
  readonly linesPerSecond: number;
  readonly gameSlowdown: number;
  readonly longestTaskMs: number;
  readonly answerMs: number;
}> {
  const lines = LINES_PER_SECOND * SECONDS;
  const alone = await flood(client, server, lines);
  await using person = await browser.person(machine);
  const page = await person.newPage();
  await page.goto(`/servers/default/${server}/console`);
  const line = page.getByRole('textbox', { name: 'Command' });
  await page.getByText('Live', { exact: true }).waitFor();
  await page.waitForTimeout(1_000);
  const waits = page.getByText(/^Waiting for the answer/);
  let watched = { seconds: 0, lines: 0 };
  let answerMs = 0;
  const longest = await longestTaskMs(page, async () => {
    // Another number of lines, so that its end cannot be taken for that of the first.
    const flooding = flood(client, server, lines + 1);
    await page.waitForTimeout(1_500);
    const typed = Date.now();
    await line.fill('list');
    await line.press('Enter');
    await until(async () => (await line.inputValue()) === '' && !(await waits.isVisible()), { what: 'the answer', everyMs: 25 });
    answerMs = Date.now() - typed;
    watched = await flooding;
    await page.waitForTimeout(500);
  });
  return {
    linesPerSecond: Math.round(watched.lines / watched.seconds),
    gameSlowdown: Math.round((watched.seconds / alone.seconds) * 100) / 100,
    longestTaskMs: longest,
    answerMs,
  };
}

/** Lets the game print a flood, and tells how long the game was busy with it, by the game itself. */
async function flood(client: MachineClient, server: string, lines: number): Promise<{ readonly seconds: number; readonly lines: number }> {
  await client.command(server, `simulate log-flood ${lines} ${LINES_PER_SECOND}`);
  const over = new RegExp(`Flood over: ${lines} lines in ([0-9]+) ms`);
  const tookMs = await until(async () => over.exec(await client.podLog(`${server}-0`, 50))?.[1], {
    what: 'the flood to be over',
    within: 120_000,
    everyMs: 500,
  });
  return { seconds: Number(tookMs) / 1000, lines };
}
