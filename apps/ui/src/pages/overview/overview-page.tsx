import type { ReactNode } from 'react';
import { useTitle } from '../../parts/page-title.tsx';
import { words } from '../../words/index.ts';
import { useServerPage } from '../server/server-context.ts';
import { FactsCard } from './facts-card.tsx';
import { HistorySection } from './history-section.tsx';
import { JoinCard } from './join-card.tsx';
import { PlayersCard } from './players-card.tsx';
import { RecentActivity } from './recent-activity.tsx';
import { StagedCard } from './staged-card.tsx';
import { StateSection } from './state-section.tsx';

/** The first thing one sees of a server: how it is and why, how to get in, who plays, and how it has been. */
export function OverviewPage(): ReactNode {
  const { place, server, summary, game } = useServerPage();
  useTitle(words.server.tabs.overview, summary.name);
  return (
    <div className="space-y-4">
      <StateSection key={summary.uid} place={place} server={server} summary={summary} game={game} />
      <StagedCard server={server} />
      <div className="grid gap-4 md:grid-cols-[3fr_2fr]">
        <JoinCard server={server} summary={summary} game={game} />
        <PlayersCard server={server} summary={summary} />
      </div>
      <FactsCard server={server} summary={summary} game={game} />
      <div className="space-y-8 pt-4">
        <HistorySection place={place} uid={summary.uid} isRunning={summary.phase === 'Running'} />
        <RecentActivity place={place} />
      </div>
    </div>
  );
}
