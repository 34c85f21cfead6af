import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { silentLog, systemClock, type Container, type Pod } from '@gse/kube';
import { afterEach, beforeEach, expect, test } from 'vitest';
import type { ContainerSpec, Mount } from '../runtime/container-runtime.ts';
import { isAlive } from '../testing/is-alive.ts';
import { until } from '../testing/until.ts';
import { LocalProgramRuntime, type LocalProgramRuntimeOptions } from './local-runtime.ts';

const never = new AbortController().signal;
let folder: string;
let runtime: LocalProgramRuntime;

function makeRuntime(options: Partial<LocalProgramRuntimeOptions> = {}): LocalProgramRuntime {
  return new LocalProgramRuntime({
    name: 'simulated',
    programsModule: new URL('./testing-programs.ts', import.meta.url),
    programFor: (container) => (container.command ? { name: container.command[0] ?? '', args: container.args ?? [] } : undefined),
    dataDir: folder,
    clock: systemClock,
    log: silentLog,
    killGraceMs: 200,
    ...options,
  });
}

function spec(name: string, program: string, args: string[] = [], more: Partial<ContainerSpec> = {}): ContainerSpec {
  const container: Container = { name, command: [program], args };
  const pod: Pod = { apiVersion: 'v1', kind: 'Pod', metadata: { name: 'a' }, spec: { containers: [container] } };
  return {
    identity: { podNamespace: 'default', podName: 'a', podUid: 'uid-a', container: name, attempt: 0 },
    pod,
    container,
    image: 'any',
    command: [program],
    args,
    env: {},
    mounts: [],
    ports: [],
    user: undefined,
    fileOwner: undefined,
    limits: { cpuMillis: undefined, memoryBytes: undefined },
    ...more,
  };
}

async function text(id: string, options: { tailLines?: number; timestamps?: boolean; follow?: boolean } = {}): Promise<string> {
  return new Response(await runtime.logs(id, { follow: false, timestamps: false, ...options }, never)).text();
}

async function pidIn(id: string, pattern: RegExp): Promise<number> {
  return until(`${pattern} in the log`, async () => Number((await text(id)).match(pattern)?.[1]));
}

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'gse-local-'));
  runtime = makeRuntime();
});

afterEach(async () => {
  await runtime.close();
  rmSync(folder, { recursive: true, force: true });
});

test('a program gets its arguments and environment with container paths rewritten to the host', async () => {
  const mounts: Mount[] = [{ mountPath: '/gse', hostPath: join(folder, 'gse'), readOnly: false }];
  const id = await runtime.start(
    spec('game', 'report', ['/gse/config', '--x'], { mounts, env: { CONFIG: '/gse/c.json', OTHER: 'plain' } }),
    never,
  );
  expect(await runtime.wait(id, never)).toMatchObject({ exitCode: 0, oomKilled: false });
  expect(JSON.parse(await text(id))).toMatchObject({
    args: [join(folder, 'gse/config'), '--x'],
    env: { CONFIG: join(folder, 'gse/c.json'), OTHER: 'plain' },
    title: 'gse programs',
  });
});

test('the exit code of a program is the exit code of its container', async () => {
  const id = await runtime.start(spec('game', 'exit', ['3']), never);
  expect(await runtime.wait(id, never)).toMatchObject({ exitCode: 3 });
  expect(await text(id)).toBe('leaving with 3\n');
});

test('a program that throws ends with 1 and its last log line says why', async () => {
  const id = await runtime.start(spec('game', 'throw'), never);
  expect(await runtime.wait(id, never)).toMatchObject({ exitCode: 1 });
  expect(await text(id)).toContain('something broke inside');
});

test('a program nobody knows ends with 127', async () => {
  const id = await runtime.start(spec('game', 'toString'), never);
  expect(await runtime.wait(id, never)).toMatchObject({ exitCode: 127 });
});

test('a container without a program is refused', async () => {
  const order = spec('game', 'x');
  await expect(runtime.start({ ...order, command: undefined }, never)).rejects.toMatchObject({ code: 'GSE_PROGRAM_UNKNOWN' });
});

