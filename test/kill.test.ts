import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { MachineClient } from './support/client.ts';
import { TestMachine, until } from './support/machine.ts';

const KILLS = 20;
const seed = Number(process.env['GSE_SEED'] ?? Date.now() % 2 ** 31);

/** Repeatable randomness (mulberry32). */
function randomOf(start: number): () => number {
  let state = start;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let t = Math.imul(state ^ (state >>> 15), 1 | state);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) / 2 ** 32;
  };
}

const minecraft = { game: 'minecraft', licences: [{ id: 'minecraft-eula', accepted: true }], disruption: { announceSeconds: [1] } };
const factorio = { game: 'factorio', disruption: { announceSeconds: [1] } };

describe(`a machine that is killed at ${KILLS} random points (seed ${seed}; GSE_SEED repeats it)`, () => {
  let machine: TestMachine;
  let client: MachineClient;
  beforeAll(async () => {
    machine = await new TestMachine().start();
    client = new MachineClient(machine);
  });
  afterAll(async () => {
    await machine[Symbol.asyncDispose]();
  });

  const phase = async (name: string): Promise<unknown> => (await client.server(name))?.status?.['phase'];
  const reaches = (name: string, wanted: string): Promise<unknown> =>
    until(async () => (await phase(name)) === wanted, {
      what: () => `${name} ${wanted}; the machine said:\n${machine.output.slice(-3000)}`,
      within: 200_000,
      everyMs: 200,
    });

  it('keeps the world that was saved, through every kill during order, restart and stop', async () => {
    const random = randomOf(seed);
    await client.order('keep', minecraft);
    await reaches('keep', 'Running');
    await client.command('keep', 'simulate build a lighthouse');
    await client.command('keep', 'save-all flush');
    const worldBefore = await client.command('keep', 'simulate world');

    let ordered = 0;
    for (let kill = 0; kill < KILLS; kill++) {
      // Something is going on at every kill, and what was acknowledged must have been kept.
      const act = Math.floor(random() * 4);
      if (act === 0) await client.order(`extra-${ordered++}`, random() < 0.5 ? minecraft : factorio);
      else if (act === 1) await client.restart('keep');
      else await client.patch('keep', { state: act === 2 ? 'Stopped' : 'Running' });
      await new Promise((resolve) => setTimeout(resolve, random() * 3000));
      await machine.kill();
      await machine.start();
      for (let i = 0; i < ordered; i++)
        expect(await client.server(`extra-${i}`), `extra-${i} was acknowledged before kill ${kill}`).toBeDefined();
    }

    await client.patch('keep', { state: 'Running' });
    const names = ['keep', ...Array.from({ length: ordered }, (_, i) => `extra-${i}`)];
    for (const name of names) await reaches(name, 'Running');
    await until(
      async () =>
        (await client.operations()).every((operation) =>
          ['Succeeded', 'Failed', 'Refused', 'Skipped', 'Cancelled'].includes(String(operation.status?.['phase'])),
        ),
      { what: 'every operation to end', within: 200_000 },
    );

    // Nothing is doubled: one pod, one volume, one address a server.
    const pods = await client.pods();
    expect(pods.map((pod) => pod.metadata.name).sort()).toEqual(names.map((name) => `${name}-0`).sort());
    expect(readdirSync(join(machine.dataDir, 'node/volumes/default')).sort()).toEqual(names.map((name) => `data-${name}-0`).sort());
    const addresses = await Promise.all(names.map(async (name) => (await client.server(name))?.status?.['address']));
    expect(new Set(addresses).size).toBe(names.length);

    // No world is lost.
    expect(await client.command('keep', 'simulate world')).toContain('lighthouse');
    expect(worldBefore).toContain('lighthouse');
  });
});
