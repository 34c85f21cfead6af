import {
  json,
  text,
  type AnyContext,
  type AnyGame,
  type ConnectionSpec,
  type Diagnosis,
  type FilePatch,
  type ModerationResult,
  type PlayersResult,
  type ProbeResult,
} from '@gse/sdk';
import { z } from 'zod';
import { act, ask, isReady, kindOf, players, pond, probe, quiesce, save } from './sample/game.ts';
import { insistent, tearable } from './sample/careless-connection.ts';
import type { Quirks } from './sample/simulator.ts';

/** One mistake in an otherwise good adapter or its simulator, and the check that must notice it. */
export interface Breakage {
  readonly check: string;
  readonly game?: Partial<AnyGame>;
  readonly quirks?: Quirks;
  /** Checks that cannot but fail along. */
  readonly takesAlong?: 'whatever starts a server';
  /** It hides other mistakes, so it is not made together with them. */
  readonly hidesOthers?: true;
}

type Act = (context: AnyContext, request: { player: string; reason?: string }) => Promise<ModerationResult>;

const workload = (more: object) => (input: Parameters<AnyGame['workload']>[0]) => ({ ...pond.workload(input), ...more });
const container = (env: Readonly<Record<string, string>>) => (input: Parameters<AnyGame['workload']>[0]) => ({
  ...pond.workload(input),
  env: { ...pond.workload(input).env, ...env },
});
const moreFiles =
  (...patches: readonly FilePatch[]): AnyGame['files'] =>
  (input) => [...pond.files(input), ...patches];
const moreSettings = (shape: z.ZodRawShape) => pond.settings.extend(shape);
const moreDiagnoses = (...diagnoses: readonly Diagnosis[]): Pick<AnyGame, 'diagnoses'> & { quirks: Quirks } => ({
  diagnoses: [...pond.diagnoses, ...diagnoses],
  quirks: { diagnoses: [...pond.diagnoses, ...diagnoses] },
});
const moderation = (acts: NonNullable<AnyGame['moderation']>): Pick<AnyGame, 'moderation'> => ({
  moderation: { ...pond.moderation, ...acts },
});
const about = { group: 'Pond', title: 'Spare', description: 'Something.', applies: 'restart', lands: 'rules.json: spare' };
const fog: Diagnosis = { id: 'Foggy', title: 'Fog', pattern: /^! Fog$/, meaning: 'It is foggy.', remedy: 'Wait.', examples: ['! Fog'] };

/** What a probe says after the console did not answer. */
const probeOr =
  (otherwise: (error: unknown, context: AnyContext) => ProbeResult): AnyGame['probe'] =>
  async (context) => {
    try {
      return await probe(context);
    } catch (error) {
      return otherwise(error, context);
    }
  };
const playersOr =
  (fits: (error: unknown) => boolean): AnyGame['players'] =>
  async (context): Promise<PlayersResult> => {
    try {
      return await players(context);
    } catch (error) {
      if (fits(error) && isReady(context)) return { known: true, online: 0, max: 10 };
      throw error;
    }
  };
const isSilence = (error: unknown): boolean =>
  kindOf(error) === 'aborted' || kindOf(error) === 'timeout' || (error instanceof Error && error.name === 'TimeoutError');
const rethrow = (error: unknown): never => {
  throw error;
};

function diagnosing(check: string, diagnosis: Diagnosis): Breakage {
  const { diagnoses, quirks } = moreDiagnoses(diagnosis);
  return { check, game: { diagnoses }, quirks };
}

