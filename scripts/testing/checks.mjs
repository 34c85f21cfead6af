// @ts-check
/** The checks of `pnpm check` that are not vitest, each the script `check:<name>` of package.json. */
import { spawn } from 'node:child_process';
import { readFile } from 'node:fs/promises';

/** @param {string} root */
export async function checkNames(root) {
  const { scripts } = /** @type {{ scripts: Record<string, string> }} */ (JSON.parse(await readFile(`${root}/package.json`, 'utf8')));
  return Object.keys(scripts).filter((name) => name.startsWith('check:'));
}

/**
 * Runs one check; what it prints is shown only when it fails.
 *
 * @param {string} root
 * @param {string} name
 * @param {AbortSignal} signal
 * @returns {Promise<boolean>} whether it passed
 */
export async function runCheck(root, name, signal) {
  const startedAt = Date.now();
  const { code, output } = await capture(root, name, signal);
  const seconds = ((Date.now() - startedAt) / 1000).toFixed(1);
  console.log(code === 0 ? ` ✓ ${name} ${seconds} s` : ` × ${name} ${seconds} s\n${output}`);
  return code === 0;
}

/**
 * @param {string} root
 * @param {string} name
 * @param {AbortSignal} signal
 * @returns {Promise<{ code: number | null, output: string }>}
 */
function capture(root, name, signal) {
  return new Promise((resolve) => {
    const child = spawn('pnpm', ['run', '--silent', name], { cwd: root, signal, stdio: ['ignore', 'pipe', 'pipe'] });
    let output = '';
    for (const stream of [child.stdout, child.stderr]) {
      stream.setEncoding('utf8').on('data', (/** @type {string} */ text) => (output += text));
    }
    child.once('error', (error) => resolve({ code: null, output: `${output}${error.message}` }));
    child.once('close', (code) => resolve({ code, output }));
  });
}
