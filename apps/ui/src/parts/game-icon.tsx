import type { ReactNode } from 'react';

const sizes = { small: 'size-8 rounded-lg', normal: 'size-11 rounded-xl', large: 'size-14 rounded-2xl' };

/** The drawing of a game. Its name stands beside it, so it is not read out. */
export function GameIcon({ game, size = 'normal' }: { readonly game: string; readonly size?: keyof typeof sizes }): ReactNode {
  return (
    <img
      src={`/api/v1/games/${encodeURIComponent(game)}/icon.svg`}
      alt=""
      width={44}
      height={44}
      className={`shrink-0 bg-sunken object-cover ${sizes[size]}`}
    />
  );
}
