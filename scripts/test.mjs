// @ts-check
/**
 * `npm test`: every check and every test of the repository, then what was skipped and why, then one line that counts
 * them all. `npm test -- <vitest arguments>` runs only the tests that those select.
 */
import { spawn } from 'node:child_process';
import { mkdir, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { checkNames, runCheck } from './testing/checks.mjs';
import { layout, root } from './toolchain/layout.mjs';

/** @typedef {import('./testing/count.mjs').Count} Count */

const selection = process.argv.slice(2);
const { home } = layout(root);
const countFile = join(home, `count-${process.pid}.json`);
const interrupted = new AbortController();
for (const signal of /** @type {const} */ (['SIGINT', 'SIGTERM'])) process.on(signal, () => interrupted.abort());

await mkdir(insideCheckout().TMPDIR, { recursive: true });
try {
  const total = { passed: 0, failed: /** @type {string[]} */ ([]), skipped: /** @type {Count['skipped']} */ ([]) };
  for (const name of selection.length === 0 ? await checkNames(root) : []) {
    if (await runCheck(root, name, interrupted.signal)) total.passed += 1;
    else total.failed.push(name);
  }
  const tests = await runVitest();
  total.passed += tests.passed;
  total.failed.push(...tests.failed);
  total.skipped.push(...tests.skipped);
  close(total);
} finally {
  await rm(countFile, { force: true });
}

/**
 * Where vitest, Podman, kubectl and the tests themselves would write into the home folder or the system's temporary
 * one. Podman refuses to work in a temporary folder whose path is long: it allows 50 characters.
 */
function insideCheckout() {
  const temporary = join(home, 'tmp');
  const isShortEnough = `${temporary}/gse-podman-123456/run`.length <= 50;
  return {
    TMPDIR: isShortEnough ? temporary : tmpdir(),
    XDG_DATA_HOME: join(home, 'data'),
    XDG_CONFIG_HOME: join(home, 'config'),
    XDG_CACHE_HOME: join(home, 'cache'),
    KUBECACHEDIR: join(home, 'cache', 'kubectl'),
  };
}

/** @returns {Promise<Count>} */
async function runVitest() {
  const reporter = join(root, 'scripts/testing/vitest-reporter.mjs');
  /** @type {number | string | null} */
  const code = await new Promise((/** @type {(code: number | string | null) => void} */ resolve) => {
    const child = spawn('vitest', ['run', '--reporter=default', `--reporter=${reporter}`, ...selection], {
      cwd: root,
      stdio: 'inherit',
      env: { ...process.env, ...insideCheckout(), GSE_TEST_COUNT: countFile },
    });
    interrupted.signal.addEventListener('abort', () => child.kill('SIGTERM'));
    child.once('error', (error) => resolve(error.message));
    child.once('close', (exitCode, signal) => resolve(exitCode ?? signal));
  });
  const text = await readFile(countFile, 'utf8').catch(() => undefined);
  const none = { passed: 0, failed: [], skipped: [] };
  const total = /** @type {Count} */ (text === undefined ? none : JSON.parse(text));
  // Whatever made vitest unhappy without a failed test must not pass unseen.
  if (code !== 0 && total.failed.length === 0) total.failed.push(`vitest ended with ${code}`);
  return total;
}

/** @param {Count} total */
function close({ passed, failed, skipped }) {
  const unexplained = skipped.filter(({ reason }) => reason === undefined);
  const explained = skipped.filter(({ reason }) => reason !== undefined);
  if (explained.length > 0) console.log('\nSkipped:');
  for (const { name, reason } of explained) console.log(`  ${name}\n    ${reason}`);
  const all = [...failed, ...unexplained.map(({ name }) => `${name} (skipped without a reason)`)];
  if (all.length > 0) console.log(`\nFailed:\n${all.map((name) => `  ${name}`).join('\n')}`);
  console.log(`\n${passed} passed, ${all.length} failed, ${explained.length} skipped`);
  process.exitCode = interrupted.signal.aborted ? 130 : all.length > 0 ? 1 : 0;
}
