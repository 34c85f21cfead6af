import type { Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { MachineClient } from '../support/client.ts';
import { TestMachine, until } from '../support/machine.ts';
import { browserProblem, TestBrowser } from './support/browser.ts';

const problem = browserProblem();
const MOST_TABS = 200;

/** Goes on with Tab until something with this name has the focus, and is seen to have it. */
async function tabTo(page: Page, name: string | RegExp): Promise<void> {
  for (let pressed = 0; pressed < MOST_TABS; pressed++) {
    await page.keyboard.press('Tab');
    const focused = await page.evaluate(() => {
      const element = document.activeElement;
      if (!(element instanceof HTMLElement)) return '';
      const labelledBy = element.getAttribute('aria-labelledby')?.split(' ') ?? [];
      const labels = 'labels' in element ? [...((element as HTMLInputElement).labels ?? [])].map((label) => label.innerText) : [];
      const named = [element.ariaLabel, ...labelledBy.map((id) => document.getElementById(id)?.innerText), ...labels, element.innerText];
      return named
        .filter((text) => text !== undefined && text !== null && text !== '')
        .join(' ')
        .trim();
    });
    if (typeof name === 'string' ? focused === name : name.test(focused)) return;
  }
  throw new Error(`${String(name)} cannot be reached with Tab; the page says: ${(await page.locator('body').innerText()).slice(0, 1500)}`);
}

describe.skipIf(problem !== undefined)(`by keyboard alone${problem === undefined ? '' : ` (${problem})`}`, () => {
  let machine: TestMachine;
  let client: MachineClient;
  let browser: TestBrowser;
  beforeAll(async () => {
    machine = await new TestMachine().start();
    client = new MachineClient(machine);
    browser = await TestBrowser.start();
  });
  afterAll(async () => {
    await browser?.[Symbol.asyncDispose]();
    await machine?.[Symbol.asyncDispose]();
  });

  it('one signs in, orders, talks to the console, restarts, postpones, changes a setting, stops and deletes', async () => {
    await using person = await browser.person(machine, { isSignedIn: false });
    const page = await person.newPage();
    const press = async (...keys: string[]): Promise<void> => {
      for (const key of keys) await page.keyboard.press(key);
    };
    const status = async (): Promise<Record<string, unknown>> => (await client.server('typed'))?.status ?? {};

    await page.goto('/servers');
    await page.getByRole('button', { name: 'Sign in' }).waitFor();
    await tabTo(page, 'Token');
    await page.keyboard.insertText(machine.token);
    await press('Enter');
    await page.getByText('No servers yet').waitFor();

    // The palette leads to the order form.
    await press('Control+k');
    await page.getByRole('combobox').and(page.locator(':focus')).waitFor();
    await page.keyboard.type('order factorio');
    // The list follows a moment after what is typed.
    await until(async () => (await page.getByRole('option').first().innerText()).includes('Factorio'), { what: 'the order of Factorio' });
    await press('Enter');
    await page.getByLabel('Name of the server').waitFor();
    await tabTo(page, 'Name of the server');
    await press('Control+a');
    await page.keyboard.type('typed');
    await tabTo(page, /^Order the server/);
    await press('Enter');
    await page.getByRole('heading', { name: 'typed', level: 1 }).waitFor();
    await until(async () => (await status())['health'] === 'Healthy', { what: 'a healthy server', within: 90_000 });

    await tabTo(page, 'Console');
    await press('Enter');
    await page.getByText('Live', { exact: true }).waitFor();
    await tabTo(page, 'Command');
    await page.keyboard.type('simulate join Robin');
    await press('Enter');
    await until(async () => ((await status())['players'] as { online?: number } | undefined)?.online === 1, { what: 'a player' });

    await page.reload();
    await page.getByRole('button', { name: 'Restart' }).waitFor();
    await tabTo(page, 'Restart');
    await press('Enter');
    await page.getByRole('dialog').waitFor();
    // Escape leaves the dialog, and the focus is where it was.
    await press('Escape');
    await page.getByRole('dialog').waitFor({ state: 'hidden' });
    await page.getByRole('button', { name: 'Restart' }).and(page.locator(':focus')).waitFor();
    await press('Enter');
    await page.getByRole('dialog').waitFor();
    await tabTo(page, /^Restart$/);
    await press('Enter');
    await page.getByRole('dialog').waitFor({ state: 'hidden' });
    await tabTo(page, 'Operations');
    await press('Enter');
    await page.getByText('Players will notice in').waitFor();
    await tabTo(page, /^Postpone/);
    await press('Enter');
    await page.getByRole('menu').waitFor();
    await press('ArrowDown', 'Enter');
    await page.getByRole('menu').waitFor({ state: 'hidden' });
    await page.getByText('Postponed. Players are told.').waitFor();
    await tabTo(page, 'Skip');
    await press('Enter');
    await page.getByText('Skipped', { exact: true }).waitFor();

    await page.goto('/servers/default/typed/settings');
    await page.getByLabel('Server name', { exact: true }).waitFor();
    await tabTo(page, 'Server name');
    await page.keyboard.type('!');
    await page
      .getByText('Not applied yet')
      .or(page.getByRole('button', { name: 'Apply' }))
      .first()
      .waitFor();
    await tabTo(page, 'Apply');
    await press('Enter');
    await until(async () => ((await status())['staged'] as unknown[] | undefined)?.length === 1, { what: 'the change staged' });

    await client.command('typed', 'simulate leave Robin');
    await page.goto('/servers/default/typed/danger');
    await page.getByRole('button', { name: 'Delete the server…' }).waitFor();
    await tabTo(page, 'Stop');
    await press('Enter');
    await page.getByRole('dialog', { name: 'Stop the server' }).waitFor();
    await tabTo(page, 'Stop');
    await press('Enter');
    await until(async () => (await status())['phase'] === 'Stopped', { what: 'Stopped', within: 90_000 });
    await tabTo(page, 'Delete the server…');
    await press('Enter');
    await page.getByRole('dialog', { name: 'Delete typed?' }).waitFor();
    await tabTo(page, /^Type typed to confirm/);
    await page.keyboard.type('typed');
    await press('Enter');
    await until(async () => (await client.server('typed')) === undefined, { what: 'the server gone', within: 60_000 });
    expect(browser.complaints).toEqual([]);
  });
});
