import type { Check, CheckContext } from '../check.ts';
import { messageOf, require, requireNone } from '../errors.ts';
import { eventually } from '../server/clock.ts';
import { failureOf, type ServerUnderTest } from '../server/server.ts';
import { HOSTILE_TEXTS, INTRUDER, PLAYER } from './names.ts';

const HURRIED = 0.03;
const LOOKS = 20;
const METRIC_NAME = /^[a-z][a-z0-9_]*$/;

/** Commands, announcements and figures. */
export const talkChecks: readonly Check[] = [
  {
    id: 'command',
    title: 'a console command is answered with what the game printed',
    why: 'The console swallows what people type.',
    look: 'console.ts',
    async run({ start }) {
      const server = await start();
      const answer = await server.simulate('world');
      require(/revision \d+/.test(answer), () => `"simulate world" was answered with ${JSON.stringify(answer.slice(0, 200))}.`);
      const trouble = await server.session.command('gse-no-such-command').then(() => undefined, messageOf);
      require(trouble === undefined, `An unknown command is what people type, and the console fails on it: ${trouble}`);
      require((await server.session.probe()).state === 'healthy', 'An unknown command brought the game down.');
    },
  },
  {
    id: 'command-deadline',
    title: 'a command to a game that hangs is given up at its deadline, and the next one works again',
    why: 'One command that is never answered blocks the console for everybody.',
    look: 'console.ts',
    async run({ start }) {
      const server = await start({ patience: HURRIED });
      server.control.inject({ kind: 'hang' });
      await failureOf('The game hangs, and a command is answered all the same.', server.session.command('help'));
      server.control.inject({ kind: 'none' });
      await eventually('The game answers again, but commands do not', async () => (await server.simulate('world')) !== '');
    },
  },
  {
    id: 'announce',
    title: 'an announcement reaches the game word for word, and needs nobody to be online',
    why: 'Players are thrown out without having been warned, or the countdown fails because nobody is there.',
    look: 'console.ts',
    async run({ start }) {
      const server = await start();
      const trouble = await server.session.announce('Nobody is here to read this.').then(() => undefined, messageOf);
      require(trouble === undefined, `Nobody is online, and an announcement fails: ${trouble}`);
      await server.join(PLAYER);
      for (const message of ['Restart in 5 minutes', 'Neustart in 5 Minuten: bitte größere Bauten sichern', '100% "quoted" \\ back']) {
        const before = server.output.length;
        await server.session.announce(message);
        await eventually(
          `The announcement ${JSON.stringify(message)} appears nowhere in the output of the simulator, which prints it also where the game does not`,
          () => server.output.slice(before).some((line) => says(line, message)),
          5_000,
        );
      }
    },
  },
  {
    id: 'announce-injection',
    title: 'an announcement cannot smuggle a second command in',
    why: 'Whoever may write the reason of a restart can do anything on the server.',
    look: 'console.ts',
    run: (context) => withoutIntruder(context, (server, text) => server.session.announce(text)),
  },
  {
    id: 'metrics',
    title: 'figures have names as Prometheus wants them, a help text, and are numbers',
    why: 'One bad figure makes the whole scrape of the server unreadable.',
    look: 'metrics.ts',
    absent: ({ game }) => (game.metrics === undefined ? 'the game tells no figures' : undefined),
    async run({ start, game }) {
      const server = await start();
      const samples = await server.session.metrics();
      require(samples.length > 0, 'The game is healthy, and metrics() tells nothing.');
      requireNone(
        samples.flatMap(({ name, value, help }) => [
          ...(METRIC_NAME.test(name) ? [] : [`${JSON.stringify(name)} is no name of a metric (small letters, figures, _)`]),
          ...(Number.isFinite(value) ? [] : [`${name} is ${value}`]),
          ...(/^\S[^\n]*$/.test(help) ? [] : [`${name} has no help text of one line`]),
        ]),
      );
      require(new Set(samples.map(({ name }) => name)).size === samples.length, 'Two figures have the same name.');
      const listed = game.metricList?.map(({ name }) => name);
      if (listed === undefined) return;
      requireNone(samples.flatMap(({ name }) => (listed.includes(name) ? [] : [`${name} is not in metricList, so no dashboard shows it`])));
    },
  },
  {
    id: 'metrics-unknown',
    title: 'figures of a game that does not answer are absent, never zero',
    why: 'A dashboard shows an empty, idle server, and nobody wakes up although it stands still full of players.',
    look: 'metrics.ts',
    absent: ({ game }) => (game.metrics === undefined ? 'the game tells no figures' : undefined),
    async run({ start }) {
      const server = await start({ patience: HURRIED });
      await server.join(PLAYER);
      const before = new Map((await server.session.metrics()).map(({ name, value }) => [name, value]));
      server.control.inject({ kind: 'hang' });
      const after = await server.session.metrics().catch(() => []);
      requireNone(
        after.flatMap(({ name, value }) =>
          value === 0 && (before.get(name) ?? 0) !== 0 ? [`${name} was ${before.get(name)}; the game hangs, and it is told as 0`] : [],
        ),
      );
    },
  },
  {
    id: 'quiet',
    title: 'looking after a game leaves its log alone',
    why: 'What people look for in the console is buried under the questions of the platform.',
    look: 'probe.ts',
    async run({ start }) {
      const server = await start();
      await server.join(PLAYER);
      const before = server.output.length;
      const mark = server.log.mark();
      for (let look = 0; look < LOOKS; look++) {
        await server.session.probe();
        await server.session.players();
        await server.session.metrics().catch(() => []);
      }
      // The log file may hold more than the container's output, which a start script can choose from.
      server.log.mark();
      const shown = server.log.after(mark.line).map((line) => line.text);
      for (const lines of [server.output.slice(before), shown]) {
        require(lines.length < LOOKS / 2, () =>
          `${LOOKS} looks at the game made it print ${lines.length} lines, such as ${JSON.stringify(lines[0]?.slice(0, 200))}. Where it cannot be told not to, log.noise keeps them from people.`);
      }
    },
  },
  {
    id: 'torn-packets',
    title: 'answers that arrive in pieces are read as if they had come in one',
    why: 'On a busy network every other answer is misread.',
    look: 'definition.ts',
    async run({ start }) {
      const server = await start({ patience: 0.1 });
      await server.join(PLAYER);
      server.control.inject({ kind: 'tornPackets' });
      for (let round = 0; round < 5; round++) {
        const outcome = await server.session.probe();
        require(outcome.state === 'healthy', () =>
          `Answers come in pieces, and the probe says ${outcome.state === 'failed' ? outcome.failure.message : JSON.stringify(outcome)}`);
        const names = await server.online();
        require(names.length === 1, `Answers come in pieces, and players() counts ${names.length} instead of 1.`);
        await server.simulate('world');
      }
    },
  },
  {
    id: 'log-flood',
    title: 'a flood of log lines neither silences the game nor hides who comes and goes',
    why: 'A chatty plugin makes a server unmanageable.',
    look: 'log.ts',
    async run({ game, start }) {
      const server = await start();
      server.control.inject({ kind: 'logFlood', lines: 5_000 });
      await server.join(PLAYER);
      require((await server.session.probe()).state === 'healthy', 'The game is not healthy while it prints a lot.');
      await eventually('The flood was not read to its end', () => {
        server.log.mark();
        return server.log.lastNumber >= 5_000;
      });
      require((await server.session.probe()).state === 'healthy', 'The game is not healthy after it printed a lot.');
      if (game.log.joined !== undefined)
        await eventually(`${PLAYER} joined during the flood, and log.joined did not notice`, () =>
          server.events.some((event) => event.kind === 'joined' && event.name === PLAYER),
        );
      require(server.log.size <= 1000, `${server.log.size} lines are kept.`);
    },
  },
];

/** True when a line has these words in it. Many consoles know no way to write a quote inside of quotes: those may differ. */
export function says(line: string, words: string): boolean {
  return bare(line).includes(bare(words));
}

function bare(text: string): string {
  return text.replace(/["'\\“”‘’`]/g, '').replace(/\s+/g, ' ');
}

/** Sends every hostile text and requires that nothing of it was run. */
export async function withoutIntruder(
  { start }: CheckContext,
  send: (server: ServerUnderTest, text: string) => Promise<unknown>,
  texts = HOSTILE_TEXTS,
): Promise<void> {
  const server = await start();
  await server.join(PLAYER);
  for (const text of texts) {
    // Being refused is fine: only what was run counts.
    await send(server, text).catch(() => undefined);
    const words = JSON.stringify(text.length > 120 ? `${text.slice(0, 40)}…${text.slice(-60)}` : text);
    await eventually(`After ${words} the game does not answer any more`, async () => (await server.session.players()).known);
    const online = await server.online();
    require(!online.includes(INTRUDER) && online.length < 2, `${words} was run as a command of its own.`);
    require(online.length === 1, `${words} hit ${PLAYER}, who was not meant.`);
  }
}
