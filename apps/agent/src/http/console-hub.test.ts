import { connect } from 'node:net';
import { once } from 'node:events';
import type { ConsoleLines } from '@gse/agent-client';
import { expect, test } from 'vitest';
import { TestPod, until, untilReport } from '../../test/harness.ts';

const texts = (frames: readonly ConsoleLines[]): string[] => frames.flatMap((frame) => frame.lines.map((line) => line.text));

test('a viewer sees what was, what comes, and answers to commands', async () => {
  await using pod = new TestPod();
  await pod.prepare();
  await pod.game.start();
  pod.game.log(...Array.from({ length: 300 }, (_, n) => `line ${n}`));
  const client = await pod.serve();
  const frames: ConsoleLines[] = [];
  const view = await client.openConsole({ replay: 5, onLines: (frame) => frames.push(frame) });
  await until(() => texts(frames).includes('line 299'));
  pod.game.log('\u001b[32mfresh\u001b[0m');
  await until(() => texts(frames).includes('fresh'));
  expect(texts(frames).slice(-6)).toEqual(['line 295', 'line 296', 'line 297', 'line 298', 'line 299', 'fresh']);
  expect(await view.command('echo hi')).toBe('hi');
  await expect(view.command('a\nb')).rejects.toMatchObject({ kind: 'refused', reason: { code: 'BadRequest' } });
  view.close();
  expect(await view.closed).toBeUndefined();
});

test('a viewer who comes back goes on where it was', async () => {
  await using pod = new TestPod();
  await pod.prepare();
  await pod.game.start();
  const client = await pod.serve();
  const before: ConsoleLines[] = [];
  const first = await client.openConsole({ onLines: (frame) => before.push(frame) });
  pod.game.log('one', 'two');
  await until(() => texts(before).includes('two'));
  first.close();
  pod.game.log('three', 'four');
  const after: ConsoleLines[] = [];
  await client.openConsole({ after: before.at(-1)!.lines.at(-1)!.n, onLines: (frame) => after.push(frame) });
  await until(() => texts(after).includes('four'));
  expect(texts(after)).toEqual(['three', 'four']);
  expect(after.every((frame) => frame.dropped === undefined)).toBe(true);
});

test('line numbers go on growing when the agent starts again', async () => {
  await using pod = new TestPod();
  await pod.prepare();
  await pod.game.start();
  pod.game.log('one');
  const before: ConsoleLines[] = [];
  await (await pod.serve()).openConsole({ onLines: (frame) => before.push(frame) });
  await until(() => texts(before).includes('one'));
  await pod.killAgent();
  pod.game.log('two');
  const after: ConsoleLines[] = [];
  const place = before.at(-1)!.lines.at(-1)!.n;
  await (await pod.serve()).openConsole({ after: place, onLines: (frame) => after.push(frame) });
  await until(() => texts(after).includes('two'));
  expect(after[0]!.lines[0]!.n).toBeGreaterThan(place);
});

test('a viewer who does not read loses its oldest lines, is told so, and holds up nobody', async () => {
  await using pod = new TestPod();
  await pod.prepare();
  await pod.game.start();
  const client = await pod.serve();
  await untilReport(client, ({ game }) => game.health === 'Healthy');

  const slowFrames: ConsoleLines[] = [];
  const quickFrames: ConsoleLines[] = [];
  const slow = await client.openConsole({ onLines: (frame) => slowFrames.push(frame) });
  await client.openConsole({ onLines: (frame) => quickFrames.push(frame) });
  pod.game.log('begin');
  await until(() => texts(slowFrames).includes('begin') && texts(quickFrames).includes('begin'));
  slow.pause();
  // Some 16 MB, far more than sockets hold: written as fast as the quick viewer gets it.
  const long = 'x'.repeat(8_000);
  for (let n = 0; n < 1_900; n += 50) {
    pod.game.log(...Array.from({ length: 50 }, (_, k) => `${n + k} ${long}`));
    await until(() =>
      quickFrames
        .at(-1)!
        .lines.at(-1)!
        .text.startsWith(`${n + 49} `),
    );
  }
  // The game and everybody else go on meanwhile.
  expect(await client.command('echo hi')).toBe('hi');
  pod.game.log('end');
  await until(() => texts(quickFrames).includes('end'));
  slow.resume();
  await until(() => texts(slowFrames).includes('end'));
  const got = slowFrames.reduce((sum, frame) => sum + frame.lines.length, 0);
  const lost = slowFrames.reduce((sum, frame) => sum + (frame.dropped ?? 0), 0);
  expect(lost).toBeGreaterThan(0);
  expect(got + lost).toBe(1_902);
}, 60_000);

test('a console that says it is simulated says so first', async () => {
  await using pod = new TestPod();
  pod.config({ simulated: true });
  await pod.prepare();
  await pod.game.start();
  const client = await pod.serve();
  const frames: ConsoleLines[] = [];
  await client.openConsole({ onLines: (frame) => frames.push(frame) });
  await until(() => frames.length > 0);
  expect(texts(frames)[0]).toMatch(/^Simulated: no real Fake runs here/);
  expect((await client.report()).simulated).toBe(true);
});

test('there is a limit to viewers', async () => {
  await using pod = new TestPod();
  await pod.prepare();
  await pod.game.start();
  const client = await pod.serve();
  const views = await Promise.all(Array.from({ length: 32 }, () => client.openConsole()));
  await expect(client.openConsole()).rejects.toMatchObject({ kind: 'refused', reason: { status: 503 } });
  views[0]!.close();
  await views[0]!.closed;
  await until(() =>
    client.openConsole().then(
      () => true,
      () => false,
    ),
  );
});

test('a browser is refused whatever it shows', async () => {
  await using pod = new TestPod();
  await pod.prepare();
  await pod.game.start();
  await pod.serve();
  const { hostname, port } = new URL(pod.baseUrl);
  const socket = connect(Number(port), hostname);
  socket.write(
    `GET /v1/console HTTP/1.1\r\nhost: x\r\nauthorization: Bearer ${pod.token}\r\norigin: https://evil.example\r\nconnection: Upgrade\r\nupgrade: websocket\r\nsec-websocket-version: 13\r\nsec-websocket-key: AAAAAAAAAAAAAAAAAAAAAA==\r\n\r\n`,
  );
  const [answer] = (await once(socket, 'data')) as [Buffer];
  expect(answer.toString()).toMatch(/^HTTP\/1\.1 403 /);
  socket.destroy();
});
