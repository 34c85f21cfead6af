import type { Check } from '../check.ts';
import { require, requireNone } from '../errors.ts';
import { eventually } from '../server/clock.ts';
import { OTHER_PLAYER, PLAYER } from './names.ts';

const HURRIED = 0.03;
const MOST = 7;
/** As many as fit on the smallest server of any game. */
const CROWD = 6;
const ROUNDS = 8;

/** Who is on, and that nobody is ever made up or forgotten. */
export const playersChecks: readonly Check[] = [
  {
    id: 'players-known',
    title: 'who joins is known by the right name, and who leaves is gone',
    why: 'A restart waits for players who are not there, or throws out those who are.',
    look: 'players.ts',
    async run({ start }) {
      const server = await start();
      require((await server.online()).length === 0, 'Nobody has joined, and somebody is online.');
      await server.join(PLAYER);
      await server.join(OTHER_PLAYER);
      const both = await server.session.players();
      require(both.known && both.online === 2, () => `Two players joined; players() answers ${JSON.stringify(both)}.`);
      if (both.names !== undefined) {
        const names = both.names.map(({ name }) => name).sort();
        require(names.join() ===
          [PLAYER, OTHER_PLAYER].sort().join(), `${PLAYER} and ${OTHER_PLAYER} joined; players() names ${names.join(', ')}.`);
      }
      server.control.leave(PLAYER);
      await eventually(`${PLAYER} left and is still counted`, async () => (await server.online()).length === 1);
      require(!(await server.online()).includes(PLAYER), `${PLAYER} left, and is the one who is still named.`);
    },
  },
  {
    id: 'player-churn',
    title: 'many who come and go at once are all counted, and nobody is left behind',
    why: 'After an evening of comings and goings a server counts people who left hours ago and is never restarted.',
    look: 'players.ts',
    async run({ game, start }) {
      const server = await start();
      const crowd = Array.from({ length: CROWD }, (_, at) => `${PLAYER}${at + 1}`);
      for (let round = 1; round <= ROUNDS; round++) {
        for (const name of crowd) server.control.join(name);
        const answer = await server.session.players();
        require(answer.known && answer.online === CROWD, () =>
          `${CROWD} players came at once for the ${round}. time; players() answers ${JSON.stringify(answer).slice(0, 300)}.`);
        for (const name of crowd) server.control.leave(name);
      }
      await server.join(OTHER_PLAYER);
      require((await server.online()).length === 1, 'Many came and went, one stayed, and players() counts others.');
      await eventually('Not all of what the game printed was found in its log', () => {
        server.log.mark();
        return server.log.lastNumber >= server.output.length;
      });
      requireNone(
        (['joined', 'left'] as const).flatMap((kind) => {
          if (game.log[kind] === undefined) return [];
          const wanted = ROUNDS * CROWD + (kind === 'joined' ? 1 : 0);
          const read = server.events.filter((event) => event.kind === kind).length;
          return read === wanted ? [] : [`log.${kind} read ${read} events where ${wanted} players ${kind}`];
        }),
      );
    },
  },
  {
    id: 'players-max',
    title: 'the most players that may be on are those that were ordered',
    why: 'Status shows room where there is none.',
    look: 'players.ts',
    absent: ({ game }) => (Object.hasOwn(game.settings.shape, 'maxPlayers') ? undefined : 'there is no setting maxPlayers'),
    async run({ start }) {
      const server = await start({ order: { settings: { maxPlayers: MOST } } });
      const answer = await server.session.players();
      require(answer.known && answer.max === MOST, () => `maxPlayers is ${MOST}; players() answers ${JSON.stringify(answer)}.`);
    },
  },
  {
    id: 'players-unknown',
    title: 'a game that does not answer has an unknown number of players, never none',
    why: 'A server full of people counts as empty and is restarted under them.',
    look: 'players.ts',
    async run({ start }) {
      const server = await start({ patience: HURRIED });
      await eventually('players() is not known on a healthy game', async () => (await server.session.players()).known);
      server.control.join(PLAYER);
      await eventually(`${PLAYER} joined, but players() does not show it`, async () => (await server.online()).length === 1);
      server.control.inject({ kind: 'hang' });
      for (let look = 0; look < 3; look++) {
        const answer = await server.session.players();
        require(!answer.known || answer.online === 1, () =>
          `One player is on and the game hangs; players() answers ${JSON.stringify(answer)}.`);
        if (!answer.known) require(answer.reason.trim() !== '', 'The number of players is unknown without a reason.');
      }
      server.control.inject({ kind: 'none' });
      await eventually('The game answers again, but its player does not come back', async () => (await server.online()).length === 1);
    },
  },
  {
    id: 'players-gone',
    title: 'a game that has ended has an unknown number of players and is not healthy',
    why: 'The last known figures stay on the screen long after the game is gone.',
    look: 'players.ts',
    async run({ start }) {
      const server = await start({ patience: HURRIED });
      server.control.join(PLAYER);
      await server.cut();
      const players = await server.session.players();
      require(!players.known, () => `The game has ended, and players() answers ${JSON.stringify(players)}.`);
      const { state } = await server.session.probe();
      require(state !== 'healthy', 'The game has ended, and the probe says that it is healthy.');
    },
  },
  {
    id: 'log-events',
    title: 'ready, joined, left and chat are read from the log as the game writes it',
    why: 'The console shows nobody coming and going, and chat is taken for what the game says.',
    look: 'log.ts',
    async run({ game, start }) {
      const server = await start();
      const text = 'hello there: is anybody on?';
      server.control.join(PLAYER);
      server.control.chat(PLAYER, text);
      server.control.leave(PLAYER);
      const lines = server.output.length;
      await eventually('Not all of what the game printed was found in its log', () => {
        server.log.mark();
        return server.log.lastNumber >= lines;
      });
      const count = (kind: string): number => server.events.filter((event) => event.kind === kind).length;
      requireNone([
        ...(count('ready') === 1 ? [] : [`log.ready matched ${count('ready')} lines of one start`]),
        ...(['joined', 'left'] as const).flatMap((kind) => {
          if (game.log[kind] === undefined) return [];
          const names = server.events.flatMap((event) => (event.kind === kind ? [event.name] : []));
          return names.join() === PLAYER ? [] : [`log.${kind} read ${JSON.stringify(names)} where ${PLAYER} ${kind} once`];
        }),
        ...(game.log.chat === undefined ||
        server.events.some((event) => event.kind === 'chat' && event.name === PLAYER && event.text === text)
          ? []
          : [`log.chat did not read that ${PLAYER} said ${JSON.stringify(text)}`]),
      ]);
    },
  },
  {
    id: 'log-forgery',
    title: 'what a player says in chat passes neither for an event nor for a trouble of the game',
    why: 'A player chats a server into looking broken, ready or full, and a fatal diagnosis keeps it down after the next crash.',
    look: 'log.ts',
    async run({ game, start }) {
      const server = await start();
      server.control.join(PLAYER);
      server.control.join(OTHER_PLAYER);
      server.control.leave(OTHER_PLAYER);
      const real = server.output.filter((line) => [game.log.ready, game.log.joined, game.log.left].some((pattern) => pattern?.test(line)));
      const texts = [...real, ...game.diagnoses.flatMap(({ examples }) => examples)];
      const findings: string[] = [];
      for (const text of texts) {
        const before = server.output.length;
        server.control.chat(PLAYER, text);
        for (const line of server.output.slice(before)) {
          const forged = (['ready', 'joined', 'left'] as const).filter((kind) => game.log[kind]?.test(line)).map((kind) => `log.${kind}`);
          const ill = game.diagnoses.filter(({ pattern }) => pattern?.test(line)).map(({ id }) => `the diagnosis ${id}`);
          findings.push(...[...forged, ...ill].map((what) => `${what} takes the chat line ${JSON.stringify(line.slice(0, 200))} for real`));
        }
      }
      requireNone(findings);
    },
  },
];
