import {
  json,
  sourceCfg,
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
  /** What the kit must say about it. */
  readonly says: RegExp;
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
const withDiagnoses = (diagnoses: readonly Diagnosis[]): Pick<Breakage, 'game' | 'quirks'> => ({
  game: { diagnoses },
  quirks: { diagnoses },
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

function diagnosing(check: string, says: RegExp, diagnosis: Diagnosis): Breakage {
  const { diagnoses, quirks } = moreDiagnoses(diagnosis);
  return { check, says, game: { diagnoses }, quirks };
}

/** A mistake for every check. */
export const breakages: readonly Breakage[] = [
  // Facts.
  { check: 'identity', says: /the summary is not one sentence/, game: { summary: '' } },
  { check: 'icon', says: /<script> does more than draw/, game: { icon: pond.icon.replace('<circle', '<script>alert(1)</script><circle') } },
  {
    check: 'ports',
    says: /admin and console both have 4000\/TCP/,
    game: { ports: { ...pond.ports, admin: { protocols: ['TCP'], number: 4000, exposed: false, title: 'Wardens' } } },
  },
  {
    check: 'connections',
    says: /spare names the port nowhere, which is not declared/,
    game: { connections: { ...pond.connections, spare: { ...pond.connections['console'], port: 'nowhere' } as ConnectionSpec<unknown> } },
  },
  {
    check: 'pure-functions',
    says: /check\(\) fails on input that must not be changed/,
    game: {
      check: (settings) => {
        settings['motd'] = String(settings['motd']).trim();
        return [];
      },
    },
  },
  {
    check: 'licences',
    says: /is no https address/,
    game: { licences: [{ id: 'pond-rules', title: 'Rules', summary: 'Do not feed the ducks.', url: 'http://example.org/rules' }] },
  },

  // Settings and files.
  {
    check: 'settings-defaults',
    says: /The order \{\} cannot be met: spec\.settings\.motd: Say something else/,
    game: { check: () => [{ path: 'motd', message: 'Say something else.' }] },
    takesAlong: 'whatever starts a server',
  },
  {
    check: 'settings-documented',
    says: /motd says no description/,
    game: {
      settings: moreSettings({ motd: z.string().max(100).default('A pond').meta({ group: 'Pond', title: 'Greeting', applies: 'live' }) }),
    },
  },
  {
    check: 'settings-words',
    says: /motd says its pattern in no words/,
    game: {
      settings: moreSettings({
        motd: z
          .string()
          .regex(/^[A-Za-z ]{1,100}$/)
          .default('A pond')
          .meta({ ...about, title: 'Greeting', applies: 'live', lands: 'pond.properties: motd' }),
      }),
    },
  },
  {
    check: 'settings-limits',
    says: /maxPlayers: its default 10 is outside its own limits/,
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
  {
    check: 'settings-orderable',
    says: /motd has a pattern with look-around or a back reference/,
    game: {
      settings: moreSettings({
        motd: z
          .string()
          .regex(/^(?! )/, 'must have no space in front')
          .max(100)
          .default('A pond')
          .meta({ ...about, title: 'Greeting', applies: 'live', lands: 'pond.properties: motd' }),
      }),
    },
  },
  {
    check: 'settings-land',
    says: /spare = true changes neither a file nor the container/,
    game: { settings: moreSettings({ spare: z.boolean().default(false).meta(about) }) },
  },
  {
    check: 'files-round-trip',
    says: /does not have the wanted content/,
    game: { files: moreFiles(text('notes.txt', 'one', { onlyIfAbsent: true }), text('notes.txt', 'two', { onlyIfAbsent: true })) },
  },
  {
    check: 'files-second-prepare',
    says: /was written again, although nothing had changed/,
    game: { files: moreFiles(json('rules.json', { ducks: null }), json('rules.json', { ducks: true })) },
  },
  {
    check: 'files-keep-hand-edits',
    says: /rules\.json lost what was written by hand/,
    game: {
      files: (input) => [
        ...pond.files(input),
        text('rules.json', `${JSON.stringify({ max: input.settings['maxPlayers'], depth: input.settings['depth'] }, null, 2)}\n`),
      ],
    },
  },
  { check: 'files-mode', says: /notes\.txt has mode 0644/, game: { files: moreFiles(text('notes.txt', 'hello', { mode: 0o644 })) } },

  {
    check: 'settings-injection',
    says: /hostname is .* instead of/,
    game: { files: (input) => [...pond.files(input), sourceCfg('pond.cfg', { hostname: String(input.settings['motd']) })] },
  },
  {
    check: 'settings-script',
    says: /motto is put into the script of the container/,
    game: {
      settings: moreSettings({
        motto: z
          .string()
          .max(60)
          .default('Calm')
          .meta({ ...about, title: 'Motto', lands: 'container: command' }),
      }),
      workload: (input) => ({
        ...pond.workload(input),
        command: ['/bin/sh', '-c', `exec pond --motto "${String(input.settings['motto'])}"`],
      }),
    },
  },

  // The container.
  {
    check: 'version-lands',
    says: /the containers of the versions 1\.2 and 1\.1 are the same/,
    game: {
      // Named so that it is not made together with other mistakes in the versions.
      versions: pond.versions,
      workload: (input) => pond.workload({ ...input, version: '1.2' }),
      probe: async (context) => ({ state: (await probe(context)).state === 'healthy' ? 'healthy' : 'starting' }),
    },
  },
  {
    check: 'presets',
    says: /small: its reason is no sentence/,
    game: { presets: { ...pond.presets, small: { title: 'Small', cpu: '1', memory: '1Gi', storage: '1Gi', reason: '' } } },
  },
  {
    check: 'workload-builds',
    says: /old stands for ancient, which versions\.accepts does not accept/,
    game: { versions: { ...pond.versions, channels: { latest: '1.2', old: 'ancient' } } },
  },
  {
    check: 'memory-fits',
    says: /HEAP 8G is 8589934592 bytes, and the limit of the container \d+ \(size small/,
    game: { workload: container({ HEAP: '8G' }) },
  },
  {
    check: 'image-pinned',
    says: /pond:latest is not pinned to a version/,
    game: { workload: workload({ image: 'registry.example.org/pond:latest' }) },
  },
  {
    check: 'image-registry',
    says: /ponds\/pond:1\.2 does not begin with a registry/,
    game: { workload: workload({ image: 'ponds/pond:1.2' }) },
  },
  { check: 'not-root', says: /it runs as user 0/, game: { workload: workload({ runAsUser: 0 }) } },
  {
    check: 'budgets',
    says: /a single lost answer would make a server unresponsive/,
    game: { health: { intervalSeconds: 10, failures: 1 } },
  },

  // Diagnoses.
  diagnosing('diagnoses-words', /Foggy: its title is empty or ends like a sentence/, { ...fog, title: 'It is foggy.' }),
  diagnosing('diagnoses-examples', /Foggy has a pattern and no example/, { ...fog, exit: { codes: [42] }, examples: [] }),
  diagnosing('diagnoses-fixes', /the patch touches metadata; only spec may be changed/, {
    ...fog,
    fix: { kind: 'patch', title: 'Blow', patch: { metadata: { name: 'other' } } },
  }),
  {
    check: 'disk-full',
    says: /No diagnosis has an example line of a full volume/,
    ...withDiagnoses(pond.diagnoses.filter(({ id }) => id !== 'Overflowing')),
  },
  {
    check: 'out-of-memory',
    says: /DriedUp has no fix that gives the server more memory/,
    ...withDiagnoses(
      pond.diagnoses.map((diagnosis) =>
        diagnosis.id === 'DriedUp' ? { ...diagnosis, fix: { kind: 'operation', title: 'Restart', operation: 'restart' } } : diagnosis,
      ),
    ),
  },
  {
    check: 'diagnoses-reproduced',
    says: /Foggy was acted out, and what is found is nothing/,
    game: { diagnoses: [...pond.diagnoses, fog] },
  },
  {
    check: 'patterns-bounded',
    says: /log\.progress did not get through/,
    game: { log: { ...pond.log, progress: /^\* Filling (?<progress>\d+%)$|^(?:\d+\s?)+%$/ } },
  },

  // Starting.
  {
    check: 'starts',
    says: /never became healthy; waited 1 seconds/,
    game: { budgets: { ...pond.budgets, startSeconds: 1 }, health: { intervalSeconds: 1, failures: 3 } },
    quirks: { startSeconds: 75 },
  },
  { check: 'says-simulated', says: /it must begin with \[simulated\]/, quirks: { print: (line) => line.replace('[simulated] ', '') } },
  {
    check: 'version-reported',
    says: /Ordered was 1\.2, the probe reports "0\.0"/,
    game: { probe: async (context) => ({ ...(await probe(context)), version: '0.0' }) },
  },
  {
    check: 'slow-start',
    says: /called healthy before its log says that it is ready/,
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
    says: /still starting and is called Healthy/,
    game: { probe: probeOr((error, context) => (isSilence(error) && !isReady(context) ? { state: 'healthy' } : rethrow(error))) },
  },
  {
    check: 'hang',
    says: /the probe goes on to say that it is healthy/,
    game: {
      probe: probeOr((error, context) =>
        isSilence(error) && isReady(context) ? { state: 'healthy', degraded: 'It is slow.' } : rethrow(error),
      ),
    },
  },
  {
    check: 'licence-respected',
    says: /No licence was accepted, and the game is healthy all the same/,
    game: { files: (input) => pond.files({ ...input, accepted: new Set(['pond-rules']) }) },
  },
  { check: 'log-file', says: /is not a path inside the data volume/, game: { log: { ...pond.log, file: 'logs/../logs/pond.log' } } },
  {
    check: 'start-progress',
    says: /log\.progress matched no line of a whole start/,
    game: { log: { ...pond.log, progress: /^never (?<progress>.*)$/ } },
  },

  // Players and what the log tells of them.
  {
    check: 'players-known',
    says: /Two players joined; players\(\) answers .*"online":3/,
    game: {
      players: async (context) => {
        const answer = await players(context);
        return answer.known && answer.online === 2 ? { ...answer, online: 3 } : answer;
      },
    },
  },
  {
    check: 'player-churn',
    says: /6 players came at once for the 1\. time; players\(\) answers .*"online":5/,
    game: {
      players: async (context) => {
        const answer = await players(context);
        return answer.known && answer.online > 5 ? { known: true, online: 5, max: answer.max } : answer;
      },
    },
  },
  {
    check: 'players-max',
    says: /maxPlayers is 7/,
    game: { players: async (context) => ({ ...(await players(context)), max: 10 }) as PlayersResult },
  },
  {
    check: 'players-unknown',
    says: /One player is on and the game hangs; players\(\) answers .*"online":0/,
    game: { players: playersOr(isSilence) },
  },
  {
    check: 'players-gone',
    says: /The game has ended, and players\(\) answers/,
    game: { players: playersOr((error) => !isSilence(error) && kindOf(error) !== 'auth') },
  },
  {
    check: 'log-events',
    says: /log\.chat did not read that Ada said/,
    game: { log: { ...pond.log, chat: /^(?<name>\w+) says: (?<text>.*)$/ } },
  },
  {
    check: 'log-forgery',
    says: /log\.joined takes the chat line .* for real/,
    game: { log: { ...pond.log, joined: /\* (?<name>\w+) came$/ } },
  },

  // Talking.
  {
    check: 'command',
    says: /An unknown command is what people type, and the console fails on it/,
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
    says: /The game hangs, and a command is answered all the same/,
    game: { command: async (context, line) => ask(context, line).catch((error: unknown) => (isSilence(error) ? '' : rethrow(error))) },
  },
  {
    check: 'announce',
    says: /Nobody is online, and an announcement fails/,
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
    says: /was run as a command of its own/,
    game: {
      announce: async (context, message) =>
        void (await ask(context, message.includes('"') ? `say ${JSON.stringify(message)}` : `say ${message}`)),
    },
  },
  {
    check: 'metrics',
    says: /is no name of a metric/,
    game: { metrics: async () => [{ name: 'Ripples', value: 7, help: 'Ripples so far' }] },
  },
  {
    check: 'metrics-unknown',
    says: /ripples_total was 7; the game hangs, and it is told as 0/,
    game: {
      metrics: async (context) => [
        { name: 'ripples_total', value: Number(await ask(context, 'ripples').catch(() => '0')), help: 'Ripples so far' },
      ],
    },
  },
  {
    check: 'quiet',
    says: /20 looks at the game made it print 20 lines, such as "# How are you\?"/,
    game: {
      probe: async (context) => {
        const result = await probe(context);
        if (result.state === 'healthy') await ask(context, 'say "How are you?"');
        return result;
      },
    },
  },
  {
    check: 'torn-packets',
    says: /players\(\) does not know who is on|Answers come in pieces/,
    game: { connections: { console: tearable } },
  },
  {
    check: 'log-flood',
    says: /The game is not healthy after it printed a lot/,
    game: { probe: async (context) => (isReady(context) ? probe(context) : { state: 'starting' }) },
  },

  // Moderation.
  {
    check: 'kick',
    says: /who is not online says that it was done/,
    game: moderation({ kick: async (context, { player }) => ({ ...(await act(context, 'kick', player)), done: true }) }),
  },
  { check: 'ban', says: /Ada is banned and could join/, game: moderation({ ban: (context, { player }) => act(context, 'kick', player) }) },
  {
    check: 'allow',
    says: /Ada was taken off the whitelist and could join/,
    game: moderation({ disallow: async () => ({ done: true, message: 'ok' }) }),
  },
  {
    check: 'promote',
    says: /demote says that it was not done/,
    game: moderation({ demote: async () => ({ done: false, message: 'no' }) }),
  },
  {
    check: 'player-lists',
    says: /The list banned is Ada, and should be empty/,
    game: { playerLists: { ...pond.playerLists, banned: async () => ({ known: true, players: [{ name: 'Ada' }] }) } },
  },
  {
    check: 'message',
    says: /who is not online says that it was done/,
    game: moderation({
      message: async (context, { player, text: words }) => ({ ...(await act(context, 'tell', player, words)), done: true }),
    }),
  },
  {
    check: 'moderation-twice',
    says: /promote is an error for what is so already: already/,
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
    says: /was run as a command of its own/,
    game: moderation({
      unban: (async (context, { player }) => ({ done: true, message: await ask(context, `unban ${player}`) })) satisfies Act,
    }),
  },
  {
    check: 'moderation-texts',
    says: /was run as a command of its own/,
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
    says: /save\(\) resolved, the process was killed in the same moment, and what was saved is gone/,
    game: {
      save: async (context) => {
        if ((await ask(context, 'save-soon')) !== 'saved') throw new Error('not saved');
      },
    },
  },
  {
    check: 'save-fails',
    says: /The game could not save, and save\(\) resolved/,
    game: { save: async (context) => void (await ask(context, 'save')) },
  },
  {
    check: 'save-hangs',
    says: /The game hangs, and save\(\) resolved/,
    game: {
      save: async (context) =>
        save(context).catch((error: unknown) => {
          if (!isSilence(error)) throw error;
        }),
    },
  },
  {
    check: 'quiesce',
    says: /The files were let go, and the game cannot save any more/,
    game: { quiesce: (context) => quiesce(context, 'keep') },
  },
  {
    check: 'quiesce-released',
    says: /The save of quiesce\(\) failed, and the hold was not released/,
    game: {
      quiesce: async (context) => {
        await ask(context, 'hold');
        if ((await ask(context, 'flush')) !== 'saved') throw new Error('not saved');
        return { [Symbol.asyncDispose]: async () => void (await ask(context, 'unhold')) };
      },
    },
  },
  {
    check: 'stop',
    says: /The game was stopped in order, and what had been built is gone/,
    game: { stop: async (context) => void (await ask(context, 'abort')) },
  },
  { check: 'stop-by-signal', says: /It left by signal, and what had been saved is gone/, quirks: { losesWorldOnSignal: true } },
  {
    check: 'stop-reported',
    says: /stop\(\) resolved as if it had been told/,
    game: { stop: async (context) => void (await ask(context, 'quit').catch(() => undefined)) },
  },
  { check: 'crash', says: /what had not been saved is there/, quirks: { losesNothing: true }, hidesOthers: true },

  {
    check: 'backup-world',
    says: /world\/pond\.json has the world and is taken out by world\/\*\.json/,
    game: { backup: { include: ['world'], exclude: ['world/*.json'] } },
  },
  {
    check: 'wipes',
    says: /all removes worlds, and a server that was played on has nothing of it/,
    game: { wipes: { all: { title: 'New pond', description: 'Everything goes.', remove: ['worlds'] } } },
  },

  // Live settings.
  {
    check: 'live-settings',
    says: /whitelist = true is said to be applied, and the game was told nothing/,
    game: {
      applyLive: async (context, changes) => {
        for (const [key, value] of Object.entries(changes)) if (key !== 'whitelist') await ask(context, `set ${key} ${String(value)}`);
      },
    },
  },
  {
    check: 'live-settings-fail',
    says: /a live change is said to be applied/,
    game: { applyLive: async (context, changes) => pond.applyLive?.(context, changes).catch(() => undefined) },
  },
  {
    check: 'live-settings-container',
    says: /motd applies live and changes the container/,
    game: {
      workload: (input) => ({ ...pond.workload(input), env: { ...pond.workload(input).env, MOTD: String(input.settings['motd']) } }),
    },
  },

  // Secrets.
  {
    check: 'secrets-declared',
    says: /password is made with 8 characters/,
    game: { secrets: { password: { title: 'Console password', description: 'Made by the platform.', generate: 8 } } },
  },
  {
    check: 'secrets-not-settings',
    says: /joinPassword \(Password\) is a text that everybody may read; declare it in secrets/,
    game: {
      settings: moreSettings({
        joinPassword: z
          .string()
          .max(60)
          .default('')
          .meta({ ...about, title: 'Password', lands: 'rules.json: password' }),
      }),
      files: (input) => [...pond.files(input), json('rules.json', { password: String(input.settings['joinPassword']) })],
    },
  },
  {
    check: 'secrets-container',
    says: /\$\(POND_PASSWORD\) is put into the arguments/,
    game: { workload: workload({ secretEnv: { POND_PASSWORD: 'password' }, args: ['--password', '$(POND_PASSWORD)'] }) },
  },
  { check: 'secrets-in-files', says: /the running game wrote a secret into debug\.txt/, quirks: { spillsSecret: 'file' } },
  { check: 'secrets-in-log', says: /password stands in the line "\* The password is \*\*\*"/, quirks: { spillsSecret: 'log' } },
  { check: 'secrets-in-words', says: /password stands in .*Log in with \*\*\*/, quirks: { spillsSecret: 'answer' } },
  { check: 'wrong-secret', says: /5 connections were opened for 6 questions/, game: { connections: { console: insistent } } },
];