test('a stray rejection ends its own program and leaves the neighbour in the same process alone', async () => {
  await runtime.close();
  runtime = makeRuntime({ maxHosts: 1 });
  const neighbour = await runtime.start(spec('neighbour', 'wait'), never);
  const stray = await runtime.start(spec('stray', 'strayRejection'), never);
  expect(await runtime.wait(stray, never)).toMatchObject({ exitCode: 1 });
  expect(await text(stray)).toContain('a stray rejection');
  await runtime.kill(neighbour, 'SIGTERM');
  expect(await runtime.wait(neighbour, never)).toMatchObject({ exitCode: 0 });
});

test('SIGTERM asks, SIGKILL ends, and a program that hears neither is cut off with its process', async () => {
  const polite = await runtime.start(spec('polite', 'wait'), never);
  const stubborn = await runtime.start(spec('stubborn', 'stubborn'), never);
  const deaf = await runtime.start(spec('deaf', 'deaf'), never);
  const deafPid = await pidIn(deaf, /deaf in (\d+)/);
  await runtime.kill(polite, 'SIGTERM');
  expect(await runtime.wait(polite, never)).toMatchObject({ exitCode: 0 });
  await runtime.kill(stubborn, 'SIGTERM');
  await runtime.kill(stubborn, 'SIGKILL');
  expect(await runtime.wait(stubborn, never)).toMatchObject({ exitCode: 137 });
  await runtime.kill(deaf, 'SIGKILL');
  expect(await runtime.wait(deaf, never)).toMatchObject({ exitCode: 137 });
  await until('the deaf process to be gone', () => !isAlive(deafPid));
});

test('cutting a deaf program off spares the program that shares its process', async () => {
  await runtime.close();
  runtime = makeRuntime({ maxHosts: 1 });
  const deaf = await runtime.start(spec('deaf', 'deaf'), never);
  const neighbour = await runtime.start(spec('neighbour', 'wait'), never);
  const pid = await pidIn(neighbour, /waiting in (\d+)/);
  await runtime.kill(deaf, 'SIGKILL');
  expect(await runtime.wait(deaf, never)).toMatchObject({ exitCode: 137 });
  expect(isAlive(pid)).toBe(true);
  const next = await runtime.start(spec('next', 'wait'), never);
  expect(await pidIn(next, /waiting in (\d+)/)).not.toBe(pid);
  await runtime.kill(neighbour, 'SIGTERM');
  await runtime.wait(neighbour, never);
  await until('the tainted process to be gone', () => !isAlive(pid));
});

test('the first programs get a process each, later ones share', async () => {
  const ids = [];
  for (let i = 0; i < 7; i++) ids.push(await runtime.start(spec(`c${i}`, 'wait'), never));
  const pids = await Promise.all(ids.map((id) => pidIn(id, /waiting in (\d+)/)));
  expect(new Set(pids).size).toBe(3);
  const perPid = [...new Set(pids)].map((pid) => pids.filter((other) => other === pid).length);
  expect(Math.max(...perPid) - Math.min(...perPid)).toBeLessThanOrEqual(1);
});

test('when a host is killed all its programs end with 137 and new ones get a new host', async () => {
  const id = await runtime.start(spec('game', 'wait'), never);
  const pid = await pidIn(id, /waiting in (\d+)/);
  process.kill(pid, 'SIGKILL');
  expect(await runtime.wait(id, never)).toMatchObject({ exitCode: 137, message: expect.stringContaining('killed') });
  const next = await runtime.start(spec('next', 'report'), never);
  expect(await runtime.wait(next, never)).toMatchObject({ exitCode: 0 });
});

test('exec runs a shell command with the mount paths rewritten, also where the folder has a space in its name', async () => {
  const hostPath = join(folder, 'with space');
  mkdirSync(hostPath);
  const mounts: Mount[] = [{ mountPath: '/gse', hostPath, readOnly: false }];
  const id = await runtime.start(spec('game', 'wait', [], { mounts }), never);
  const result = await runtime.exec(id, ['/bin/sh', '-c', 'echo one >&2; echo two; echo x > /gse/file; exit 5'], never);
  expect(result).toMatchObject({ exitCode: 5 });
  expect(result.output).toContain('one\n');
  expect(readFileSync(join(hostPath, 'file'), 'utf8')).toBe('x\n');
});

