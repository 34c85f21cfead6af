// @ts-check
/** Counts a vitest run. */
import { relative } from 'node:path';

/**
 * @typedef {{ name: string, reason: string | undefined }} Skipped
 * @typedef {{ passed: number, failed: string[], skipped: Skipped[] }} Count
 */

/** A skip gives its reason as vitest's note, `skip(condition, 'podman missing: …')`, or at the end of a name. */
const reasonInName = /\(skipped: (.+)\)/;

/**
 * @param {ReadonlyArray<import('vitest/node').TestModule>} modules
 * @param {ReadonlyArray<{ message: string }>} unhandled
 * @returns {Count}
 */
export function count(modules, unhandled) {
  /** @type {Count} */
  const total = { passed: 0, failed: unhandled.map((error) => `outside of a test: ${error.message}`), skipped: [] };
  for (const module of modules) {
    const file = relative(process.cwd(), module.moduleId);
    // A file that cannot be loaded, or a hook that throws, has no failed test to its name.
    const broken = [module, ...module.children.allSuites()].filter((part) => part.errors().length > 0);
    total.failed.push(...broken.map((part) => (part.type === 'module' ? file : `${file} > ${part.fullName}`)));
    for (const test of module.children.allTests()) {
      const name = `${file} > ${test.fullName}`;
      const result = test.result();
      if (result.state === 'passed') total.passed += 1;
      else if (result.state === 'failed') total.failed.push(name);
      else if (result.state === 'pending' || isInBroken(test)) total.failed.push(`${name} (did not run)`);
      else total.skipped.push({ name, reason: result.note ?? name.match(reasonInName)?.[1] });
    }
  }
  return total;
}

/**
 * Tests whose hook threw are reported as skipped.
 *
 * @param {import('vitest/node').TestCase} test
 */
function isInBroken(test) {
  /** @type {import('vitest/node').TestSuite | import('vitest/node').TestModule} */
  let part = test.parent;
  while (part.errors().length === 0) {
    if (part.type === 'module') return false;
    part = part.parent;
  }
  return true;
}
