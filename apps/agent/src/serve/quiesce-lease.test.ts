import { expect, test } from 'vitest';
import { TestPod, until, untilReport } from '../../test/harness.ts';

test('a lease has one holder, can be prolonged by them, and ends by itself', async () => {
  await using pod = new TestPod();
  await pod.prepare();
  await pod.game.start();
  const client = await pod.serve();
  await untilReport(client, ({ game }) => game.health === 'Healthy');
  const { lease } = await client.quiesce({ leaseSeconds: 60 });
  await expect(client.quiesce()).rejects.toMatchObject({ reason: { code: 'AlreadyQuiesced' } });
  const prolonged = await client.quiesce({ lease, leaseSeconds: 1 });
  expect(prolonged.lease).toBe(lease);
  await until(() => pod.game.commands.includes('unhold'));
  await expect(client.quiesce({ lease })).rejects.toMatchObject({ reason: { code: 'LeaseExpired' } });
  await client.release();
});

test('a game that cannot be told to write again is Degraded until it could', async () => {
  await using pod = new TestPod();
  await pod.prepare();
  await pod.game.start();
  const client = await pod.serve();
  await untilReport(client, ({ game }) => game.health === 'Healthy');
  await client.quiesce({ leaseSeconds: 60 });
  await pod.game.end();
  await expect(client.release()).rejects.toMatchObject({ kind: 'refused' });
  await pod.game.start();
  await untilReport(client, ({ game }) => game.reason?.code === 'SavingIsOff');
  const healed = await untilReport(client, ({ game }) => game.health === 'Healthy');
  expect(healed.game.reason).toBeUndefined();
  expect(pod.game.commands).toContain('unhold');
}, 40_000);
