import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { setTimeout as wait } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { afterEach, expect, test } from 'vitest';

const program = fileURLToPath(new URL('../test/example-process.ts', import.meta.url));
const started = new Set<ChildProcess>();
afterEach(() => {
  for (const child of started) child.kill('SIGKILL');
  started.clear();
});

function start(...argv: string[]) {
  const child = spawn(process.execPath, [program, ...argv], { env: { PATH: process.env['PATH'] }, stdio: ['ignore', 'pipe', 'pipe'] });
  started.add(child);
  const output = { text: '', errors: '' };
  child.stdout.setEncoding('utf8').on('data', (chunk: string) => (output.text += chunk));
  child.stderr.setEncoding('utf8').on('data', (chunk: string) => (output.errors += chunk));
  const exit = once(child, 'close').then(([code, signal]) => (code ?? signal) as number | string);
  return {
    child,
    output,
    exit,
    lines: () =>
      output.text
        .split('\n')
        .filter(Boolean)
        .map((line) => JSON.parse(line) as Record<string, unknown>),
    async says(words: string) {
      while (!output.text.includes(words)) {
        if (child.exitCode !== null) throw new Error(`it ended without saying ${words}: ${output.text}${output.errors}`);
        await wait(20);
      }
    },
  };
}

test('a signal asks the work to end, and its exit code is the exit code of the process', async () => {
  const process = start('--work=orderly');
  await process.says('It works');
  process.child.kill('SIGTERM');
  expect(await process.exit).toBe(7);
  const lines = process.lines();
  expect(lines[0]).toMatchObject({
    level: 'info',
    component: 'gse-example',
    msg: 'It works',
    server: 'shop/world',
    agentToken: '[hidden]',
  });
  expect(lines.at(-1)).toMatchObject({ signal: 'SIGTERM', msg: 'The process stops' });
});

test('work that does not end is left behind at the deadline', async () => {
  const process = start('--work=stubborn', '--stop-seconds=1');
  await process.says('It works');
  process.child.kill('SIGTERM');
  expect(await process.exit).toBe(1);
  expect(process.lines().at(-1)).toMatchObject({ level: 'error', stopSeconds: 1 });
});

test('a second signal ends it at once, an echo of the first does not', async () => {
  const process = start('--work=stubborn');
  await process.says('It works');
  process.child.kill('SIGINT');
  process.child.kill('SIGTERM');
  await process.says('The process stops');
  await wait(600);
  expect(process.child.exitCode).toBeNull();
  process.child.kill('SIGINT');
  expect(await process.exit).toBe(130);
});

test.each([
  ['throws', 'broken with Bearer [hidden]'],
  ['throws-later', 'broken later'],
  ['rejects-later', 'rejected later'],
])('an error ends it with a log line and exit code 1: %s', async (work, message) => {
  const process = start(`--work=${work}`);
  expect(await process.exit).toBe(1);
  expect(process.lines().at(-1)).toMatchObject({ level: 'error', err: { type: 'Error', message } });
  expect(process.output.text + process.output.errors).not.toContain('abcdef123456');
});

test('mistakes in the configuration end it before anything starts', async () => {
  const process = start('--work=nothing', '--status-port=x');
  expect(await process.exit).toBe(2);
  expect(process.output.text).toBe('');
  expect(process.output.errors).toContain('gse-example: The configuration has 2 mistakes:');
});

test('help goes to standard output and is no mistake', async () => {
  const process = start('--help', '--nonsense');
  expect(await process.exit).toBe(0);
  expect(process.output.text).toContain('--status-port=…   GSE_STATUS_PORT');
});

test('a port that is taken is said plainly', async () => {
  const first = start('--work=orderly', '--log-level=debug');
  await first.says('The status is served');
  const port = Number(first.lines().find(({ msg }) => msg === 'The status is served')?.['port']);
  expect(await (await fetch(`http://127.0.0.1:${port}/metrics`)).text()).toBe('example_total 1\n');
  const second = start('--work=orderly', `--status-port=${port}`);
  expect(await second.exit).toBe(1);
  expect(second.lines().at(-1)).toMatchObject({
    code: 'GSE_STATUS_PORT',
    msg: `The status server cannot listen on port ${port} (EADDRINUSE). Free the port, or give another with --status-port.`,
  });
});

test('text for people has the message first and the stack below', async () => {
  const process = start('--work=throws', '--log-format=text');
  expect(await process.exit).toBe(1);
  expect(process.output.text).toMatch(
    /^\d\d:\d\d:\d\d\.\d{3} INFO {2}It works {2}server=shop\/world {2}agentToken=\[hidden\] {2}work=throws$/m,
  );
  expect(process.output.text).toMatch(/ERROR The process ends with an error.*\n {4}Error: broken with Bearer \[hidden\]\n {8}at /);
});
