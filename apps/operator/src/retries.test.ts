import { systemClock } from '@gse/kube';
import { expect, test } from 'vitest';
import { retries } from './retries.ts';

test('what has failed for hours is tried again within half a minute', () => {
  const limiter = retries(systemClock);
  for (let failures = 0; failures < 60; failures++) expect(limiter.when('a/world')).toBeLessThanOrEqual(30_000);
});
