import { expect, test } from 'vitest';
import { checks, isConforming, reportText, runConformance } from '../src/index.ts';
import { pond } from './sample/game.ts';
import { pondSimulator } from './sample/simulator.ts';

test('a game with every capability passes every check', { timeout: 120_000 }, async () => {
  const report = await runConformance({ game: pond, simulator: pondSimulator() }, { concurrency: 8 });
  expect(reportText(report)).toBe(`pond: ${checks.length} of ${checks.length} checks passed`);
  expect(isConforming(report)).toBe(true);
});

test('every check has an id of its own and says in sentences what it is for', () => {
  expect(new Set(checks.map(({ id }) => id)).size).toBe(checks.length);
  for (const { id, title, why, look } of checks) {
    expect(id).toMatch(/^[a-z]+(-[a-z]+)*$/);
    expect(title).toMatch(/^\S.*[^.]$/);
    expect(why).toMatch(/^[A-Z].*\.$/);
    expect(look).toMatch(/^[a-z]+(\.ts|\/|\/index\.ts)$/);
  }
});
