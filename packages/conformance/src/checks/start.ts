import { newRun, nextHealth, type HealthState } from '@gse/session';
import { nothing, type Check } from '../check.ts';
import { require, requireNone } from '../errors.ts';
import { eventually } from '../server/clock.ts';
import { PACE, type ServerUnderTest } from '../server/server.ts';
import type { Subject } from '../subject.ts';
import { withoutLicences } from './facts.ts';

const LOOKS = 3;
const HURRIED = 0.03;

/** From the start of the process to players who can join. */
export const startChecks: readonly Check[] = [
  {
    id: 'starts',
    title: 'an order with nothing but defaults becomes healthy inside the start budget',
    why: 'The game never comes up, or is given up while it does.',
    look: 'probe.ts',
    async run({ game, launch }) {
      const server = await launch();
      await server.healthy(Math.min(game.budgets.startSeconds, 60) * 1000);
    },
  },
  {
    id: 'says-simulated',
    title: 'the simulator says in its first line that no game runs',
    why: 'Somebody believes that they play on a real server.',
    look: 'simulator/index.ts',
    async run({ start }) {
      const {
        output: [first = ''],
      } = await start();
      require(first.startsWith('[simulated]'), () =>
        `The first line of output is ${JSON.stringify(first)}; it must begin with [simulated].`);
    },
  },
  {
    id: 'version-reported',
    title: 'a version that the probe reports is the one that was ordered, on every channel',
    why: 'Status shows a version that nobody ordered, and updates are offered that are already there.',
    look: 'probe.ts',
    async run({ game, start }) {
      for (const channel of [undefined, ...Object.keys(game.versions.channels)]) {
        const server = await start(channel === undefined ? {} : { order: { channel } });
        const outcome = await server.session.probe();
        require(outcome.state === 'healthy', 'The game was healthy and is not any more.');
        require(outcome.version === undefined || outcome.version === server.plan.version, () =>
          `Ordered was ${server.plan.version}, the probe reports ${JSON.stringify(outcome.state === 'healthy' ? outcome.version : '')}.`);
      }
    },
  },
  {
    id: 'slow-start',
    title: 'a slow start stays Starting and becomes healthy when the game is ready, not before',
    why: 'A large world is killed or called crashed while it loads, or players are sent to a game that is not ready.',
    look: 'probe.ts',
    async run({ game, launch }) {
      const server = await launch({ faults: [{ kind: 'slowStart', seconds: 1 / PACE }], patience: 0.2 });
      const health = new HealthLook(server, game);
      const isReady = (): boolean => {
        server.log.mark();
        return server.events.some(({ kind }) => kind === 'ready');
      };
      for (let look = 0; look < LOOKS; look++) {
        const state = await health.look();
        if (!isReady()) requireStarting(state);
      }
      await server.healthy();
      require(isReady(), 'The game is called healthy before its log says that it is ready.');
    },
  },
  {
    id: 'hang-at-start',
    title: 'a game that hangs while it starts is never called healthy, and nobody is counted on it',
    why: 'Status says Running, and players find nothing there.',
    look: 'probe.ts',
    async run({ game, launch }) {
      const server = await launch({ faults: [{ kind: 'hangStart' }], patience: HURRIED });
      const health = new HealthLook(server, game);
      for (let look = 0; look < LOOKS; look++) {
        requireStarting(await health.look());
        const players = await server.session.players();
        require(!players.known, () => `The game has not started, and players() answers ${JSON.stringify(players)}.`);
      }
    },
  },
  {
    id: 'hang',
    title: 'a game that stops answering becomes Unresponsive after the failures its policy allows, and healthy when it answers again',
    why: 'A frozen server stays green for ever, or is restarted although it came back.',
    look: 'probe.ts',
    async run({ game, start }) {
      const server = await start({ patience: HURRIED });
      const health = new HealthLook(server, game);
      await eventually('The game was healthy and is not any more', async () => (await health.look()).health === 'Healthy');
      server.control.inject({ kind: 'hang' });
      // What was under way when it froze may still have been answered.
      await eventually(
        'The game hangs, and the probe goes on to say that it is healthy',
        async () => (await server.session.probe()).state !== 'healthy',
        5_000,
      );
      for (let look = 0; look < game.health.failures && health.state.health !== 'Unresponsive'; look++) await health.look();
      require(health.state.health === 'Unresponsive', () =>
        `After ${game.health.failures} looks at a game that hangs it is called ${health.state.health}.`);
      require((health.state.reason?.message ?? '').trim() !== '', 'It is unresponsive without a reason.');
      server.control.inject({ kind: 'none' });
      await server.healthy();
    },
  },
  {
    id: 'licence-respected',
    title: 'without acceptance nothing accepts a licence, and the game does not become healthy',
    why: 'The platform accepts a licence on behalf of somebody who never saw it.',
    look: 'files.ts',
    absent: withoutLicences,
    async run({ launch, start, folder }) {
      const fresh = await launch({ order: { licences: 'declined' }, patience: 0.2 });
      await requireRefused(fresh, 'No licence was accepted');
      const shared = await folder();
      const accepted = await start({ folder: shared });
      await accepted.cut();
      const taken = await launch({ folder: shared, order: { licences: 'declined' }, patience: 0.2 });
      await requireRefused(taken, 'The acceptance was taken back');
    },
  },
  {
    id: 'log-file',
    title: 'the log file that the adapter names is the one the game writes',
    why: 'The console stays empty, and nothing that the log tells is ever noticed.',
    look: 'log.ts',
    async run({ game, start }) {
      const server = await start();
      await eventually(
        `Nothing was read from ${game.log.file}, although the game printed ${server.output.length} lines`,
        () => server.log.size > 0,
      );
      requireNone(/^\/|\.\./.test(game.log.file) ? [`${game.log.file} is not a path inside the data volume`] : []);
    },
  },
  {
    id: 'start-progress',
    title: 'progress that the log tells while starting reaches people',
    why: 'Somebody waits for minutes before a screen that says nothing.',
    look: 'log.ts',
    absent: ({ game }) => nothing(game.log.progress === undefined ? [] : [game.log.progress], 'the log tells no progress'),
    async run({ start }) {
      const server = await start();
      server.log.mark();
      require(server.events.some(
        (event) => event.kind === 'progress' && event.progress.trim() !== '',
      ), 'log.progress matched no line of a whole start.');
    },
  },
];

