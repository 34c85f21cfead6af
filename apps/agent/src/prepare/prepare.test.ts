import { lstatSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { TestPod } from '../../test/harness.ts';

/** Prepares and answers what it said before it gave up. */
async function refusal(change: (pod: TestPod) => void): Promise<string> {
  await using pod = new TestPod();
  change(pod);
  expect(await pod.prepare()).toBe(1);
  return pod.lines.at(-1)!.replaceAll(pod.dir, '');
}

test('what is missing or wrong is said with its place and a way out', async () => {
  expect(await refusal((pod) => rmSync(join(pod.configDir, 'server.json')))).toMatch(
    /^error: \/config\/server\.json: cannot be read \(ENOENT\).*ConfigMap/,
  );
  expect(await refusal((pod) => writeFileSync(join(pod.configDir, 'server.json'), '{'))).toMatch(/server\.json: is not JSON/);
  expect(await refusal((pod) => pod.config({ memoryBytes: -1 }))).toMatch(/server\.json: memoryBytes is wrong/);
  expect(await refusal((pod) => pod.config({ game: 'chess' }))).toMatch(/no adapter for the game chess/);
  expect(await refusal((pod) => pod.config({ settings: { motd: 7 } }))).toMatch(/settings\.motd does not fit Fake/);
  expect(await refusal((pod) => rmSync(join(pod.secretsDir, 'password')))).toMatch(
    /\/secrets\/password: the secret "console password" is missing/,
  );
  expect(await refusal((pod) => pod.secret('agentToken', ''))).toMatch(/\/secrets\/agentToken: the secret "token of the agent" is missing/);
  expect(await refusal((pod) => rmSync(pod.dataDir, { recursive: true }))).toMatch(/\/data: the data volume cannot be reached \(ENOENT\)/);
});

test('no secret is ever logged', async () => {
  await using pod = new TestPod();
  expect(await pod.prepare()).toBe(0);
  expect(pod.lines.join('\n')).not.toMatch(/opensesame|agent-token/);
});

test('a request of the next drain is there before it is made, whatever stood in its place', async () => {
  await using pod = new TestPod();
  const elsewhere = join(pod.dataDir, 'world');
  writeFileSync(elsewhere, 'precious');
  symlinkSync(elsewhere, join(pod.sharedDir, 'drain.blank'));
  expect(await pod.prepare()).toBe(0);
  expect(lstatSync(join(pod.sharedDir, 'drain.blank'))).toMatchObject({ size: 0 });
  expect(lstatSync(join(pod.sharedDir, 'drain.blank')).isFile()).toBe(true);
  expect(readFileSync(elsewhere, 'utf8')).toBe('precious');
});
