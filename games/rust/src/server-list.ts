import type { A2sInfo } from '@gse/protocols';

/** Players as the server list shows them. */
export interface ListedPlayers {
  readonly online: number;
  readonly max: number;
}

/**
 * How many play, from what the server tells Steam's server list. The plain figures are one byte each and wrap beyond 255,
 * so those in the tags count: `mp300,cp271,…,qp12`.
 */
export function listedPlayers({ players, maxPlayers, keywords = '' }: Pick<A2sInfo, 'players' | 'maxPlayers' | 'keywords'>): ListedPlayers {
  return { online: tag(keywords, 'cp') ?? players, max: tag(keywords, 'mp') ?? maxPlayers };
}

function tag(keywords: string, name: 'cp' | 'mp'): number | undefined {
  const value = new RegExp(`(?:^|,)${name}(\\d{1,5})(?:,|$)`).exec(keywords)?.[1];
  return value === undefined ? undefined : Number(value);
}
