import type { Page } from 'playwright-core';

const serverPages = ['overview', 'console', 'players', 'settings', 'operations', 'activity', 'danger'];

/** The address of every page there is, for these servers and games. */
export function pagesOf(servers: readonly string[], games: readonly string[]): string[] {
  return [
    '/servers',
    '/servers?filter=nothing-like-this',
    '/marketplace',
    ...games.map((game) => `/marketplace/${game}`),
    '/activity',
    '/nothing-here',
    ...servers.flatMap((server) => serverPages.map((tab) => `/servers/default/${server}/${tab}`)),
    '/servers/default/no-such-server/overview',
  ];
}

/** Waits until the page has what it came for, and opens what is folded. */
export async function openEverything(page: Page, { opens = true } = {}): Promise<void> {
  await page.locator('main h1, main h2').first().waitFor();
  // A page without anything on its way for a moment has arrived.
  await page.waitForFunction(async () => {
    for (let look = 0; look < 3; look++) {
      if (document.querySelector('[data-loading]') !== null) return false;
      await new Promise((resolve) => setTimeout(resolve, 60));
    }
    return true;
  });
  if (!opens) return;
  for (const closed of await page.locator('main details:not([open]) > summary').all()) await closed.click();
}
