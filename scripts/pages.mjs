// @ts-check
/**
 * Builds the browser app where it is not up to date: `apps/ui/dist`. Turbo knows what it was built from, so a second
 * time takes a moment only.
 */
import { spawn } from 'node:child_process';
import { root } from './toolchain/layout.mjs';

const SLOW_MS = 1_500;

const child = spawn('turbo', ['run', 'build', '--filter=@gse/ui', '--output-logs=errors-only'], {
  cwd: root,
  env: { ...process.env, TURBO_TELEMETRY_DISABLED: '1' },
  stdio: ['ignore', 'pipe', 'pipe'],
});
let output = '';
for (const stream of [child.stdout, child.stderr]) stream.on('data', (/** @type {Buffer} */ chunk) => (output += chunk.toString('utf8')));
const slow = setTimeout(() => console.log('pages:      building the browser app'), SLOW_MS);
child.once('error', (error) => (output += error.message));
child.once('close', (code) => {
  clearTimeout(slow);
  if (code === 0) return;
  console.error(`${output}\ngse: the browser app could not be built.`);
  process.exitCode = 1;
});
