import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { MachineClient } from '../support/client.ts';
import { TestMachine, until } from '../support/machine.ts';
import { browserProblem, TestBrowser } from './support/browser.ts';

const problem = browserProblem();
const PORT = '18417';

describe.skipIf(problem !== undefined)(
  `two tabs and a server process that goes away${problem === undefined ? '' : ` (${problem})`}`,
  () => {
    let machine: TestMachine;
    let client: MachineClient;
    let browser: TestBrowser;
    beforeAll(async () => {
      machine = await new TestMachine({ GSE_PORT: PORT }).start();
      client = new MachineClient(machine);
      browser = await TestBrowser.start();
      await client.order('shared', { game: 'factorio' });
      await until(async () => (await client.server('shared'))?.status?.['phase'] === 'Running', { what: 'Running' });
      // With somebody on, a restart counts down.
      await client.command('shared', 'simulate join Alice');
    });
    afterAll(async () => {
      await browser?.[Symbol.asyncDispose]();
      await machine?.[Symbol.asyncDispose]();
    });

    it('what is done in one tab is seen in the other; a restarted server is found again without a reload', async () => {
      await using person = await browser.person(machine);
      const first = await person.newPage();
      const second = await person.newPage();
      await first.goto('/servers/default/shared/operations');
      await second.goto('/servers/default/shared/operations');
      // A mark that a reload would wipe away.
      await second.evaluate(() => document.body.setAttribute('data-not-reloaded', 'yes'));

      await first.getByRole('button', { name: 'Restart' }).click();
      await first.getByRole('dialog').getByLabel('Reason').fill('a test');
      await first.getByRole('dialog').getByRole('button', { name: 'Restart' }).click();
      for (const page of [first, second]) await page.getByText('because: a test').waitFor();
      await second.getByRole('button', { name: 'Skip' }).click();
      for (const page of [first, second]) await page.getByText('Skipped').first().waitFor();

      expect(await machine.interrupt()).toBe(0);
      await second.bringToFront();
      await second.getByText('The connection is lost').waitFor();
      await machine.start();
      await second.getByText('The connection is lost').waitFor({ state: 'hidden', timeout: 90_000 });
      await until(async () => (await client.server('shared'))?.status?.['phase'] === 'Running', { what: 'Running again', within: 90_000 });
      await second.getByText('Running', { exact: true }).first().waitFor();
      await client.patch('shared', { state: 'Stopped', disruption: { announceSeconds: [] } });
      await second.getByText('Stopped', { exact: true }).first().waitFor({ timeout: 90_000 });
      expect(await second.evaluate(() => document.body.getAttribute('data-not-reloaded'))).toBe('yes');
      expect(browser.complaints).toEqual([]);
    });
  },
);
