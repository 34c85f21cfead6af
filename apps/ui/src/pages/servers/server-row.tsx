import { CalendarClock } from 'lucide-react';
import { memo, type ReactNode } from 'react';
import { Link } from 'react-router';
import type { ServerSummary } from '../../api/types.ts';
import { keyOf } from '../../live/server-table.ts';
import { CopyText } from '../../parts/copy-text.tsx';
import { GameIcon } from '../../parts/game-icon.tsx';
import { PlayersCount } from '../../parts/players-count.tsx';
import { SimulatedMark } from '../../parts/simulated-badge.tsx';
import { ServerState } from '../../parts/state-pill.tsx';
import { Countdown } from '../../parts/time-text.tsx';
import { words } from '../../words/index.ts';

const text = words.servers;

interface RowProps {
  readonly server: ServerSummary;
  readonly isWide: boolean;
  readonly isSelected: boolean;
  readonly onToggle: (key: string) => void;
}

/** One server in the list. The whole row leads to it; the address can be copied without going there. */
export const ServerRow = memo(
  function ServerRow({ server, isWide, isSelected, onToggle }: RowProps): ReactNode {
    const to = `/servers/${server.namespace}/${server.name}/overview`;
    const check = (
      <span role="cell" className="flex items-center">
        <input
          type="checkbox"
          aria-label={text.select(server.name)}
          checked={isSelected}
          onChange={() => onToggle(keyOf(server))}
          className="relative z-10 size-4 accent-current"
        />
      </span>
    );
    const name = (
      <Link
        to={to}
        className="min-w-0 truncate font-semibold after:absolute after:inset-0 focus-visible:outline-none focus-visible:after:outline-2 focus-visible:after:-outline-offset-2 focus-visible:after:outline-accent"
      >
        {server.name}
      </Link>
    );
    const address =
      server.address === undefined ? (
        <span className="text-ink-3">–</span>
      ) : (
        <CopyText text={server.address} what={text.address} className="relative z-10" />
      );
    return isWide ? (
      <div role="presentation" className="server-columns h-full">
        {check}
        <span role="cell" className="flex min-w-0 items-center gap-3">
          <GameIcon game={server.game} />
          <span className="flex min-w-0 flex-col">
            <span className="flex min-w-0 items-center gap-1.5">
              {name}
              <SimulatedMark isSimulated={server.simulated} />
            </span>
            <span className="truncate text-sm text-ink-3">
              {server.namespace === 'default' ? server.game : `${server.namespace} · ${server.game}`}
            </span>
          </span>
        </span>
        <span role="cell" className="flex items-center gap-1.5">
          <ServerState server={server} />
        </span>
        <span role="cell">
          <PlayersCount players={server.players} />
        </span>
        <span role="cell" className="min-w-0">
          {address}
        </span>
        <span role="cell" className="truncate text-ink-2">
          {server.version?.running ?? server.version?.wanted ?? '–'}
        </span>
        <span role="cell" className="min-w-0 text-sm">
          <WhatNext server={server} />
        </span>
      </div>
    ) : (
      <div role="presentation" className="flex h-full items-center gap-3 px-4">
        {check}
        <GameIcon game={server.game} />
        <span role="cell" className="flex min-w-0 grow flex-col gap-0.5">
          <span className="flex min-w-0 items-center gap-1.5">
            {name}
            <SimulatedMark isSimulated={server.simulated} />
          </span>
          <span className="flex items-center gap-2">
            <ServerState server={server} />
            <PlayersCount players={server.players} />
          </span>
          <span className="min-w-0 truncate text-sm text-ink-2">
            {server.reason === undefined && server.next === undefined ? address : <WhatNext server={server} />}
          </span>
        </span>
      </div>
    );
  },
  // A server that is told again in a newer version often looks the same.
  (before, after) => before.isWide === after.isWide && before.isSelected === after.isSelected && before.server === after.server,
);

function WhatNext({ server }: { readonly server: ServerSummary }): ReactNode {
  if (server.next !== undefined)
    return (
      <span className="flex min-w-0 items-center gap-1.5 text-ink-2" title={server.next.what}>
        <CalendarClock aria-hidden className="size-4 shrink-0" />
        <span className="truncate">{server.next.what}</span>
        {server.next.at === undefined ? null : (
          <span className="shrink-0 font-semibold">
            <Countdown until={server.next.at} />
          </span>
        )}
      </span>
    );
  if (server.reason !== undefined)
    return (
      <span className="line-clamp-2 text-ink-2" title={server.reason.message}>
        {server.reason.message}
      </span>
    );
  if (server.staged > 0) return <span className="line-clamp-2 text-ink-2">{text.staged(server.staged)}</span>;
  return null;
}
