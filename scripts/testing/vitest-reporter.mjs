// @ts-check
/**
 * A vitest reporter that counts and prints nothing: the default reporter beside it shows the run. Writes the count as
 * JSON to the file that $GSE_TEST_COUNT names, where scripts/test.mjs reads it for the closing line.
 */
import { writeFileSync } from 'node:fs';
import { count } from './count.mjs';

// vitest loads a reporter by its default export.
export default class CountReporter {
  /**
   * @param {ReadonlyArray<import('vitest/node').TestModule>} modules
   * @param {ReadonlyArray<import('vitest/node').SerializedError>} errors
   */
  onTestRunEnd(modules, errors) {
    const file = process.env.GSE_TEST_COUNT;
    if (file !== undefined) writeFileSync(file, JSON.stringify(count(modules, errors)));
  }
}
