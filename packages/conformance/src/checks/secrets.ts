import { posix } from 'node:path';
import { settingMetas } from '@gse/sdk';
import { nothing, type Check } from '../check.ts';
import { require, requireNone } from '../errors.ts';
import { applyPatches, filesOf } from '../server/folder.ts';
import { patchesOf, planOrder } from '../server/order.ts';
import { makeSecrets, randomText } from '../server/secrets.ts';
import { Tap } from '../server/tap.ts';
import type { Subject } from '../subject.ts';
import { fieldSchemas } from '../values.ts';
import { PLAYER } from './names.ts';

const LEAST_CHARACTERS = 16;
const HURRIED = 0.03;
/** Names of what nobody else may know. */
const CREDENTIAL = /pass(?:word|wd|phrase)\b|\bsecret\b|(?:api|access|auth|login|server|licen[cs]e)[ _-]?(?:token|key)\b/i;
const ASKED = 6;

/** Credentials: strong, where they belong, and nowhere else. */
export const secretsChecks: readonly Check[] = [
  {
    id: 'secrets-declared',
    title: 'every secret has words of its own, a name that can be a file, and is long when the platform makes it',
    why: 'A password is guessed, or cannot be handed to the game at all.',
    look: 'secrets.ts',
    absent: withoutSecrets,
    run({ game }) {
      requireNone(
        Object.entries(game.secrets).flatMap(([id, { title, description, generate }]) => [
          ...(/^[A-Za-z0-9][A-Za-z0-9._-]{0,62}$/.test(id) ? [] : [`${id} cannot be the name of a file and the key of a Secret`]),
          ...(title.trim() === '' ? [`${id} has no title`] : []),
          ...(/[.!?]$/.test(description) ? [] : [`${id}: its description is no sentence`]),
          ...(generate === undefined || (Number.isInteger(generate) && generate >= LEAST_CHARACTERS && generate <= 128)
            ? []
            : [`${id} is made with ${generate} characters; from ${LEAST_CHARACTERS} on nobody guesses it`]),
        ]),
      );
    },
  },
  {
    id: 'secrets-not-settings',
    title: 'no setting is a credential',
    why: 'Whoever may look at the order of a server, its history or a copy of it reads the password there.',
    look: 'settings/index.ts',
    run({ game }) {
      const schemas = fieldSchemas(game);
      requireNone(
        [...settingMetas(game.settings)].flatMap(([name, meta]) =>
          schemas.get(name)?.type === 'string' && schemas.get(name)?.enum === undefined && CREDENTIAL.test(`${name} ${meta?.title ?? ''}`)
            ? [`${name} (${meta?.title ?? ''}) is a text that everybody may read; declare it in secrets`]
            : [],
        ),
      );
    },
  },
  {
    id: 'secrets-container',
    title: 'no secret reaches the arguments of the container, and every one in its environment is declared',
    why: 'Everybody who may list processes or read the pod sees the password.',
    look: 'workload.ts',
    run({ game }) {
      const {
        plan: {
          workload: { args = [], command = [], secretEnv = {}, env = {} },
        },
      } = planOrder(game);
      const words = [...command, ...args, ...Object.values(env)];
      requireNone([
        ...Object.entries(secretEnv).flatMap(([name, id]) =>
          Object.hasOwn(game.secrets, id) ? [] : [`${name} is to be the secret ${id}, which is not declared`],
        ),
        ...Object.keys(secretEnv).flatMap((name) =>
          words.some((word) => word.includes(`$(${name})`))
            ? [`$(${name}) is put into the arguments or another variable, where it can be read`]
            : [],
        ),
        ...Object.keys(secretEnv).flatMap((name) =>
          Object.hasOwn(env, name) ? [`${name} is set twice, as a secret and in the open`] : [],
        ),
      ]);
    },
  },
  {
    id: 'secrets-in-files',
    title: 'a secret stands only in the files that it was given to, and nobody else may read those',
    why: 'A password leaks into a file that is backed up, shown or shared.',
    look: 'files.ts',
    absent: withoutSecrets,
    async run({ game, start, folder }) {
      const secrets = makeSecrets(game, 'all');
      const prepared = await folder();
      const patches = patchesOf(game, planOrder(game), secrets);
      await applyPatches(prepared, patches);
      const holding = async (root: string): Promise<readonly { path: string; mode: number }[]> =>
        (await filesOf(root)).filter(({ content }) => Object.values(secrets).some((value) => content.includes(value)));
      const meant = await holding(prepared);
      requireNone(
        meant.flatMap(({ path, mode }) => ((mode & 0o007) === 0 ? [] : [`${path} holds a secret and has mode 0${mode.toString(8)}`])),
      );
      const server = await start({ secrets });
      await server.session.save();
      // What is printed is another check's.
      const paths = new Set([posix.normalize(game.log.file), ...meant.map(({ path }) => path)]);
      requireNone(
        (await holding(server.dataDir)).flatMap(({ path }) => (paths.has(path) ? [] : [`the running game wrote a secret into ${path}`])),
      );
      requireNone(
        patches.flatMap(({ path }) =>
          Object.values(secrets).some((value) => path.includes(value)) ? [`the path ${path} has a secret in it`] : [],
        ),
      );
    },
  },
  {
    id: 'secrets-in-log',
    title: 'the game prints no secret',
    why: 'Whoever may read the console has the password.',
    look: 'simulator/',
    absent: withoutSecrets,
    async run({ game, start }) {
      const secrets = makeSecrets(game, 'all');
      const server = await start({ secrets });
      await server.session.players();
      await server.session.save();
      await server.session.stop();
      await server.ended();
      requireNone(
        Object.entries(secrets).flatMap(([id, value]) =>
          server.output
            .filter((line) => line.includes(value))
            .map((line) => `${id} stands in the line ${JSON.stringify(line.replaceAll(value, '***').slice(0, 200))}`),
        ),
      );
    },
  },
  {
    id: 'secrets-in-words',
    title: 'no answer, error or figure has a secret in it',
    why: 'A password ends up in a screenshot, an issue or a dashboard.',
    look: 'console.ts',
    absent: withoutConsoleSecret,
    async run({ game, start }) {
      const secrets = makeSecrets(game, 'all');
      const wrong = randomText(24);
      const said: string[] = [];
      const listen = async (...calls: readonly Promise<unknown>[]): Promise<void> => {
        said.push(...(await Promise.all(calls.map((call) => call.then((value) => JSON.stringify(value) ?? '', describe)))));
      };
      const server = await start({ secrets, patience: HURRIED });
      const { session } = server;
      await listen(session.probe(), session.players(), session.command('help'), session.command('gse-no-such-command'), session.metrics());
      if (game.moderation?.kick) await listen(session.moderate('kick', { player: PLAYER }));
      server.control.inject({ kind: 'saveFails' });
      await listen(session.save(AbortSignal.timeout(1_000)));
      server.control.inject({ kind: 'wrongSecret' });
      await listen(session.probe(), session.players(), session.command('help'));
      server.control.inject({ kind: 'none' });
      const stranger = server.sessionWith({ patience: HURRIED, secret: () => wrong });
      await listen(stranger.probe(), stranger.players(), stranger.command('help'));
      await stranger.close();
      await server.cut();
      await listen(session.probe(), session.players(), session.command('help'));
      requireNone(
        [...Object.entries(secrets), ['wrong password', wrong] as const].flatMap(([id, value]) =>
          said
            .filter((words) => words.includes(value))
            .map((words) => `${id} stands in ${JSON.stringify(words.replaceAll(value, '***').slice(0, 300))}`),
        ),
      );
    },
  },
  {
    id: 'wrong-secret',
    title: 'a rejected password is reported as one and not tried again and again',
    why: 'The game bans the platform for guessing, and status says only that it does not answer.',
    look: 'probe.ts',
    absent: withoutConsoleSecret,
    async run({ game, start }) {
      const server = await start();
      const guarded = guardedPort(game);
      if (guarded === undefined) return;
      await using tap = await Tap.before(server.addressOf(guarded));
      const wrong = randomText(24);
      const stranger = server.sessionWith({
        secret: () => wrong,
        reach: (port) => (port === guarded ? { host: '127.0.0.1', port: tap.port } : undefined),
      });
      try {
        for (let asked = 0; asked < ASKED; asked++) {
          const outcome = await stranger.probe();
          require(outcome.state === 'failed' && outcome.failure.kind === 'auth', () =>
            `The password is wrong, and the probe says ${outcome.state === 'failed' ? `${outcome.failure.kind}: ${outcome.failure.message}` : JSON.stringify(outcome)}.`);
        }
        // Connections without a password may share the port; theirs cannot be told apart.
        const isShared = Object.values(game.connections).some(({ port, secret }) => port === guarded && secret === undefined);
        require(isShared ||
          tap.connections <= 2, `The password is wrong, and ${tap.connections} connections were opened for ${ASKED} questions.`);
      } finally {
        await stranger.close();
      }
    },
  },
];

function withoutSecrets({ game }: Subject): string | undefined {
  return nothing(game.secrets, 'the game has no secrets');
}

function withoutConsoleSecret({ game }: Subject): string | undefined {
  return guardedPort(game) === undefined ? 'no connection needs a password' : undefined;
}

/** The port of the first connection that needs a password. */
function guardedPort(game: Subject['game']): string | undefined {
  return Object.values(game.connections).find(({ secret }) => secret !== undefined)?.port;
}

/** Everything an error says, also to those who look closely. */
function describe(error: unknown): string {
  const words: string[] = [];
  let current = error;
  for (let depth = 0; depth < 5 && current instanceof Error; depth++) {
    words.push(current.message, JSON.stringify(current));
    current = current.cause;
  }
  return words.join('\n');
}
