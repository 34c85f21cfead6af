import type { ReactNode } from 'react';
import type { ServerSummary } from '../api/types.ts';
import { words } from '../words/index.ts';

/** How many are on. Unknown is never zero. */
export function PlayersCount({ players }: { readonly players: ServerSummary['players'] }): ReactNode {
  if (!players.known || players.online === undefined) return <span className="text-ink-3">{words.unknown}</span>;
  return (
    <span className="tabular">
      {players.online}
      {players.max === undefined || players.max === 0 ? null : <span className="text-ink-3"> / {players.max}</span>}
    </span>
  );
}
