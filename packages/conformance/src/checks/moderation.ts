import type { ModerationAct, ModerationResult } from '@gse/sdk';
import type { Check, CheckContext } from '../check.ts';
import { messageOf, require } from '../errors.ts';
import { eventually } from '../server/clock.ts';
import type { ServerUnderTest } from '../server/server.ts';
import type { Subject } from '../subject.ts';
import { HOSTILE_NAMES, HOSTILE_TEXTS, OTHER_PLAYER, PLAYER } from './names.ts';
import { says, withoutIntruder } from './talk.ts';

const ACTS: readonly ModerationAct[] = ['kick', 'ban', 'unban', 'allow', 'disallow', 'promote', 'demote', 'message'];

/** Acts on players. */
export const moderationChecks: readonly Check[] = [
  {
    id: 'kick',
    title: 'a kick removes that player and nobody else, and is not done for somebody who is not there',
    why: 'A moderator is told that somebody was thrown out who plays on.',
    look: 'moderation.ts',
    absent: needs('kick'),
    async run({ start }) {
      const server = await start();
      await server.join(PLAYER);
      await server.join(OTHER_PLAYER);
      requireDone(await server.session.moderate('kick', { player: PLAYER, reason: 'Please be kind' }), 'kick');
      await eventually(`${PLAYER} was kicked and is still online`, async () => !(await server.online()).includes(PLAYER));
      require((await server.online()).length === 1, `${PLAYER} was kicked, and ${OTHER_PLAYER} is gone, too.`);
      requireNotDone(await server.session.moderate('kick', { player: PLAYER }), `kick of ${PLAYER}, who is not online`);
    },
  },
  {
    id: 'ban',
    title: 'a ban keeps a player out until it is lifted',
    why: 'Somebody who was banned walks in again.',
    look: 'moderation.ts',
    absent: needs('ban', 'unban'),
    async run({ start }) {
      const server = await start();
      await server.join(PLAYER);
      const id = await idOf(server, PLAYER);
      requireDone(await server.session.moderate('ban', { player: PLAYER, reason: 'Griefing' }), 'ban');
      await eventually(`${PLAYER} was banned and is still online`, async () => (await server.online()).length === 0);
      server.control.join(PLAYER);
      require((await server.online()).length === 0, `${PLAYER} is banned and could join.`);
      const byName = await server.session.moderate('unban', { player: PLAYER });
      // A game that knows people by their ids forgets names with those who left.
      if (byName.done || id === undefined) requireDone(byName, 'unban');
      else requireDone(await server.session.moderate('unban', { player: id }), `unban of ${PLAYER}, also by the id ${id},`);
      await server.join(PLAYER);
    },
  },
  {
    id: 'allow',
    title: 'with a whitelist only those who were allowed may join',
    why: 'A private server is open to everybody, or closed to those who were invited.',
    look: 'moderation.ts',
    absent: (subject) =>
      needs('allow', 'disallow')(subject) ??
      (Object.hasOwn(subject.game.settings.shape, 'whitelist') ? undefined : 'there is no setting whitelist'),
    async run({ start }) {
      const server = await start({ order: { settings: { whitelist: true } } });
      server.control.join(PLAYER);
      require((await server.online()).length === 0, `The whitelist is on and empty, and ${PLAYER} could join.`);
      requireDone(await server.session.moderate('allow', { player: PLAYER }), 'allow');
      await server.join(PLAYER);
      requireDone(await server.session.moderate('disallow', { player: PLAYER }), 'disallow');
      server.control.leave(PLAYER);
      await eventually(`${PLAYER} left and is still counted`, async () => (await server.online()).length === 0);
      server.control.join(PLAYER);
      require((await server.online()).length === 0, `${PLAYER} was taken off the whitelist and could join.`);
    },
  },
  {
    id: 'promote',
    title: 'a player can be made an administrator and stop being one',
    why: 'Nobody can be given the rights that they need, or rights cannot be taken back.',
    look: 'moderation.ts',
    absent: needs('promote', 'demote'),
    async run({ start }) {
      const server = await start();
      await server.join(PLAYER);
      requireDone(await server.session.moderate('promote', { player: PLAYER }), 'promote');
      requireDone(await server.session.moderate('demote', { player: PLAYER }), 'demote');
    },
  },
  {
    id: 'message',
    title: 'a message reaches the player it is for, and is not done for somebody who is not there',
    why: 'A warning is believed to have been given that nobody ever read.',
    look: 'moderation.ts',
    absent: needs('message'),
    async run({ start }) {
      const server = await start();
      await server.join(PLAYER);
      const text = 'Please mind the "trains"';
      const before = server.output.length;
      requireDone(await server.session.moderate('message', { player: PLAYER, text }), 'message');
      await eventually(
        'The message appears nowhere in the output of the simulator, which prints it also where the game does not',
        () => server.output.slice(before).some((line) => says(line, text)),
        5_000,
      );
      requireNotDone(
        await server.session.moderate('message', { player: OTHER_PLAYER, text }),
        `message to ${OTHER_PLAYER}, who is not online`,
      );
    },
  },
  {
    id: 'moderation-twice',
    title: 'asking for what is so already is an answer, not an error',
    why: 'Two moderators who act at once get an error for an act that worked.',
    look: 'moderation.ts',
    absent: needsAny,
    async run(context) {
      const server = await context.start();
      await server.join(PLAYER);
      for (const act of present(context)) {
        for (let time = 0; time < 2; time++) {
          const answer = await server.session.moderate(act, { player: PLAYER, text: 'hello' }).catch(messageOf);
          require(typeof answer !== 'string', () =>
            `${act} is an error ${time === 0 ? 'the first time' : 'for what is so already'}: ${String(answer)}`);
          require(answer.message.trim() !== '', `${act} answers without a word.`);
        }
      }
    },
  },
  {
    id: 'moderation-names',
    title: 'a name with hostile characters is refused or quoted, in every act',
    why: 'Whoever may kick can do anything on the server, or one odd name throws everybody out.',
    look: 'moderation.ts',
    absent: needsAny,
    run: forEachAct((server, act, player) => server.session.moderate(act, { player, text: 'hello' }), HOSTILE_NAMES),
  },
  {
    id: 'moderation-texts',
    title: 'a reason or a message cannot smuggle a second command in',
    why: 'Whoever may write the reason of a kick can do anything on the server.',
    look: 'moderation.ts',
    absent: needsAny,
    run: forEachAct(async (server, act, text) => {
      server.control.join(OTHER_PLAYER);
      try {
        await server.session.moderate(act, { player: OTHER_PLAYER, reason: text, text });
      } finally {
        server.control.leave(OTHER_PLAYER);
      }
    }, HOSTILE_TEXTS),
  },
];

