import { z } from 'zod';
import { defineGame, properties, type AnyGame, type ConnectionSpec } from '../src/index.ts';
interface Rcon { command(line: string, o: { signal: AbortSignal }): Promise<string> }
declare function rcon<P extends string, S extends string>(o: { port: P; secret: S }): ConnectionSpec<Rcon, P, S>;
const g = defineGame({
  id: 'x', title: 'X', summary: '', tags: [], icon: '',
  settings: z.object({ motd: z.string().default('a').meta({ group: 'g', title: 't', description: 'd', applies: 'live' }) }),
  presets: { small: { title: '', cpu: '1', memory: '1Gi', storage: '1Gi', reason: '' } }, defaultPreset: 'small', licences: [],
  ports: { game: { protocols: ['TCP'], number: 1, exposed: true, primary: true, title: '' } },
  secrets: { pw: { title: '', description: '', generate: 20 } },
  versions: { recommended: '1', channels: { latest: '1' }, accepts: /./ },
  budgets: { startSeconds: 1, saveSeconds: 1, stopSeconds: 1 }, health: { intervalSeconds: 1, failures: 3 },
  workload: ({ settings }) => ({ image: settings.motd, dataPath: '/data', runAsUser: 1, runAsGroup: 1 }),
  files: ({ settings, secrets }) => [properties('a', { m: settings.motd, p: secrets.pw })],
  diagnoses: [], log: { file: 'a', ready: /x/ },
  connections: { r: rcon({ port: 'game', secret: 'pw' }) },
  probe: async ({ r, signal }) => { await r.command('x', { signal }); return { state: 'healthy' }; },
  players: async () => ({ known: false, reason: '' }),
  command: async ({ r, signal }, line) => r.command(line, { signal }),
  announce: async () => {}, save: async () => {}, stop: async () => {},
  moderation: { kick: async ({ r, signal }, { player }) => ({ done: true, message: await r.command(player, { signal }) }) },
  applyLive: async ({ settings }, changes) => { void settings.motd; void changes.motd; },
});
export const any: AnyGame = g;

defineGame({
  ...g, settings: z.object({}), ports: { game: { protocols: ['TCP'], number: 1, exposed: true, primary: true, title: '' } }, secrets: { pw: { title: '', description: '' } },
  // @ts-expect-error no such port
  connections: { r: rcon({ port: 'nope', secret: 'pw' }) },
});
