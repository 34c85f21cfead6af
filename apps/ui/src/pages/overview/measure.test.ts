import { expect, test } from 'vitest';
import { bytes, cores, measureOf } from './measure.ts';

test.each([
  [cores(35), '0.04 cores'],
  [cores(1_000), '1 core'],
  [cores(1_530), '1.5 cores'],
  [bytes(3 * 2 ** 30), '3 GB'],
  [bytes(512 * 2 ** 20), '512 MB'],
  [bytes(2_048), '2 kB'],
  [measureOf('seconds')(0.0032), '3.2 ms'],
  [measureOf('seconds')(12), '12 s'],
  [measureOf('ratio')(0.5), '50 %'],
  [measureOf('per second')(20), '20'],
])('%s', (written, expected) => {
  expect(written).toBe(expected);
});
