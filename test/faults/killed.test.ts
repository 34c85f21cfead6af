import { controlPlaneProblem } from '@gse/control-plane';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { TestCluster } from '../cluster/support/cluster.ts';
import type { Moment } from './support/killing-proxy.ts';
import { CHAPTERS, type Chapter, type LifeOptions } from './support/life.ts';
import { liveAll, type Outcome } from './support/lives.ts';
import { ProcessOperators } from './support/process-operators.ts';

const problem = controlPlaneProblem();

/** After how many changes of each chapter the operator of a life is killed; elsewhere every number is gone through. */
const SAMPLES: readonly (readonly [Moment, Readonly<Record<Chapter, number>>])[] = [
  ['before', { start: 1, restart: 3, recover: 2, stop: 5, 'start again': 2, delete: 7 }],
  ['after', { start: 4, restart: 6, recover: 5, stop: 2, 'start again': 4, delete: 3 }],
  ['before', { start: 7, restart: 10, recover: 8, stop: 8, 'start again': 6, delete: 10 }],
  ['after', { start: 10, restart: 14, recover: 11, stop: 7, 'start again': 8, delete: 5 }],
];

const plans = SAMPLES.map(([, counts], index): LifeOptions => ({
  namespace: `life-${index}`,
  whenDeleted: 'Delete',
  killAfter: (chapter) => counts[chapter],
}));

describe.skipIf(problem !== undefined)(`operator processes on a real control plane${problem ? ` (skipped: ${problem})` : ''}`, () => {
  let cluster: TestCluster;
  let outcomeOf: (chapter: Chapter) => Promise<Outcome>;
  const folder = mkdtempSync(join(tmpdir(), 'gse-killed-'));
  beforeAll(async () => {
    cluster = await TestCluster.start({ operators: 0, apis: 0 });
    const world = { client: cluster.admin, folder, volumes: (namespace: string) => cluster.volume(namespace, '') };
    const momentOf = (namespace: string): Moment => SAMPLES[plans.findIndex((plan) => plan.namespace === namespace)]?.[0] ?? 'after';
    outcomeOf = liveAll(world, (namespace) => ProcessOperators.in(cluster, namespace, momentOf(namespace)), plans);
  }, 240_000);
  afterAll(async () => {
    await cluster?.[Symbol.asyncDispose]();
    rmSync(folder, { recursive: true, force: true });
  });

  it.each(CHAPTERS)('that are killed with SIGKILL in the middle of a %s leave the same end as one that is not', async (chapter) => {
    const { kills, wrong } = await outcomeOf(chapter);
    expect(wrong.join('\n\n')).toBe('');
    expect(kills).toBe(SAMPLES.length);
  });
});
