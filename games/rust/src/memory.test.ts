import { gameServerSpecSchema } from '@gse/resources';
import { planServer } from '@gse/sdk';
import { describe, expect, test } from 'vitest';
import { rust } from './definition.ts';
import { neededMemory, type MemoryShape } from './memory.ts';

const GIB = 1024 ** 3;
const shape = (more: Partial<MemoryShape>): MemoryShape => ({ worldSize: 3500, maxPlayers: 50, framework: 'vanilla', ...more });

test.each([
  [{ worldSize: 1000 }, 5],
  [{ worldSize: 3000 }, 7],
  [{ worldSize: 3500 }, 8],
  [{ worldSize: 4500 }, 12],
  [{ worldSize: 6000 }, 16],
  [{ maxPlayers: 100 }, 12],
  [{ maxPlayers: 300 }, 20],
  [{ framework: 'oxide' }, 10],
  [{ worldSize: 4500, framework: 'carbon' }, 14],
] as const)('%j needs about %i GiB', (more, gibibytes) => {
  expect(neededMemory(shape(more)) / GIB).toBeCloseTo(gibibytes, 1);
});

test('a larger world never needs less', () => {
  let last = 0;
  for (let worldSize = 1000; worldSize <= 6000; worldSize += 50) {
    const needed = neededMemory(shape({ worldSize }));
    expect(needed).toBeGreaterThanOrEqual(last);
    last = needed;
  }
});

describe('an order', () => {
  const problems = (spec: Record<string, unknown>): readonly { path: string; message: string }[] => {
    const result = planServer(rust, gameServerSpecSchema.parse({ game: 'rust', ...spec }));
    return result.ok ? [] : result.problems;
  };

  test('for a world that its size cannot make is refused with the size that can', () => {
    const [problem] = problems({ size: 'small', settings: { worldSize: 4500 } });
    expect(problem?.path).toBe('spec.settings.worldSize');
    expect(problem?.message).toMatch(/needs about 12 GiB .* has 8 GiB; choose the size Medium/);
    expect(problems({ size: 'medium', settings: { worldSize: 4500 } })).toEqual([]);
  });

  test('for more players than its size bears names the players', () => {
    expect(problems({ size: 'medium', settings: { maxPlayers: 300 } })[0]?.path).toBe('spec.settings.maxPlayers');
    expect(problems({ size: 'huge', settings: { maxPlayers: 1000 } })[0]?.message).toContain('set the memory by hand');
  });

  test('with memory by hand is taken at its word', () => {
    expect(problems({ settings: { worldSize: 6000 }, resources: { memory: '9Gi' } })).toEqual([]);
  });
});
