import { mkdirSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync, chownSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { silentLog, systemClock, type Container, type Pod } from '@gse/kube';
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import type { ContainerSpec, PortMapping } from '../runtime/container-runtime.ts';
import { until } from '../testing/until.ts';
import { EngineRuntime } from './engine-runtime.ts';
import { busyboxFiles, importImage, podmanProblem, startPodman, type PodmanService } from './testing/index.ts';

const problem = podmanProblem();
const image = 'localhost/gse-test:1';
const signal = AbortSignal.timeout(300_000);

describe.skipIf(problem)(`the engine runtime on Podman${problem ? ` (skipped: ${problem})` : ''}`, () => {
  let podman: PodmanService;
  let runtime: EngineRuntime;
  let folder: string;
  const started: string[] = [];

  beforeAll(async () => {
    folder = mkdtempSync(join(tmpdir(), 'gse-engine-'));
    podman = await startPodman();
    await importImage(podman.engine, { name: image, files: busyboxFiles(), command: ['/bin/sh'] });
    runtime = new EngineRuntime({ engine: podman.engine, instance: 'test', clock: systemClock, log: silentLog });
  }, 60_000);

  afterEach(async () => {
    for (const id of started.splice(0)) await runtime.remove(id, signal);
  });

  afterAll(async () => {
    await runtime?.close();
    await podman?.stop();
    rmSync(folder, { recursive: true, force: true });
  }, 60_000);

  let attempts = 0;
  function spec(script: string, more: Partial<ContainerSpec> = {}, container: Partial<Container> = {}): ContainerSpec {
    const pod: Pod = { apiVersion: 'v1', kind: 'Pod', metadata: { name: 'world' }, spec: { containers: [] } };
    return {
      identity: { podNamespace: 'default', podName: 'world', podUid: 'abcdef0123', container: 'game', attempt: attempts++ },
      pod,
      container: { name: 'game', ...container },
      image,
      command: undefined,
      args: ['/bin/sh', '-c', script],
      env: {},
      mounts: [],
      ports: [],
      user: undefined,
      fileOwner: undefined,
      limits: { cpuMillis: undefined, memoryBytes: undefined },
      ...more,
    };
  }

  async function start(order: ContainerSpec): Promise<string> {
    const id = await runtime.start(order, signal);
    started.push(id);
    return id;
  }

  async function text(id: string, options = {}): Promise<string> {
    return new Response(await runtime.logs(id, { follow: false, timestamps: false, ...options }, signal)).text();
  }

  test('a container gets its environment, its exit code is reported and its output kept in order', async () => {
    const id = await start(spec('echo out $WHO; echo err >&2; exit 7', { env: { WHO: 'player' } }));
    expect(await runtime.wait(id, signal)).toMatchObject({ exitCode: 7, oomKilled: false });
    expect(await text(id)).toBe('out player\nerr\n');
    expect(await text(id, { tailLines: 1, timestamps: true })).toMatch(/^\d{4}-\d\d-\d\dT\S+ err\n$/);
  });

  test('following a log ends when the container does', async () => {
    const id = await start(spec('echo one; sleep 0.3; echo two'));
    expect(await text(id, { follow: true })).toBe('one\ntwo\n');
  });

  test('SIGTERM reaches the process; one that ignores it ends with SIGKILL and 137', async () => {
    const polite = await start(spec('trap "echo saved; exit 0" TERM; echo up; while true; do sleep 0.05; done'));
    await until('the trap to be set', async () => (await text(polite)).includes('up'));
    await runtime.kill(polite, 'SIGTERM', signal);
    expect(await runtime.wait(polite, signal)).toMatchObject({ exitCode: 0 });
    const stubborn = await start(spec('trap "" TERM; while true; do sleep 0.05; done'));
    await runtime.kill(stubborn, 'SIGTERM', signal);
    await runtime.kill(stubborn, 'SIGKILL', signal);
    expect(await runtime.wait(stubborn, signal)).toMatchObject({ exitCode: 137, oomKilled: false });
    await runtime.kill(stubborn, 'SIGKILL', signal);
  });

  test('a container that outgrows its memory is reported as killed for that', async () => {
    const limits = { cpuMillis: 500, memoryBytes: 32 * 1024 * 1024 };
    const id = await start(spec('x=aaaaaaaaaaaaaaaa; while true; do x=$x$x; done', { limits }));
    expect(await runtime.wait(id, signal)).toMatchObject({ exitCode: 137, oomKilled: true });
  });

  test('a published port leads to the container, and a taken one is said to be taken', async () => {
    const ports: PortMapping[] = [{ containerPort: 8080, protocol: 'TCP', hostIP: '127.0.0.1', hostPort: await freePort() }];
    await start(spec('while true; do printf "HTTP/1.0 200 OK\\r\\n\\r\\nhello" | nc -l -p 8080; done', { ports }));
    const answer = await until('the container to answer', async () => {
      const response = await fetch(`http://127.0.0.1:${ports[0]?.hostPort}`).catch(() => undefined);
      return response?.text().catch(() => undefined);
    });
    expect(answer).toBe('hello');
    await expect(start(spec('sleep 1', { ports }))).rejects.toMatchObject({ code: 'GSE_PORT_TAKEN' });
  });

  test('the wanted user runs without privileges on a read-only root and writes into its mounts only', async () => {
    const data = join(folder, 'data');
    mkdirSync(data);
    chownSync(data, 1000, 1000);
    writeFileSync(join(folder, 'config'), 'seed');
    const id = await start(
      spec(
        'id -u; cat /config; touch /data/world || echo cannot; touch /nope 2>/dev/null || echo readonly; grep -E "CapEff|NoNewPrivs" /proc/self/status || cat /proc/self/status',
        {
          user: { uid: 1000, gid: 1000 },
          mounts: [
            { hostPath: data, mountPath: '/data', readOnly: false },
            { hostPath: join(folder, 'config'), mountPath: '/config', readOnly: true },
          ],
        },
        { securityContext: { readOnlyRootFilesystem: true, allowPrivilegeEscalation: false, capabilities: { drop: ['ALL'] } } },
      ),
    );
    await runtime.wait(id, signal);
    const output = await text(id);
    expect(output).toMatch(/^1000\nseed/);
    expect(output).toContain('readonly');
    expect(output).toMatch(/CapEff:\s+0000000000000000/);
    expect(output).toMatch(/NoNewPrivs:\s+1/);
    expect(statSync(join(data, 'world')).uid).toBe(1000);
    expect(readFileSync(join(folder, 'config'), 'utf8')).toBe('seed');
  });

  test('exec runs a command in the container and says its exit code', async () => {
    const id = await start(spec('while true; do sleep 0.1; done'));
    expect(await runtime.exec(id, ['/bin/sh', '-c', 'echo in; echo err >&2; exit 3'], signal)).toEqual({
      exitCode: 3,
      output: 'in\nerr\n',
    });
  });

  test('usage is read from the engine', async () => {
    const id = await start(spec('while true; do sleep 0.1; done'));
    const usage = await runtime.usage(id, signal);
    expect(usage.cpuSeconds).toBeGreaterThan(0);
    expect(usage.memoryBytes).toBeGreaterThan(0);
  });

  test('containers are found again by another runtime of the same instance, and by no other', async () => {
    const order = spec('while true; do sleep 0.1; done');
    const id = await start(order);
    const ended = await start(spec('exit 4'));
    await runtime.wait(ended, signal);
    const again = new EngineRuntime({ engine: podman.engine, instance: 'test', clock: systemClock, log: silentLog });
    const stranger = new EngineRuntime({ engine: podman.engine, instance: 'other', clock: systemClock, log: silentLog });
    try {
      const found = await again.list(signal);
      expect(found.map(({ id, state }) => ({ id, state }))).toEqual(
        expect.arrayContaining([
          { id, state: 'running' },
          { id: ended, state: 'exited' },
        ]),
      );
      expect(found.find((container) => container.id === id)?.identity).toEqual(order.identity);
      expect(await stranger.list(signal)).toEqual([]);
      expect(await again.wait(ended, signal)).toMatchObject({ exitCode: 4 });
    } finally {
      await again.close();
      await stranger.close();
    }
  });

  test('a container removed by someone else ends with 137', async () => {
    const id = await start(spec('while true; do sleep 0.1; done'));
    const exit = runtime.wait(id, signal);
    await runtime.remove(id, signal);
    expect(await exit).toMatchObject({ exitCode: 137 });
  });

  test('a command that does not exist is a start failure and leaves nothing behind', async () => {
    await expect(start(spec('', { args: undefined, command: ['/nope'] }))).rejects.toMatchObject({
      code: 'GSE_CONTAINER_START_FAILED',
      message: expect.stringContaining('/nope'),
    });
    expect(await runtime.list(signal)).toEqual([]);
  });

  test('a start that is given up at any moment leaves nothing behind', async () => {
    for (const afterMs of [0, 5, 20, 60, 150, 300]) {
      const stop = new AbortController();
      const starting = runtime.start(spec('while true; do sleep 0.1; done'), stop.signal);
      setTimeout(() => stop.abort(new Error('given up')), afterMs);
      await starting.then(
        (id) => runtime.remove(id, signal),
        () => undefined,
      );
      expect(await runtime.list(signal), `given up after ${afterMs} ms`).toEqual([]);
    }
  });

  test('a missing image is missing, and a registry that is away is said to be away', async () => {
    expect(await runtime.hasImage(image, signal)).toBe(true);
    expect(await runtime.hasImage('localhost/gse-none:1', signal)).toBe(false);
    await expect(start(spec('', { image: 'localhost/gse-none:1' }))).rejects.toMatchObject({ code: 'GSE_IMAGE_MISSING' });
    await expect(runtime.pull('localhost:1/none:1', () => undefined, signal)).rejects.toMatchObject({
      code: 'GSE_IMAGE_PULL_FAILED',
      message: expect.stringContaining('the registry cannot be reached'),
    });
  }, 60_000);
});

function freePort(): Promise<number> {
  return new Promise((resolve) => {
    const server = createServer().listen(0, '127.0.0.1', () => {
      const address = server.address();
      server.close(() => resolve(typeof address === 'object' && address ? address.port : 0));
    });
  });
}