/** Follows the health as the agent does. */
class HealthLook {
  readonly #server: ServerUnderTest;
  readonly #rules: { readonly startSeconds: number; readonly failures: number };
  state: HealthState = newRun({ startedAt: Date.now() });

  constructor(server: ServerUnderTest, game: Subject['game']) {
    this.#server = server;
    this.#rules = { startSeconds: game.budgets.startSeconds, failures: game.health.failures };
  }

  async look(): Promise<HealthState> {
    const outcome = await this.#server.session.probe();
    this.state = nextHealth(this.state, { type: 'probed', outcome, isBusy: this.#server.session.isBusy }, this.#rules, Date.now());
    return this.state;
  }
}

function requireStarting({ health, reason }: HealthState): void {
  require(health === 'Starting', () => `The game is still starting and is called ${health}${reason ? ` (${reason.message})` : ''}.`);
}

async function requireRefused(server: ServerUnderTest, words: string): Promise<void> {
  for (let look = 0; look < 10 && server.code === undefined; look++) {
    const { state } = await server.session.probe();
    require(state !== 'healthy', `${words}, and the game is healthy all the same.`);
    await Promise.race([server.exit.catch(() => undefined), new Promise((resolve) => setTimeout(resolve, 50))]);
  }
  if (server.code === undefined) return;
  const found = server.diagnosis();
  require(found !== undefined, () =>
    `${words}, and the game ended with code ${server.code} without a diagnosis. It printed: ${server.lastWords()}`);
  require(found.fix !== undefined, `${words}: the diagnosis ${found.diagnosis.id} has no fix.`);
}
