import { useQuery } from '@tanstack/react-query';
import { CircleHelp, Hourglass, PowerOff, Users } from 'lucide-react';
import { useState, type ReactNode } from 'react';
import type { PlayerListName, PlayerLists } from '../../api/types.ts';
import { EmptyState } from '../../parts/empty-state.tsx';
import { FailureNote } from '../../parts/failure-note.tsx';
import { useTitle } from '../../parts/page-title.tsx';
import { Skeleton } from '../../parts/skeleton.tsx';
import { words } from '../../words/index.ts';
import { playersWords } from '../../words/players.ts';
import { useServerPage } from '../server/server-context.ts';
import { ActDialog, type PlannedAct } from './act-dialog.tsx';
import { actsByName, actsOnOnline, fittingActs } from './acts.ts';
import { AnnounceForm } from './announce-form.tsx';
import { ByNameForm } from './by-name-form.tsx';
import { GameList } from './game-list.tsx';
import { OnlineList } from './online-list.tsx';
import { playerListsQuery, playersQuery } from './queries.ts';

const text = playersWords;
const listOrder = ['allowed', 'admins', 'banned'] as const;

/** Who is on, and what can be done: as far as this game has it. */
export function PlayersPage(): ReactNode {
  const { place, summary, game } = useServerPage();
  useTitle(words.server.tabs.players, summary.name);
  const [planned, setPlanned] = useState<PlannedAct>();
  const isRunning = summary.phase === 'Running' && !summary.deleting;
  const lists = useQuery(playerListsQuery(place, isRunning)).data ?? {};
  const has = game.capabilities.moderation;

  if (!isRunning)
    return summary.state === 'Stopped' || summary.deleting ? (
      <EmptyState icon={<PowerOff />} title={text.stopped}>
        {text.stoppedHint}
      </EmptyState>
    ) : (
      <EmptyState icon={<Hourglass />} title={text.notYet}>
        {summary.reason?.message ?? text.notYetHint}
      </EmptyState>
    );

  const offered = listOrder.flatMap((list) => {
    const content = lists[list];
    return content === undefined ? [] : [{ list, content }];
  });
  return (
    <div className="space-y-8">
      <div className="space-y-4">
        <Online lists={lists} onAct={setPlanned} />
        {summary.players.online === 0 ? null : <AnnounceForm place={place} />}
      </div>
      {offered.length === 0 ? null : (
        <section aria-labelledby="lists" className="space-y-3">
          <div>
            <h2 id="lists" className="text-lg font-semibold">
              {text.lists.title}
            </h2>
            <p className="text-ink-2">{text.lists.hint}</p>
          </div>
          <div
            className={`grid gap-4 ${offered.length === 3 ? 'md:grid-cols-2 lg:grid-cols-3' : offered.length === 2 ? 'md:grid-cols-2' : ''}`}
          >
            {offered.map(({ list, content }) => (
              <GameList key={list} list={list} content={content} has={has} onAct={setPlanned} />
            ))}
          </div>
        </section>
      )}
      <ByNameForm
        acts={actsByName(
          has,
          offered.flatMap(({ list, content }) => (content.known ? [list] : [])),
        )}
        onAct={setPlanned}
      />
      <ActDialog place={place} planned={planned} onClose={() => setPlanned(undefined)} />
    </div>
  );
}

function Online({ lists, onAct }: { readonly lists: PlayerLists; readonly onAct: (act: PlannedAct) => void }): ReactNode {
  const { place, summary, game } = useServerPage();
  const players = useQuery(playersQuery(place));
  if (players.data === undefined)
    return players.isError ? (
      <FailureNote error={players.error} onRetry={() => void players.refetch()} />
    ) : (
      <Skeleton className="h-48 w-full rounded-card" />
    );
  if (!players.data.known)
    return (
      <div className="card">
        <EmptyState icon={<CircleHelp />} title={text.unknownTitle}>
          {players.data.reason}
        </EmptyState>
      </div>
    );
  if (players.data.online === 0)
    return (
      <div className="card">
        <EmptyState icon={<Users />} title={text.nobody}>
          {summary.simulated ? text.nobodySimulated : text.nobodyHint}
        </EmptyState>
      </div>
    );
  const acts = actsOnOnline(game.capabilities.moderation);
  return (
    <OnlineList players={players.data} actsOf={(player) => fittingActs(acts, (list) => isListed(lists, list, player))} onAct={onAct} />
  );
}

/** Undefined where it is not known. */
function isListed(lists: PlayerLists, list: PlayerListName, player: string): boolean | undefined {
  const content = lists[list];
  if (content === undefined || !content.known) return undefined;
  const isIn = content.players.some(({ name }) => name.toLowerCase() === player.toLowerCase());
  return isIn || content.more === undefined ? isIn : undefined;
}
