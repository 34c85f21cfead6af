import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { games } from '@gse/catalog';
import type { Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { MachineClient } from '../support/client.ts';
import { TestMachine, until } from '../support/machine.ts';
import { titleOf, tours, type Tour } from '../support/tours.ts';
import { browserProblem, TestBrowser } from './support/browser.ts';

const problem = browserProblem();
const LONG = { timeout: 120_000 };

function secretTitle(game: string, id: string): string {
  return games.find((found) => found.id === game)?.secrets[id]?.title ?? id;
}

describe.skipIf(problem !== undefined).concurrent.each(tours)(
  `the whole life of $game in the browser${problem === undefined ? '' : ` (${problem})`}`,
  (tour: Tour) => {
    const name = `my-${tour.game}`;
    const title = games.find(({ id }) => id === tour.game)?.title ?? '';
    let machine: TestMachine;
    let client: MachineClient;
    let browser: TestBrowser;
    let page: Page;
    beforeAll(async () => {
      machine = await new TestMachine().start();
      client = new MachineClient(machine);
      browser = await TestBrowser.start();
      page = await (await browser.person(machine, { isSignedIn: false })).newPage();
    });
    afterAll(async () => {
      await browser?.[Symbol.asyncDispose]();
      await machine?.[Symbol.asyncDispose]();
    });

    const tab = async (label: string): Promise<void> => {
      const link = page.getByRole('navigation', { name: 'Pages of this server' }).getByRole('link', { name: label });
      // A page that moves under the pointer just then takes the click for one beside the link, and a person clicks again.
      const isOpen = async (): Promise<boolean> => {
        await link.click();
        return await until(async () => (await link.getAttribute('aria-current')) === 'page', { what: label, within: 5_000 }).catch(
          () => false,
        );
      };
      await until(isOpen, { what: `the page ${label}` });
    };
    const say = async (line: string): Promise<void> => {
      await page.getByText('Live', { exact: true }).waitFor();
      await page.getByRole('textbox', { name: 'Command' }).fill(line);
      await page.getByRole('textbox', { name: 'Command' }).press('Enter');
    };
    const isOnline = async (): Promise<unknown> =>
      await until(async () => ((await client.server(name))?.status?.['players'] as { online?: number } | undefined)?.online === 1, {
        what: `${tour.player} on the server`,
      });
    const button = (label: string | RegExp) => page.getByRole('button', { name: label, exact: typeof label === 'string' });
    const head = () => page.locator('main header').first();
    const log = () => page.locator('.xterm-rows');

    const steps: [string, () => Promise<void>][] = [];
    const step = (what: string, act: () => Promise<void>): number => steps.push([what, act]);

    step('signs in, with a wrong token first', async () => {
      await page.goto('/marketplace');
      await page.getByLabel('Token').fill('not-the-token');
      await button('Sign in').click();
      await page.getByText('The token is not valid').waitFor();
      await page.getByLabel('Token').fill(machine.token);
      await button('Sign in').click();
      await page.getByRole('heading', { name: 'Marketplace' }).waitFor();
    });

    step('orders, with a mistake that is named and corrected', async () => {
      await page
        .getByRole('link', { name: new RegExp(title.replace(/[^\w ]/g, '.')) })
        .first()
        .click();
      await page.getByLabel('Name of the server').fill('my world!');
      await button(/^Order/)
        .first()
        .click();
      await page.getByText('Only small letters, digits and - can stand in a name.').first().waitFor();
      await page.getByLabel('Name of the server').fill(name);
      for (const [secret, value] of Object.entries(tour.secrets ?? {})) await page.getByLabel(secretTitle(tour.game, secret)).fill(value);
      for (const box of await page.getByRole('checkbox', { name: /^I have read and accept/ }).all()) await box.check();
      await button(/^Order/)
        .first()
        .click();
      await page.getByRole('heading', { name, level: 1 }).waitFor();
      await head().getByText('Running', { exact: true }).waitFor(LONG);
      await head().getByText('Simulated').waitFor();
    });

    step('runs a console command and shows its answer', async () => {
      await tab('Console');
      await say(tour.command[0]);
      await until(async () => tour.command[1].test((await log().textContent()) ?? ''), { what: 'the answer in the console' });
    });

    step('sees a player come, and kicks', async () => {
      await say(`simulate join ${tour.player}`);
      await isOnline();
      await tab('Players');
      await page.getByText(tour.player, { exact: true }).first().waitFor();
      await button(new RegExp(`^Kick`)).first().click();
      await page.getByRole('dialog').getByRole('button', { name: /^Kick/ }).click();
      await page.getByText(tour.player, { exact: true }).first().waitFor({ state: 'hidden' });
    });

    step('restarts with a countdown that is postponed, then skipped', async () => {
      await client.command(name, `simulate join ${tour.player}`);
      await isOnline();
      await head().getByText('Running', { exact: true }).waitFor();
      await tab('Operations');
      await button('Restart').click();
      await page.getByRole('dialog').getByLabel('Reason').fill('a new broom');
      await page.getByRole('dialog').getByRole('button', { name: 'Restart' }).click();
      await page.getByText('because: a new broom').waitFor();
      await page.getByText('Players will notice in').waitFor();
      await button('Postpone').click();
      await page.getByRole('menuitem', { name: '4 hours' }).click();
      await page
        .getByText(/^(3:59|4:0[0-9]):\d\d$/)
        .first()
        .waitFor();
      await button('Skip').click();
      await page.getByText('Skipped', { exact: true }).waitFor();
      await client.command(name, `simulate leave ${tour.player}`);
    });

    step('stages a setting, says that it waits, and applies it with a restart', async () => {
      await tab('Settings');
      await page.getByRole('switch', { name: 'Show every setting' }).click();
      const field = page.getByLabel(titleOf(tour.game, tour.staged[0]), { exact: true });
      await field.fill(tour.staged[1]);
      await page
        .getByText(/waits? for a restart/)
        .first()
        .waitFor();
      await button(/^(Apply|Save)/).click();
      await until(async () => ((await client.server(name))?.status?.['staged'] as unknown[] | undefined)?.length === 1, {
        what: 'the staged setting',
      });
      await tab('Overview');
      await page.getByText(titleOf(tour.game, tour.staged[0])).first().waitFor();
      await button(/^Restart/)
        .first()
        .click();
      await page.getByRole('dialog').getByRole('button', { name: 'Restart' }).click();
      await until(async () => (await client.server(name))?.status?.['staged'] === undefined, {
        what: 'the setting applied',
        within: 120_000,
      });
      await head().getByText('Running', { exact: true }).waitFor(LONG);
    });

    step('shows a crash with its reason and log, and the fix helps', async () => {
      await tab('Overview');
      // Again at every start, so that it stays down long enough to be read.
      await client.command(name, `simulate next-start 100 diagnose ${tour.trouble}`);
      await client.command(name, `simulate diagnose ${tour.trouble}`).catch(() => undefined);
      const fix = await until(
        async () => {
          const { phase, crash, reason } = (await client.server(name))?.status ?? {};
          const isDownForLong = phase === 'Crashed' && ((crash as { count: number } | undefined)?.count ?? 0) >= 4;
          return isDownForLong ? (reason as { fix?: { title: string } } | undefined)?.fix?.title : undefined;
        },
        { what: 'a crash that is waited after for long, and its fix', within: 180_000 },
      );
      await head().getByText('Crashed').waitFor(LONG);
      await page
        .getByText(/exit code/i)
        .first()
        .waitFor(LONG);
      // One more crash may come meanwhile, whose lines are there a moment later.
      await until(
        async () => {
          if (await page.locator('pre').first().isVisible()) return true;
          await button(/last lines/i)
            .first()
            .click({ timeout: 1000 })
            .catch(() => undefined);
          return false;
        },
        { what: 'the last lines', within: 60_000 },
      );
      rmSync(join(machine.volume(`data-${name}-0`), '.simulator.json'), { force: true });
      await button(fix).first().click();
      await head().getByText('Running', { exact: true }).waitFor(LONG);
    });

    step('stops, and is deleted by its name', async () => {
      await button('Stop').click();
      await page.getByRole('dialog').getByRole('button', { name: 'Stop' }).click();
      await head().getByText('Stopped', { exact: true }).waitFor(LONG);
      await tab('Danger');
      await button('Delete the server…').click();
      const really = page.getByRole('dialog').getByRole('button', { name: 'Delete for good' });
      expect(await really.isDisabled()).toBe(true);
      await page.getByRole('dialog').getByRole('textbox').fill(name);
      await really.click();
      await page.getByRole('heading', { name: 'Servers', level: 1 }).waitFor();
      await page.getByText('No servers yet').waitFor(LONG);
      expect(browser.complaints).toEqual([]);
    });

    it('from the first sign-in to the last goodbye', async () => {
      for (const [what, act] of steps)
        await act().catch(async (error: unknown) => {
          throw new Error(`${what}; the page says: ${(await page.locator('body').innerText()).slice(0, 2000)}`, { cause: error });
        });
    }, 900_000);
  },
);
