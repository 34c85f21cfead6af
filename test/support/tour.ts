import { existsSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { MachineClient, type Json } from './client.ts';
import { until } from './machine.ts';
import { tours, type Tour } from './tours.ts';
import type { World } from './world.ts';

/**
 * The tour that every edition passes, for every game: what a person does with a server from its order to its deletion. The games
 * go side by side, each step after the one before.
 */
export function describeTours(world: () => World): void {
  for (const tour of tours) describeTour(tour, world);
}

function describeTour(tour: Tour, world: () => World): void {
  describe(`the tour of ${tour.game}`, { concurrent: true }, () => {
    const step = (what: string, run: () => Promise<void>): void => it(what, { concurrent: false }, run);
    const client = (): MachineClient => new MachineClient(world());
    const path = (): string => client().serverPath(tour.name);
    const status = async (): Promise<Record<string, unknown>> => (await client().server(tour.name))?.status ?? {};
    const reaches = (phase: string): Promise<unknown> =>
      until(async () => (await status())['phase'] === phase, { what: phase, within: 120_000 });
    const operation = async (name: string): Promise<Json> => await client().api('GET', `${path()}/operations/${name}`);
    const volume = (): string => world().volume(`data-${tour.name}-0`);
    const staged = async (): Promise<unknown> => (await status())['staged'];

    step('refuses an order with a mistake, naming the field, and takes the mended one', async () => {
      const mistaken = await client().request('POST', 'api/v1/servers', {
        name: tour.name,
        namespace: world().namespace,
        spec: { ...tour.order, settings: { maxPlayers: 'many' } },
      });
      expect(mistaken.status).toBe(422);
      expect(mistaken.body['error']).toMatchObject({ path: 'spec.settings.maxPlayers' });
      await client().api('POST', 'servers', {
        name: tour.name,
        namespace: world().namespace,
        spec: tour.order,
        ...(tour.secrets && { secrets: tour.secrets }),
      });
      await reaches('Running');
      // A game that has just come up may answer browsers a moment before it answers its remote console.
      let last: Record<string, unknown> = {};
      await until(async () => (last = await status())['health'] === 'Healthy' && (last['players'] as { known?: boolean }).known, {
        what: () => `a healthy game that tells who plays; its status: ${JSON.stringify(last)}`,
        within: 120_000,
      });
      expect(last).toMatchObject({ simulated: true, players: { known: true, online: 0 } });
    });

    step('answers a console command', async () => {
      expect(await client().command(tour.name, tour.command[0])).toMatch(tour.command[1]);
    });

    step('lists the players, tells them something, and shows one the door', async () => {
      await client().command(tour.name, `simulate join ${tour.player}`);
      await until(async () => ((await status())['players'] as { online?: number }).online === 1, { what: 'one player online' });
      const players = await client().api('GET', `${path()}/players`);
      expect(players).toMatchObject({ known: true, online: 1, names: [expect.objectContaining({ name: tour.player })] });
      await client().api('POST', `${path()}/announce`, { message: 'Hello everybody' });
      expect(await client().api('POST', `${path()}/players/kick`, { player: tour.player, reason: 'a test' })).toMatchObject({ done: true });
      await until(async () => ((await status())['players'] as { online?: number }).online === 0, { what: 'nobody online' });
    });

    step('restarts with a countdown, which is postponed once and then skipped', async () => {
      await client().command(tour.name, `simulate join ${tour.player}`);
      await until(async () => ((await status())['players'] as { online?: number }).online === 1, { what: 'one player online' });
      const name = String((await client().api('POST', `${path()}/restart`, { cause: 'a tour', announceSeconds: [20, 5] }))['name']);
      const first = await until(
        async () => (await operation(name))['status'] as { disruptsAt?: string; step?: string; announced?: unknown[] },
        { what: 'the countdown' },
      );
      await until(
        async () =>
          (await operation(name))['status'] !== undefined && ((await operation(name))['status'] as { step?: string }).step === 'countdown',
        { what: 'the countdown' },
      );
      await client().api('POST', `${path()}/operations/${name}/postpone`, { minutes: 5 });
      const postponed = await until(
        async () => {
          const seen = (await operation(name))['status'] as { disruptsAt?: string; step?: string };
          return seen.step === 'wait' ? seen : undefined;
        },
        { what: 'the postponed wait' },
      );
      expect(Date.parse(postponed.disruptsAt ?? '')).toBeGreaterThan(Date.parse(first.disruptsAt ?? '0') || 0);
      await client().api('POST', `${path()}/operations/${name}/skip`);
      await until(async () => (await operation(name))['phase'] === 'Skipped', { what: 'skipped' });
      expect((await status())['phase']).toBe('Running');
      expect((await status())['players']).toMatchObject({ online: 1 });
    });

    step('applies live settings at once, stages the others, and says which is which beforehand', async () => {
      const patch = { settings: { ...(tour.order['settings'] as Json), [tour.staged[0]]: tour.staged[1], [tour.live[0]]: tour.live[1] } };
      const preview = await client().api('POST', `${path()}/preview`, { spec: patch });
      expect(JSON.stringify(preview)).toContain(`settings.${tour.staged[0]}`);
      await client().api('PATCH', path(), { spec: patch });
      await until(
        async () =>
          Array.isArray(await staged()) &&
          ((await staged()) as { path: string }[]).map((entry) => entry.path).join() === `settings.${tour.staged[0]}`,
        { what: 'only the staged setting waits' },
      );
      await client().command(tour.name, `simulate leave ${tour.player}`);
      await until(async () => ((await status())['players'] as { online?: number }).online === 0, { what: 'nobody online' });
      await client().api('POST', `${path()}/restart`, {});
      await until(async () => (await staged()) === undefined && (await status())['phase'] === 'Running', {
        what: 'the staged setting applied',
        within: 120_000,
      });
    });

    step('stops and starts with its world', async () => {
      await client().command(tour.name, 'simulate build a tower');
      await client().api('POST', `${path()}/stop`, {});
      await reaches('Stopped');
      expect(existsSync(volume())).toBe(true);
      await client().api('POST', `${path()}/start`, {});
      await reaches('Running');
      expect(await client().command(tour.name, 'simulate world')).toContain('tower');
    });

    step('goes with its world when it is deleted', async () => {
      await client().api('DELETE', path());
      await until(async () => (await client().server(tour.name)) === undefined, { what: 'the server gone', within: 120_000 });
      await until(() => !existsSync(volume()), { what: 'its world gone', within: 30_000 });
    });
  });
}
