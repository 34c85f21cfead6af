import { defineConfig } from 'vitest/config';

/**
 * Two projects. `unit`: tests beside the code, side by side, in seconds. `system`: the whole thing as people run it,
 * two files at a time after the units, with time to start processes and containers.
 */
export default defineConfig({
  test: {
    // node:sqlite still says that it is experimental.
    execArgv: ['--disable-warning=ExperimentalWarning'],
    // Only what fails waits for it.
    expect: { poll: { timeout: 20_000 } },
    projects: [
      {
        extends: true,
        test: {
          name: 'unit',
          include: ['{packages,games,apps}/*/{src,test}/**/*.test.ts', 'scripts/**/*.test.mjs'],
          testTimeout: 30_000,
          hookTimeout: 30_000,
          sequence: { groupOrder: 0 },
        },
      },
      {
        extends: true,
        test: {
          name: 'system',
          include: ['test/**/*.test.ts'],
          // Most of their time they wait: for countdowns, back-offs and budgets of games.
          maxWorkers: 2,
          testTimeout: 600_000,
          hookTimeout: 300_000,
          sequence: { groupOrder: 1 },
        },
      },
    ],
  },
});