/** A mistake for every check. */
export const breakages: readonly Breakage[] = [
  // Facts.
  { check: 'identity', game: { summary: '' } },
  { check: 'icon', game: { icon: pond.icon.replace('<circle', '<script>alert(1)</script><circle') } },
  { check: 'ports', game: { ports: { ...pond.ports, admin: { protocols: ['TCP'], number: 4000, exposed: false, title: 'Wardens' } } } },
  {
    check: 'connections',
    game: { connections: { ...pond.connections, spare: { ...pond.connections['console'], port: 'nowhere' } as ConnectionSpec<unknown> } },
  },
  {
    check: 'pure-functions',
    game: {
      check: (settings) => {
        settings['motd'] = String(settings['motd']).trim();
        return [];
      },
    },
  },
  {
    check: 'licences',
    game: { licences: [{ id: 'pond-rules', title: 'Rules', summary: 'Do not feed the ducks.', url: 'http://example.org/rules' }] },
  },

  // Settings and files.
  {
    check: 'settings-defaults',
    game: { check: () => [{ path: 'motd', message: 'Say something else.' }] },
    takesAlong: 'whatever starts a server',
  },
  {
    check: 'settings-documented',
    game: {
      settings: moreSettings({ motd: z.string().max(100).default('A pond').meta({ group: 'Pond', title: 'Greeting', applies: 'live' }) }),
    },
  },
  {
    check: 'settings-limits',
    game: {
      settings: moreSettings({
        maxPlayers: z
          .int()
          .min(1)
          .max(8)
          .default(10)
          .meta({ ...about, title: 'Most visitors', lands: 'rules.json: max' }),
      }),
    },
  },
  { check: 'settings-land', game: { settings: moreSettings({ spare: z.boolean().default(false).meta(about) }) } },
  {
    check: 'files-round-trip',
    game: { files: moreFiles(text('notes.txt', 'one', { onlyIfAbsent: true }), text('notes.txt', 'two', { onlyIfAbsent: true })) },
  },
  { check: 'files-second-prepare', game: { files: moreFiles(json('rules.json', { ducks: null }), json('rules.json', { ducks: true })) } },
  {
    check: 'files-keep-hand-edits',
    game: {
      files: (input) => [
        ...pond.files(input),
        text('rules.json', `${JSON.stringify({ max: input.settings['maxPlayers'], depth: input.settings['depth'] }, null, 2)}\n`),
      ],
    },
  },
  { check: 'files-mode', game: { files: moreFiles(text('notes.txt', 'hello', { mode: 0o644 })) } },

  // The container.
  {
    check: 'presets',
    game: { presets: { ...pond.presets, small: { title: 'Small', cpu: '1', memory: '1Gi', storage: '1Gi', reason: '' } } },
  },
  { check: 'workload-builds', game: { versions: { ...pond.versions, channels: { latest: '1.2', old: 'ancient' } } } },
  { check: 'memory-fits', game: { workload: container({ HEAP: '8G' }) } },
  { check: 'image-pinned', game: { workload: workload({ image: 'registry.example.org/pond:latest' }) } },
  { check: 'image-registry', game: { workload: workload({ image: 'ponds/pond:1.2' }) } },
  { check: 'not-root', game: { workload: workload({ runAsUser: 0 }) } },
  { check: 'budgets', game: { health: { intervalSeconds: 10, failures: 1 } } },

  // Diagnoses.
  diagnosing('diagnoses-words', { ...fog, title: 'It is foggy.' }),
  diagnosing('diagnoses-examples', { ...fog, exit: { codes: [42] }, examples: [] }),
  diagnosing('diagnoses-fixes', { ...fog, fix: { kind: 'patch', title: 'Blow', patch: { metadata: { name: 'other' } } } }),
  { check: 'diagnoses-reproduced', game: { diagnoses: [...pond.diagnoses, fog] } },
  { check: 'patterns-bounded', game: { log: { ...pond.log, progress: /^\* Filling (?<progress>\d+%)$|^(?:\d+\s?)+%$/ } } },

  // Starting.
  {
    check: 'starts',
    game: { budgets: { ...pond.budgets, startSeconds: 1 }, health: { intervalSeconds: 1, failures: 3 } },
    quirks: { startSeconds: 75 },
  },
  { check: 'says-simulated', quirks: { print: (line) => line.replace('[simulated] ', '') } },
  { check: 'version-reported', game: { probe: async (context) => ({ ...(await probe(context)), version: '0.0' }) } },
  {
    check: 'slow-start',
    game: {
      probe: async (context) => {
        await ask(context, 'status');
        return { state: 'healthy', version: '1.2' };
      },
      versions: { ...pond.versions, channels: {} },
    },
  },
  {
    check: 'hang-at-start',
    game: { probe: probeOr((error, context) => (isSilence(error) && !isReady(context) ? { state: 'healthy' } : rethrow(error))) },
  },
  {
    check: 'hang',
    game: {
      probe: probeOr((error, context) =>
        isSilence(error) && isReady(context) ? { state: 'healthy', degraded: 'It is slow.' } : rethrow(error),
      ),
    },
  },
  { check: 'licence-respected', game: { files: (input) => pond.files({ ...input, accepted: new Set(['pond-rules']) }) } },
  { check: 'log-file', game: { log: { ...pond.log, file: 'logs/../logs/pond.log' } } },
  { check: 'start-progress', game: { log: { ...pond.log, progress: /^never (?<progress>.*)$/ } } },

  // Players and what the log tells of them.
  {
    check: 'players-known',
    game: {
      players: async (context) => {
        const answer = await players(context);
        return answer.known && answer.online > 1 ? { ...answer, online: answer.online + 1 } : answer;
      },
    },
  },
  { check: 'players-max', game: { players: async (context) => ({ ...(await players(context)), max: 10 }) as PlayersResult } },
  { check: 'players-unknown', game: { players: playersOr(isSilence) } },
  { check: 'players-gone', game: { players: playersOr((error) => !isSilence(error) && kindOf(error) !== 'auth') } },
  { check: 'log-events', game: { log: { ...pond.log, left: /^\* (?<name>\w+) swam away$/ } } },
  { check: 'log-forgery', game: { log: { ...pond.log, joined: /\* (?<name>\w+) came$/ } } },

  // Talking.
  {
    check: 'command',
    game: {
      command: async (context, line) => {
        const answer = await ask(context, line);
        if (answer.startsWith('Unknown')) throw new Error(answer);
        return answer;
      },
    },
  },
  {
    check: 'command-deadline',
    game: { command: async (context, line) => ask(context, line).catch((error: unknown) => (isSilence(error) ? '' : rethrow(error))) },
  },
  {
    check: 'announce',
    game: {
      announce: async (context, message) => {
        const answer = await players(context);
        if (answer.known && answer.online === 0) throw new Error('Nobody is there.');
        await pond.announce(context, message);
      },
    },
  },
  {
    check: 'announce-injection',
    game: {
      announce: async (context, message) =>
        void (await ask(context, message.includes('"') ? `say ${JSON.stringify(message)}` : `say ${message}`)),
    },
  },
  { check: 'metrics', game: { metrics: async () => [{ name: 'Ripples', value: 7, help: 'Ripples so far' }] } },
  { check: 'torn-packets', game: { connections: { console: tearable } } },
  { check: 'log-flood', game: { probe: async (context) => (isReady(context) ? probe(context) : { state: 'starting' }) } },

  // Moderation.
  { check: 'kick', game: moderation({ kick: async (context, { player }) => ({ ...(await act(context, 'kick', player)), done: true }) }) },
  { check: 'ban', game: moderation({ ban: (context, { player }) => act(context, 'kick', player) }) },
  { check: 'allow', game: moderation({ disallow: async () => ({ done: true, message: 'ok' }) }) },
  { check: 'promote', game: moderation({ demote: async () => ({ done: false, message: 'no' }) }) },
  {
    check: 'message',
    game: moderation({
      message: async (context, { player, text: words }) => ({ ...(await act(context, 'tell', player, words)), done: true }),
    }),
  },
  {
    check: 'moderation-twice',
    game: moderation({
      promote: async (context, { player }) => {
        const answer = await act(context, 'promote', player);
        if (answer.message.includes('already')) throw new Error('already');
        return answer;
      },
    }),
  },
  {
    check: 'moderation-names',
    game: moderation({
      unban: (async (context, { player }) => ({ done: true, message: await ask(context, `unban ${player}`) })) satisfies Act,
    }),
  },
  {
    check: 'moderation-texts',
    game: moderation({
      kick: (async (context, { player, reason = '' }) => {
        const { done, message } = await act(context, 'kick', player);
        if (done) await ask(context, `say ${player} was kicked: ${reason}`);
        return { done, message };
      }) satisfies Act,
    }),
  },

  // The world.
  {
    check: 'save',
    game: {
      save: async (context) => {
        if ((await ask(context, 'save-soon')) !== 'saved') throw new Error('not saved');
      },
    },
  },
  { check: 'save-fails', game: { save: async (context) => void (await ask(context, 'save')) } },
  {
    check: 'save-hangs',
    game: {
      save: async (context) =>
        save(context).catch((error: unknown) => {
          if (!isSilence(error)) throw error;
        }),
    },
  },
  { check: 'quiesce', game: { quiesce: (context) => quiesce(context, 'keep') } },
  {
    check: 'quiesce-released',
    game: {
      quiesce: async (context) => {
        await ask(context, 'hold');
        if ((await ask(context, 'flush')) !== 'saved') throw new Error('not saved');
        return { [Symbol.asyncDispose]: async () => void (await ask(context, 'unhold')) };
      },
    },
  },
  { check: 'stop', game: { stop: async (context) => void (await ask(context, 'abort')) } },
  { check: 'stop-by-signal', quirks: { forgetsToSaveOnSignal: true } },
  { check: 'stop-reported', game: { stop: async (context) => void (await ask(context, 'quit').catch(() => undefined)) } },
  { check: 'crash', quirks: { losesNothing: true }, hidesOthers: true },

  // Live settings.
  {
    check: 'live-settings',
    game: {
      applyLive: async (context, changes) => {
        for (const [key, value] of Object.entries(changes)) if (key !== 'whitelist') await ask(context, `set ${key} ${String(value)}`);
      },
    },
  },
  {
    check: 'live-settings-fail',
    game: { applyLive: async (context, changes) => pond.applyLive?.(context, changes).catch(() => undefined) },
  },
  {
    check: 'live-settings-container',
    game: {
      workload: (input) => ({ ...pond.workload(input), env: { ...pond.workload(input).env, MOTD: String(input.settings['motd']) } }),
    },
  },

  // Secrets.
  {
    check: 'secrets-declared',
    game: { secrets: { password: { title: 'Console password', description: 'Made by the platform.', generate: 8 } } },
  },
  {
    check: 'secrets-container',
    game: { workload: workload({ secretEnv: { POND_PASSWORD: 'password' }, args: ['--password', '$(POND_PASSWORD)'] }) },
  },
  { check: 'secrets-in-files', quirks: { spillsSecret: 'file' } },
  { check: 'secrets-in-log', quirks: { spillsSecret: 'log' } },
  { check: 'secrets-in-words', quirks: { spillsSecret: 'answer' } },
  { check: 'wrong-secret', game: { connections: { console: insistent } } },
];