function forEachAct(
  send: (server: ServerUnderTest, act: ModerationAct, words: string) => Promise<unknown>,
  words: readonly string[],
): Check['run'] {
  return async (context: CheckContext) => {
    await withoutIntruder(
      context,
      async (server, text) => {
        for (const act of present(context)) await send(server, act, text).catch(() => undefined);
      },
      words,
    );
  };
}

/** What the game tells people apart by, where it does so by more than names. */
async function idOf(server: ServerUnderTest, player: string): Promise<string | undefined> {
  const players = await server.session.players();
  return players.known ? players.names?.find(({ name }) => name === player)?.id : undefined;
}

function present({ game }: Pick<Subject, 'game'>): readonly ModerationAct[] {
  return ACTS.filter((act) => game.moderation?.[act] !== undefined);
}

function needs(...acts: readonly ModerationAct[]): (subject: Subject) => string | undefined {
  return ({ game }) => {
    const missing = acts.filter((act) => game.moderation?.[act] === undefined);
    return missing.length === 0 ? undefined : `the game has no ${missing.join(' and no ')}`;
  };
}

function needsAny(subject: Subject): string | undefined {
  return present(subject).length === 0 ? 'the game has no moderation' : undefined;
}

function requireDone({ done, message }: ModerationResult, act: string): void {
  require(done, `${act} says that it was not done: ${message}`);
}

function requireNotDone({ done, message }: ModerationResult, act: string): void {
  require(!done, `${act} says that it was done: ${message}`);
  require(message.trim() !== '', `${act} does not say why it was not done.`);
}
