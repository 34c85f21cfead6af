import { controlPlaneProblem } from '@gse/control-plane';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { TestCluster } from '../cluster/support/cluster.ts';
import type { Moment } from './support/killing-proxy.ts';
import { CHAPTERS, type Chapter, type LifeOptions } from './support/life.ts';
import { everyLife, liveAll, type Outcome } from './support/lives.ts';
import { ProcessOperators } from './support/process-operators.ts';

const problem = controlPlaneProblem();

/** Whether operators are killed after every change there is, as on one machine, which takes eight minutes. */
const IS_EVERY = process.env['GSE_KILLS'] === 'every';
const LIVES_AT_ONCE = 8;

/** After how many changes of each chapter the operator of a life is killed. */
const SAMPLES: readonly (readonly [Moment, Readonly<Record<Chapter, number>>])[] = [
  ['before', { start: 1, restart: 3, recover: 2, stop: 5, 'start again': 2, delete: 7 }],
  ['after', { start: 4, restart: 6, recover: 5, stop: 2, 'start again': 4, delete: 3 }],
  ['before', { start: 7, restart: 10, recover: 8, stop: 8, 'start again': 6, delete: 10 }],
  ['after', { start: 10, restart: 14, recover: 11, stop: 7, 'start again': 8, delete: 5 }],
];

const samples = SAMPLES.map(([, counts], index): LifeOptions => ({
  namespace: `life-${index}`,
  whenDeleted: 'Delete',
  killAfter: (chapter) => counts[chapter],
}));

/** A life of every number of changes: after the nth change is before the next one. */
const every = everyLife().map((plan): LifeOptions => ({
  ...plan,
  killAfter: (chapter) => {
    const changes = plan.killAfter?.(chapter);
    return changes === undefined ? undefined : changes + 1;
  },
}));

const momentOf = (namespace: string): Moment =>
  IS_EVERY ? 'before' : (SAMPLES[samples.findIndex((plan) => plan.namespace === namespace)]?.[0] ?? 'after');

describe.skipIf(problem !== undefined)(`operator processes on a real control plane${problem ? ` (skipped: ${problem})` : ''}`, () => {
  let cluster: TestCluster;
  let outcomeOf: (chapter: Chapter) => Promise<Outcome>;
  const folder = mkdtempSync(join(tmpdir(), 'gse-killed-'));
  beforeAll(async () => {
    cluster = await TestCluster.start({ operators: 0, apis: 0 });
    const world = { client: cluster.admin, folder, volumes: (namespace: string) => cluster.volume(namespace, '') };
    const operators = (namespace: string) => ProcessOperators.in(cluster, namespace, momentOf(namespace));
    outcomeOf = liveAll(world, operators, IS_EVERY ? every : samples, LIVES_AT_ONCE);
  }, 240_000);
  afterAll(async () => {
    await cluster?.[Symbol.asyncDispose]();
    rmSync(folder, { recursive: true, force: true });
  });

  it.each(CHAPTERS)(
    'that are killed with SIGKILL in the middle of a %s leave the same end as one that is not',
    async (chapter) => {
      const { kills, changes, most, wrong } = await outcomeOf(chapter);
      expect(wrong.join('\n\n')).toBe('');
      if (IS_EVERY) expect(most, 'changes before which operators were killed').toBeGreaterThanOrEqual(changes);
      else expect(kills).toBe(SAMPLES.length);
    },
    IS_EVERY ? 3_600_000 : undefined,
  );
});
