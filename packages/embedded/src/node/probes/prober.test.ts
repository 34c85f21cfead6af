import { createServer as createHttpServer } from 'node:http';
import { createServer, type AddressInfo, type Server } from 'node:net';
import { systemClock, type Clock, type Container } from '@gse/kube';
import { afterEach, expect, test } from 'vitest';
import { until } from '../testing/until.ts';
import { probeOnce, type ProbeTarget } from './probe-once.ts';
import { Prober, type ProbeState } from './prober.ts';

const servers: { close(): unknown }[] = [];
afterEach(() => {
  for (const server of servers.splice(0)) server.close();
});

async function listen(server: Server): Promise<number> {
  servers.push(server);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return (server.address() as AddressInfo).port;
}

function target(port: number, exitCodes: number[] = []): ProbeTarget {
  return {
    exec: () => Promise.resolve({ exitCode: exitCodes.shift() ?? 0, output: 'said so' }),
    addressOf: (wanted) => (wanted === 'web' || wanted === 80 ? { host: '127.0.0.1', port } : undefined),
  };
}

const soon = () => AbortSignal.timeout(5000);

test('an HTTP probe passes below 400 and quotes the answer otherwise', async () => {
  let status = 204;
  const port = await listen(createHttpServer((_request, response) => response.writeHead(status).end('still loading the world')));
  expect(await probeOnce({ httpGet: { port: 'web', path: '/x' } }, target(port), soon())).toEqual({ isOk: true, message: '' });
  status = 503;
  expect(await probeOnce({ httpGet: { port: 80 } }, target(port), soon())).toEqual({
    isOk: false,
    message: 'HTTP probe failed with statuscode: 503 (still loading the world)',
  });
});

test('a TCP probe passes when somebody accepts, and fails when nobody does', async () => {
  const port = await listen(createServer((socket) => socket.destroy()));
  expect((await probeOnce({ tcpSocket: { port: 80 } }, target(port), soon())).isOk).toBe(true);
  expect((await probeOnce({ tcpSocket: { port: 80 } }, target(1), soon())).isOk).toBe(false);
});

test('a probe that gets no answer fails at its deadline', async () => {
  const port = await listen(createServer(() => undefined));
  expect(await probeOnce({ httpGet: { port: 80 } }, target(port), AbortSignal.timeout(30))).toEqual({
    isOk: false,
    message: 'no answer in time',
  });
  const deaf: ProbeTarget = { ...target(port), exec: () => new Promise(() => undefined) };
  expect(await probeOnce({ exec: { command: ['x'] } }, deaf, AbortSignal.timeout(30))).toMatchObject({ isOk: false });
});

test('an exec probe goes by the exit code, and an undeclared port is said to be undeclared', async () => {
  expect(await probeOnce({ exec: { command: ['x'] } }, target(1, [2]), soon())).toEqual({
    isOk: false,
    message: 'the command ended with 2: said so',
  });
  expect((await probeOnce({ tcpSocket: { port: 'rcon' } }, target(1), soon())).message).toContain('declares no port rcon');
});

/** Periods of ten seconds pass as milliseconds, deadlines of one second stay. */
const fastClock: Clock = { ...systemClock, after: (ms, callback) => systemClock.after(ms >= 10_000 ? ms / 1000 : ms, callback) };

function run(container: Partial<Container>, exitCodes: number[]) {
  const unhealthy: string[] = [];
  const history: ProbeState[] = [];
  const prober: Prober = new Prober({
    container: { name: 'game', ...container },
    target: target(1, exitCodes),
    clock: fastClock,
    initial: undefined,
    onChange: () => history.push(prober.state),
    onUnhealthy: (kind, message) => unhealthy.push(`${kind}: ${message}`),
  });
  prober.start();
  servers.push({ close: () => prober.stop() });
  return { prober, unhealthy, history };
}

const exec = { exec: { command: ['check'] } };

test('without probes a container is started and ready at once', () => {
  expect(run({}, []).prober.state).toEqual({ isStarted: true, isReady: true, isFailing: false });
});

test('readiness follows its thresholds both ways', async () => {
  const { prober, unhealthy, history } = run(
    { readinessProbe: { ...exec, periodSeconds: 10, failureThreshold: 2, successThreshold: 1 } },
    [1, 0, 1, 1],
  );
  expect(prober.state.isReady).toBe(false);
  await until('three changes', () => history.length === 3);
  expect(history.map((state) => state.isReady)).toEqual([true, false, true]);
  expect(unhealthy).toHaveLength(3);
  expect(prober.state.isFailing).toBe(false);
});

test('a container that never starts is failing after its startup threshold, and liveness is not asked before', async () => {
  const { prober, unhealthy } = run({ startupProbe: { ...exec, periodSeconds: 10, failureThreshold: 3 }, livenessProbe: exec }, [1, 1, 1]);
  await until('failing', () => prober.state.isFailing);
  expect(unhealthy).toEqual(Array(3).fill('Startup: the command ended with 1: said so'));
  expect(prober.state.isReady).toBe(false);
});

test('a failing liveness probe makes a started container failing', async () => {
  const { prober } = run({ startupProbe: exec, livenessProbe: { ...exec, periodSeconds: 10, failureThreshold: 2 } }, [0, 0, 1, 0, 1, 1]);
  await until('started', () => prober.state.isStarted && prober.state.isReady);
  await until('failing', () => prober.state.isFailing);
});
