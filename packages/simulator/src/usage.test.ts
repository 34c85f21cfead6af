import fc from 'fast-check';
import { expect, test } from 'vitest';
import { simulatedUsage } from './usage.ts';

const time = fc.integer({ min: 0, max: 4e12 });

test('stays under the limits, and is never nothing, with any number of players at any time', () => {
  fc.assert(
    fc.property(fc.nat({ max: 10_000 }), fc.boolean(), time, (players, isStarting, atMs) => {
      const { cpuShare, memoryShare } = simulatedUsage({ players, isStarting, atMs });
      for (const share of [cpuShare, memoryShare]) {
        expect(share).toBeGreaterThan(0.02);
        expect(share).toBeLessThan(0.95);
      }
    }),
  );
});

test('more players use more', () => {
  fc.assert(
    fc.property(fc.nat({ max: 40 }), time, (players, atMs) => {
      const few = simulatedUsage({ players, isStarting: false, atMs });
      const more = simulatedUsage({ players: players + 10, isStarting: false, atMs });
      expect(more.memoryShare).toBeGreaterThan(few.memoryShare);
      expect(more.cpuShare).toBeGreaterThan(few.cpuShare - 0.09);
    }),
  );
});
