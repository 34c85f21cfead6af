import { describe, test } from 'vitest';
import { checks } from './checks/index.ts';
import { runCheck } from './run.ts';
import type { Subject } from './subject.ts';

const TIMEOUT_MS = 120_000;

/** One named test for every check that has something to ask of this adapter. */
export function describeConformance(subject: Subject): void {
  describe.concurrent(`${subject.game.id} conforms`, { timeout: TIMEOUT_MS }, () => {
    for (const check of checks) {
      if (check.absent?.(subject) !== undefined) continue;
      test(`${check.id}: ${check.title}`, async () => {
        const result = await runCheck(check, subject);
        if (result.outcome === 'fail') throw new Error(`${result.finding}\nWhy it matters: ${check.why}\nLook at: ${check.look}`);
      });
    }
  });
}