test('exec ends with its signal, children included', async () => {
  const id = await runtime.start(spec('game', 'wait'), never);
  const stop = new AbortController();
  const file = join(folder, 'pid');
  const running = runtime.exec(id, ['/bin/sh', '-c', `echo $$ > ${file}; while true; do sleep 0.05; done`], stop.signal);
  const pid = await until('the command to run', () => existsSync(file) && Number(readFileSync(file, 'utf8')));
  stop.abort();
  expect(await running).toMatchObject({ exitCode: 137 });
  await until('the command to be gone', () => !isAlive(pid));
});

test('a log is capped by one rotation and still read in order', async () => {
  await runtime.close();
  runtime = makeRuntime({ logMaxBytes: 2000 });
  const id = await runtime.start(spec('game', 'chatter', ['30']), never);
  await runtime.wait(id, never);
  const again = await runtime.start({ ...spec('game', 'chatter', ['50']) }, never);
  await runtime.wait(again, never);
  const lines = (await text(id)).trimEnd().split('\n');
  expect(lines).toHaveLength(80);
  expect(lines.slice(30)).toEqual(Array.from({ length: 50 }, (_, i) => `line ${i}`));
  expect(await text(id, { tailLines: 2 })).toBe('line 48\nline 49\n');
  expect(await text(id, { tailLines: 1, timestamps: true })).toMatch(/^\d{4}-.+Z line 49\n$/);
});

test('following a log ends when the program does', async () => {
  const id = await runtime.start(spec('game', 'wait'), never);
  await pidIn(id, /waiting in (\d+)/);
  const followed = text(id, { follow: true });
  await runtime.kill(id, 'SIGTERM');
  expect(await followed).toMatch(/^waiting in \d+\nasked to leave\n$/);
});

test('usage is the share of the process', async () => {
  const id = await runtime.start(spec('game', 'wait'), never);
  const usage = await runtime.usage(id);
  expect(usage.memoryBytes).toBeGreaterThan(1_000_000);
  expect(usage.cpuSeconds).toBeGreaterThan(0);
});

test('usage of a simulation is what it says it stands for, within the limits', async () => {
  const limits = { cpuMillis: 2000, memoryBytes: 1024 ** 3 };
  const id = await runtime.start(spec('game', 'pretend', ['0.25', '0.5'], { limits }), never);
  await until('the program to say', async () => (await runtime.usage(id)).cpuMillis !== undefined);
  expect(await runtime.usage(id)).toEqual({ cpuSeconds: 0, cpuMillis: 500, memoryBytes: 1024 ** 3 / 2 });
  const greedy = await runtime.start(spec('greedy', 'pretend', ['7', '-1'], { limits }), never);
  await until('the program to say', async () => (await runtime.usage(greedy)).cpuMillis !== undefined);
  expect(await runtime.usage(greedy)).toMatchObject({ cpuMillis: 2000, memoryBytes: 0 });
});

test('programs and their commands end by themselves when the node process is killed', async () => {
  const script = `
    import { LocalProgramRuntime } from ${JSON.stringify(new URL('./local-runtime.ts', import.meta.url).href)}
    import { silentLog, systemClock } from '@gse/kube'
    const runtime = new LocalProgramRuntime({ name: 'x', programsModule: new URL(${JSON.stringify(new URL('./testing-programs.ts', import.meta.url).href)}),
      programFor: () => ({ name: 'stubborn', args: [] }), dataDir: ${JSON.stringify(folder)}, clock: systemClock, log: silentLog })
    const never = new AbortController().signal
    const identity = { podNamespace: 'd', podName: 'p', podUid: 'u', container: 'c', attempt: 0 }
    const id = await runtime.start({ identity, container: { name: 'c' }, pod: {}, env: {}, mounts: [], ports: [], limits: {} }, never)
    void runtime.exec(id, ['/bin/sh', '-c', 'echo $$ > ${folder}/execpid; while true; do sleep 0.05; done'], never)
    console.log('up')
  `;
  const parent = spawn(process.execPath, ['--input-type=module', '--eval', script], {
    cwd: import.meta.dirname,
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  await once(createInterface(parent.stdout), 'line');
  const pid = await pidIn('u/c/0', /stubborn in (\d+)/);
  const execPid = await until(
    'the command to run',
    () => existsSync(join(folder, 'execpid')) && Number(readFileSync(join(folder, 'execpid'), 'utf8')),
  );
  parent.kill('SIGKILL');
  await until('program and command to be gone', () => !isAlive(pid) && !isAlive(execPid));
});
