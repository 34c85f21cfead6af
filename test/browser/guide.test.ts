import { mkdirSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { TestMachine } from '../support/machine.ts';
import { browserProblem, TestBrowser } from './support/browser.ts';
import { stepsOf, type GuideStep } from './support/guide.ts';

const problem = browserProblem();
const guide = fileURLToPath(new URL('../../docs/guides/first-server.md', import.meta.url));
/** Set to write the pictures of the guide anew: `pnpm pictures`. */
const writesPictures = process.env['GSE_PICTURES'] !== undefined;
const LONG_MS = 90_000;
const PASSING_MS = 5_000;

/** Runs in the page. A terminal draws spaces that do not break. */
const shows = (text: string): boolean => document.body.innerText.replaceAll('\u00a0', ' ').includes(text);

async function follow(page: Page, step: GuideStep): Promise<void> {
  switch (step.act) {
    case 'open':
      await page.goto(step.path);
      return;
    case 'click':
      await page.getByRole(step.role, { name: step.name }).first().click();
      return;
    case 'fill':
      await page.getByLabel(step.label, { exact: true }).first().fill(step.value);
      return;
    case 'press':
      await page.keyboard.press(step.key);
      return;
    case 'see':
      await page.waitForFunction(shows, step.text);
      return;
    case 'wait':
      await page.waitForFunction(shows, step.text, { timeout: LONG_MS });
      return;
    case 'picture': {
      await page.waitForFunction(() => document.querySelector('[data-loading]') === null);
      if (!writesPictures) return;
      // Passing messages are not what the picture is about.
      await page.waitForTimeout(PASSING_MS);
      const file = join(dirname(guide), step.file);
      mkdirSync(dirname(file), { recursive: true });
      await page.screenshot({ path: file, animations: 'disabled' });
      return;
    }
  }
}

describe.skipIf(problem !== undefined)(`the guide “Your first server”${problem === undefined ? '' : ` (${problem})`}`, () => {
  let machine: TestMachine;
  let browser: TestBrowser;
  beforeAll(async () => {
    machine = await new TestMachine().start();
    browser = await TestBrowser.start();
  });
  afterAll(async () => {
    await browser?.[Symbol.asyncDispose]();
    await machine?.[Symbol.asyncDispose]();
  });

  it('works as it is written', async () => {
    await using person = await browser.person(machine, { isSignedIn: false, width: 1200, height: 760 });
    const page = await person.newPage();
    const steps = stepsOf(guide);
    expect(steps.length).toBeGreaterThan(10);
    // The link that npm start prints.
    await page.goto(/^sign in: +(\S+)/m.exec(machine.output)?.[1] ?? '');
    for (const step of steps)
      await follow(page, step).catch((error: unknown) => {
        throw new Error(`the guide's step ${JSON.stringify(step)} did not work`, { cause: error });
      });
    expect(browser.complaints).toEqual([]);
  });
});
