import { EllipsisVertical, MessageSquareText, UserX } from 'lucide-react';
import { useState, type ReactNode } from 'react';
import type { PlayerList } from '../../api/types.ts';
import { IconButton } from '../../parts/button.tsx';
import { TextInput } from '../../parts/field.tsx';
import { Menu } from '../../parts/menu.tsx';
import { formatDuration, formatFull } from '../../time/format.ts';
import { useNow } from '../../time/use-now.ts';
import { playersWords } from '../../words/players.ts';
import { isSevere, type Act } from './acts.ts';
import type { PlannedAct } from './act-dialog.tsx';

const text = playersWords;
/** From here on a list is easier to search than to read. */
const SEARCH_FROM = 12;
const BESIDE = { message: MessageSquareText, kick: UserX } as const;

export type KnownPlayers = Extract<PlayerList, { known: true }>;
type Player = NonNullable<KnownPlayers['names']>[number];

/** Who is on, since when, and what can be done. */
export function OnlineList({
  players,
  actsOf,
  onAct,
}: {
  readonly players: KnownPlayers;
  readonly actsOf: (player: string) => readonly Act[];
  readonly onAct: (act: PlannedAct) => void;
}): ReactNode {
  const [term, setTerm] = useState('');
  const { names, online, max } = players;
  if (names === undefined) return <p className="card px-5 py-4 text-ink-2">{text.namesUnknown(online)}</p>;
  const shown = names.filter(({ name }) => name.toLowerCase().includes(term.trim().toLowerCase()));
  const unnamed = online - names.length;
  return (
    <section aria-labelledby="online" className="card">
      <div className="flex flex-wrap items-center justify-between gap-x-4 gap-y-2 px-4 pt-4 pb-2 sm:px-5">
        <h2 id="online" className="tabular text-lg font-semibold">
          {text.online(online, max)}
        </h2>
        {names.length < SEARCH_FROM ? null : (
          <TextInput
            type="search"
            aria-label={text.find}
            placeholder={text.find}
            value={term}
            onChange={(event) => setTerm(event.target.value)}
            className="sm:w-56"
          />
        )}
      </div>
      <ul aria-label={text.list} className="divide-y divide-line">
        {shown.map((player) => (
          <OnlinePlayer key={player.id ?? player.name} player={player} acts={actsOf(player.name)} onAct={onAct} />
        ))}
      </ul>
      {shown.length === 0 && term !== '' ? <p className="px-5 pb-4 text-ink-2">{text.noneFound(term)}</p> : null}
      {unnamed > 0 ? <p className="border-t border-line px-5 py-3 text-ink-2">{text.someUnnamed(unnamed)}</p> : null}
    </section>
  );
}

function OnlinePlayer({
  player,
  acts,
  onAct,
}: {
  readonly player: Player;
  readonly acts: readonly Act[];
  readonly onAct: (act: PlannedAct) => void;
}): ReactNode {
  const beside = (['message', 'kick'] as const).filter((act) => acts.includes(act));
  const more = acts.filter((act) => act !== 'message' && act !== 'kick');
  return (
    <li className="flex items-center gap-3 py-2 pr-2 pl-4 sm:pr-3 sm:pl-5">
      <span
        aria-hidden
        className="flex size-9 shrink-0 items-center justify-center rounded-lg bg-sunken font-semibold text-ink-2 uppercase"
      >
        {player.name.charAt(0)}
      </span>
      <div className="min-w-0 grow">
        <p className="truncate font-medium">{player.name}</p>
        <p className="text-sm text-ink-3">
          <OnFor since={player.since} />
        </p>
      </div>
      {beside.map((act) => {
        const Icon = BESIDE[act];
        return (
          <IconButton key={act} label={text.acts[act].title(player.name)} onClick={() => onAct({ act, player: player.name })}>
            <Icon aria-hidden className="size-4" />
          </IconButton>
        );
      })}
      {more.length === 0 ? null : (
        <Menu
          label={text.actsOn(player.name)}
          trigger={<EllipsisVertical aria-hidden className="size-4" />}
          triggerClass="inline-flex size-9 items-center justify-center rounded-tile text-ink-2 hover:bg-hover"
          entries={more.map((act) => ({
            label: text.acts[act].label,
            isDangerous: act === 'ban' && isSevere(act),
            onSelect: () => onAct({ act, player: player.name }),
          }))}
        />
      )}
    </li>
  );
}

function OnFor({ since }: { readonly since: string | undefined }): ReactNode {
  const now = useNow();
  if (since === undefined) return text.sinceUnknown;
  const ms = Math.max(0, now - Date.parse(since));
  return (
    <time dateTime={since} title={formatFull(since)} className="tabular">
      {text.since} {formatDuration(ms < 60_000 ? ms : Math.floor(ms / 60_000) * 60_000)}
    </time>
  );
}
