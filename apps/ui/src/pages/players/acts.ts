import type { Game, PlayerListName } from '../../api/types.ts';

/** An act on a player, as the API names it. */
export type Act = Game['capabilities']['moderation'][number];

/** Acts on somebody who is on, in the order they are offered. */
const ON_ONLINE: readonly Act[] = ['message', 'kick', 'promote', 'demote', 'allow', 'disallow', 'ban'];
/** Acts on somebody by name, whether on or not. */
const BY_NAME: readonly Act[] = ['ban', 'unban', 'allow', 'disallow', 'promote', 'demote'];
/** Acts that cannot be taken lightly. */
const SEVERE: readonly Act[] = ['kick', 'ban', 'promote'];

/** What puts somebody on a list of the game, and what takes them off. */
export const listActs: Record<PlayerListName, { readonly add: Act; readonly remove: Act }> = {
  admins: { add: 'promote', remove: 'demote' },
  allowed: { add: 'allow', remove: 'disallow' },
  banned: { add: 'ban', remove: 'unban' },
};

export const takesReason = (act: Act): boolean => act === 'kick' || act === 'ban';
export const isSevere = (act: Act): boolean => SEVERE.includes(act);

/** What a game offers for somebody who is on. */
export function actsOnOnline(has: readonly Act[]): readonly Act[] {
  return ON_ONLINE.filter((act) => has.includes(act));
}

/** What a game offers for a name, without what its lists offer already. */
export function actsByName(has: readonly Act[], lists: readonly PlayerListName[]): readonly Act[] {
  const covered = lists.flatMap((list) => [listActs[list].add, listActs[list].remove]);
  return BY_NAME.filter((act) => has.includes(act) && !covered.includes(act));
}

/** Acts worth offering for one player, by what the lists say of them: nobody is made an administrator twice. */
export function fittingActs(acts: readonly Act[], isOn: (list: PlayerListName) => boolean | undefined): readonly Act[] {
  return acts.filter((act) => {
    for (const list of ['admins', 'allowed', 'banned'] as const) {
      if (listActs[list].add === act) return isOn(list) !== true;
      if (listActs[list].remove === act) return isOn(list) !== false;
    }
    return true;
  });
}
