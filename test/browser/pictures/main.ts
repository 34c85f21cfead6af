import { mkdirSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { games } from '@gse/catalog';
import { MachineClient } from '../../support/client.ts';
import { TestMachine, until } from '../../support/machine.ts';
import { tours } from '../../support/tours.ts';
import { browserProblem, scrollsSideways, TestBrowser } from '../support/browser.ts';
import { openEverything, pagesOf } from '../support/pages.ts';

/**
 * `pnpm pictures [folder]`: a picture of every page, light and dark, on a desk and on a phone, of servers in every kind
 * of state. They are for looking at; the ones in the guides are made by the guides' own tests.
 */
const folder = resolve(process.argv[2] ?? '.gse/pictures');
const problem = browserProblem();
if (problem !== undefined) throw new Error(problem);
const say = (line: string): void => void process.stdout.write(`${line}\n`);

await using machine = await new TestMachine({ GSE_HOST: '127.0.0.1' }).start();
await using browser = await TestBrowser.start();
const client = new MachineClient(machine);
for (const tour of tours)
  await client.api('POST', 'servers', { name: tour.name, spec: tour.order, ...(tour.secrets && { secrets: tour.secrets }) });
const [first, second] = tours.map(({ name }) => name);
if (first === undefined || second === undefined) throw new Error('two games are needed');
await client.order('not-accepted', { game: 'minecraft' });
await client.order('at-rest', { game: 'factorio', state: 'Stopped' });
for (const { name } of tours)
  await until(async () => (await client.server(name))?.status?.['health'] === 'Healthy', { what: `${name} healthy`, within: 120_000 });
for (const player of ['Steve', 'Alex', 'Robin']) await client.command(first, `simulate join ${player}`);
await client.command(second, 'simulate diagnose OutOfMemory').catch(() => undefined);
await until(async () => ((await client.server(first))?.status?.['players'] as { online?: number } | undefined)?.online === 3, {
  what: 'three players',
});
await client.api('POST', `servers/default/${first}/restart`, { cause: 'new plugins' });
await until(async () => (await client.server(second))?.status?.['phase'] === 'Crashed', { what: 'a crash' });

for (const theme of ['light', 'dark'] as const)
  for (const [device, width, height] of [
    ['desk', 1280, 850],
    ['phone', 390, 844],
  ] as const) {
    await using person = await browser.person(machine, { theme, width, height });
    const page = await person.newPage();
    const target = join(folder, `${device}-${theme}`);
    mkdirSync(target, { recursive: true });
    for (const path of pagesOf(
      [first, second, 'not-accepted', 'at-rest'],
      games.map(({ id }) => id),
    )) {
      await page.goto(path);
      await openEverything(page, { opens: false });
      await page.screenshot({
        path: join(target, `${path.replaceAll(/[^a-z0-9-]+/g, '_').replace(/^_/, '')}.png`),
        animations: 'disabled',
      });
      if (await scrollsSideways(page)) say(`${device} ${theme} ${path}: scrolls sideways`);
    }
    say(`${device} ${theme}: ${target}`);
  }
for (const complaint of browser.complaints) say(complaint);
