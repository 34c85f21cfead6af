import type { ModerationAct, PlayerListName } from '@gse/sdk';
import type { Check } from '../check.ts';
import { require } from '../errors.ts';
import type { ServerUnderTest } from '../server/server.ts';
import type { Subject } from '../subject.ts';
import { OTHER_PLAYER, PLAYER } from './names.ts';

/** The lists, and the acts that put somebody on them and take them off. */
const LISTS: readonly (readonly [list: PlayerListName, on: ModerationAct, off: ModerationAct])[] = [
  ['banned', 'ban', 'unban'],
  ['allowed', 'allow', 'disallow'],
  ['admins', 'promote', 'demote'],
];

/** Lists that the game keeps of its players. */
export const playerListsChecks: readonly Check[] = [
  {
    id: 'player-lists',
    title: 'a list names whom an act has put on it, and nobody who was taken off again',
    why: 'A ban cannot be lifted, because nobody finds it; or somebody looks banned who is not.',
    look: 'lists.ts',
    absent: (subject) => (told(subject).length === 0 ? 'the game tells no list that its acts change' : undefined),
    async run({ game, start }) {
      const server = await start();
      for (const [list, on, off] of told({ game })) {
        await names(server, list, []);
        const isListed = await every(server, on, [PLAYER, OTHER_PLAYER]);
        if (isListed) await names(server, list, [PLAYER, OTHER_PLAYER]);
        // That an invitation is taken back is seen by who may join; a ban that was lifted must be gone from here, too.
        if (isListed && list === 'banned' && (await every(server, off, [PLAYER]))) await names(server, list, [OTHER_PLAYER]);
      }
    },
  },
];

function told({ game }: Pick<Subject, 'game'>): typeof LISTS {
  return LISTS.filter(
    ([list, on, off]) =>
      game.playerLists?.[list] !== undefined && game.moderation?.[on] !== undefined && game.moderation?.[off] !== undefined,
  );
}

/** Whether the game says of every one that it was done; whether that is so is what other checks look at. */
async function every(server: ServerUnderTest, act: ModerationAct, players: readonly string[]): Promise<boolean> {
  for (const player of players) {
    if (!(await server.session.moderate(act, { player, reason: 'Because: of "this", twice' })).done) return false;
  }
  return true;
}

async function names(server: ServerUnderTest, list: PlayerListName, wanted: readonly string[]): Promise<void> {
  const answer = await server.session.playerList(list);
  require(answer.known, () => `The list ${list} is not known: ${answer.known ? '' : answer.reason}`);
  const found = answer.players.map(({ name }) => name).toSorted();
  require(found.join() === wanted.toSorted().join() &&
    (answer.unreadable ?? 0) === 0, `The list ${list} is ${found.join(', ') || 'empty'}, and should be ${wanted.join(', ') || 'empty'}.`);
}
