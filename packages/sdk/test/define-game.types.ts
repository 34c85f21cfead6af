import { z } from 'zod';
import { defineGame, json, properties, type AnyGame, type ConnectionSpec } from '../src/index.ts';

// Compile-time proof of what `defineGame` promises to refuse: the type check is the test, nothing here runs.

interface Rcon {
  command(line: string, options: { signal: AbortSignal }): Promise<string>;
}
declare function rcon<P extends string, S extends string>(options: { port: P; secret: S }): ConnectionSpec<Rcon, P, S>;
declare function open<P extends string>(options: { port: P }): ConnectionSpec<Rcon, P, never>;

const settings = z.object({
  motd: z.string().default('a').meta({ group: 'g', title: 't', description: 'd', applies: 'live' }),
  pvp: z.boolean().default(true).meta({ group: 'g', title: 't', description: 'd', applies: 'restart' }),
});
const facts = {
  id: 'x',
  title: 'X',
  summary: '',
  tags: [],
  icon: '',
  settings,
  presets: { small: { title: '', cpu: '1', memory: '1Gi', storage: '1Gi', reason: '' } },
  defaultPreset: 'small',
  licences: [],
  ports: { game: { protocols: ['TCP'], number: 1, exposed: true, primary: true, title: '' } },
  secrets: { password: { title: '', description: '', generate: 20 }, token: { title: '', description: '', optional: true } },
  versions: { recommended: '1', channels: { latest: '1' }, accepts: /./ },
  budgets: { startSeconds: 1, saveSeconds: 1, stopSeconds: 1 },
  health: { intervalSeconds: 1, failures: 3 },
  diagnoses: [],
  log: { file: 'a', ready: /x/ },
} as const;
const talk = {
  workload: () => ({ image: 'x', dataPath: '/data', runAsUser: 1, runAsGroup: 1 }),
  files: () => [],
  connections: {},
  probe: async () => ({ state: 'healthy' as const }),
  players: async () => ({ known: false as const, reason: '' }),
  command: async () => '',
  announce: async () => {},
  save: async () => {},
  stop: async () => {},
};

/** What fits is taken, and every function sees the declared settings, secrets and connections. */
export const fits: AnyGame = defineGame({
  ...facts,
  ...talk,
  connections: { r: rcon({ port: 'game', secret: 'password' }), s: open({ port: 'game' }) },
  workload: ({ settings }) => ({ image: settings.motd, dataPath: '/data', runAsUser: 1, runAsGroup: 1 }),
  files: ({ settings, secrets }) => [
    properties('a', { m: settings.motd, p: secrets.password }),
    json('b', { t: secrets.token, pvp: settings.pvp }),
  ],
  probe: async ({ r, signal }) => {
    await r.command('x', { signal });
    return { state: 'healthy' };
  },
  moderation: { kick: async ({ s, signal }, { player }) => ({ done: true, message: await s.command(player, { signal }) }) },
  applyLive: async ({ settings }, changes) => {
    const both: (string | undefined)[] = [settings.motd, changes.motd];
    void both;
  },
});

defineGame({
  ...facts,
  ...talk,
  // @ts-expect-error a file key whose setting does not exist
  files: ({ settings }) => [properties('a', { m: settings.mtod })],
});

defineGame({
  ...facts,
  ...talk,
  // @ts-expect-error a file key whose secret is not declared
  files: ({ secrets }) => [properties('a', { p: secrets.passwort })],
});

defineGame({
  ...facts,
  ...talk,
  // @ts-expect-error a workload that reads a setting which does not exist
  workload: ({ settings }) => ({ image: settings.image, dataPath: '/data', runAsUser: 1, runAsGroup: 1 }),
});

defineGame({
  ...facts,
  ...talk,
  // @ts-expect-error moderation over a connection that is not declared
  moderation: { kick: async ({ r }) => ({ done: r !== undefined, message: '' }) },
});

defineGame({
  ...facts,
  ...talk,
  // @ts-expect-error no such port
  connections: { r: rcon({ port: 'nope', secret: 'password' }) },
});

defineGame({
  ...facts,
  ...talk,
  // @ts-expect-error no such port, on a connection without a secret
  connections: { r: open({ port: 'nope' }) },
});

defineGame({
  ...facts,
  ...talk,
  // @ts-expect-error a secret that is not declared
  connections: { r: rcon({ port: 'game', secret: 'nope' }) },
});

defineGame({
  ...facts,
  ...talk,
  applyLive: async (_, changes) => {
    // @ts-expect-error a change of a setting that does not exist
    void changes.seed;
  },
});

// @ts-expect-error a game that cannot be stopped
defineGame({ ...facts, ...talk, stop: undefined });

// @ts-expect-error an act of moderation that the platform does not know
defineGame({ ...facts, ...talk, moderation: { smite: async () => ({ done: true, message: '' }) } });

defineGame({
  ...facts,
  ...talk,
  // @ts-expect-error a wipe that reseeds a setting which does not exist
  wipes: { map: { title: '', description: '', remove: ['world'], reseeds: 'sead' } },
});

defineGame({
  ...facts,
  ...talk,
  // @ts-expect-error a check of the resources that reads a setting which does not exist
  fits: ({ settings }) => (settings.worldSize > 1 ? [] : []),
});
