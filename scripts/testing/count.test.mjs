import { expect, it } from 'vitest';
import { count } from './count.mjs';

/** @typedef {{ name: string, state: string, note?: string }} Test */

/**
 * A file as vitest reports it.
 *
 * @param {Test[]} tests
 * @param {object[]} [errors]
 */
function file(tests, errors = []) {
  const parent = { type: 'module', errors: () => errors };
  const cases = tests.map(({ name, ...result }) => ({ fullName: name, parent, result: () => result }));
  const children = { allTests: () => cases, allSuites: () => [] };
  const module = { ...parent, moduleId: `${process.cwd()}/a.test.ts`, children };
  return /** @type {import('vitest/node').TestModule} */ (/** @type {unknown} */ (module));
}

it('counts what passed, failed and was skipped', () => {
  const tests = [
    { name: 'a', state: 'passed' },
    { name: 'b', state: 'failed' },
    { name: 'c', state: 'skipped', note: 'no podman' },
  ];
  expect(count([file(tests)], [])).toEqual({
    passed: 1,
    failed: ['a.test.ts > b'],
    skipped: [{ name: 'a.test.ts > c', reason: 'no podman' }],
  });
});

it('reads the reason of a skip from a name too, and knows when there is none', () => {
  const tests = [
    { name: 'c (skipped: no Go)', state: 'skipped' },
    { name: 'd', state: 'skipped' },
  ];
  expect(count([file(tests)], []).skipped.map(({ reason }) => reason)).toEqual(['no Go', undefined]);
});

it('counts a broken file with its tests, a test that did not run and an error outside of tests as failed', () => {
  const broken = file([{ name: 'e', state: 'skipped' }], [{ message: 'x' }]);
  const stopped = file([{ name: 'f', state: 'pending' }]);
  expect(count([broken, stopped], [{ message: 'late' }]).failed).toEqual([
    'outside of a test: late',
    'a.test.ts',
    'a.test.ts > e (did not run)',
    'a.test.ts > f (did not run)',
  ]);
});
