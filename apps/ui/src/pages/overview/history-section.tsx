import { useId, useState, type ReactNode } from 'react';
import type { History, HistoryRange, Place } from '../../api/types.ts';
import { FailureNote } from '../../parts/failure-note.tsx';
import { Skeleton } from '../../parts/skeleton.tsx';
import { words } from '../../words/index.ts';
import { overviewWords } from '../../words/overview.ts';
import { Chart } from './chart.tsx';
import { HealthStrip } from './health-strip.tsx';
import { bytes, cores, measureOf } from './measure.ts';
import { toSeries } from './series.ts';
import { useHistory } from './use-history.ts';

const text = overviewWords.history;
const ranges = ['hour', 'day'] as const;
const SPAN_SECONDS: Record<HistoryRange, number> = { hour: 3_600, day: 86_400 };

const PLAYERS_TOP = 4;

/** Health, players and what is used, over the last hour or day. */
export function HistorySection({
  place,
  uid,
  isRunning,
}: {
  readonly place: Place;
  readonly uid: string;
  readonly isRunning: boolean;
}): ReactNode {
  const titleId = useId();
  const [range, setRange] = useState<HistoryRange>('hour');
  const history = useHistory(place, uid, range);
  return (
    <section aria-labelledby={titleId} className="space-y-3">
      <div className="flex flex-wrap items-center justify-between gap-2">
        <h2 id={titleId} className="text-lg font-semibold">
          {text.title}
          {history.data?.simulated === true ? <span className="ml-2 text-sm font-normal text-ink-3">{text.simulated}</span> : null}
        </h2>
        <div role="group" aria-label={text.range} className="flex gap-1 rounded-tile bg-sunken p-1">
          {ranges.map((choice) => (
            <button
              key={choice}
              type="button"
              aria-pressed={choice === range}
              onClick={() => setRange(choice)}
              className={`h-9 rounded-md px-3 text-sm font-medium ${choice === range ? 'bg-surface text-ink shadow-card' : 'text-ink-2 hover:text-ink'}`}
            >
              {text.ranges[choice]}
            </button>
          ))}
        </div>
      </div>
      {history.data === undefined ? (
        history.isError ? (
          <FailureNote error={history.error} onRetry={() => void history.refetch()} />
        ) : (
          <HistorySkeleton />
        )
      ) : (
        <Charts history={history.data} isRunning={isRunning} />
      )}
    </section>
  );
}

function Charts({ history, isRunning }: { readonly history: History; readonly isRunning: boolean }): ReactNode {
  const { game, usage, limits } = history;
  if (!isRunning && game.unknownBecause !== undefined && usage.unknownBecause !== undefined)
    return <p className="card p-4 text-ink-2 sm:p-5">{text.notRunning}</p>;
  const to = Math.ceil(Date.parse(history.at) / 1_000);
  const span = { from: to - SPAN_SECONDS[history.range], to };
  const figure = game.figures.find(({ values }) => values.some((value) => value !== null));
  const peak = Math.max(0, ...game.players.map((count) => count ?? 0));
  const most = game.playersMax.findLast((max) => max !== null) ?? 0;
  // A full server fills the plot; a few players on a large one are still seen.
  const playersTop = Math.max(PLAYERS_TOP, peak * 1.5);
  return (
    <div className="grid gap-3 sm:grid-cols-2 sm:gap-4">
      {game.unknownBecause === undefined ? (
        <>
          <HealthStrip grid={game} health={game.health} {...span} />
          <Chart
            title={text.players}
            series={toSeries(game, game.players)}
            {...span}
            limit={playersTop}
            limitText={most > 0 ? overviewWords.playersNow.of(most) : undefined}
            measure={String}
            isStepped
            isWide={figure === undefined}
          />
          {figure === undefined ? null : (
            <Chart title={figure.title} series={toSeries(game, figure.values)} {...span} measure={measureOf(figure.unit)} />
          )}
        </>
      ) : (
        <NotKnown title={text.healthAndPlayers}>{game.unknownBecause}</NotKnown>
      )}
      {usage.unknownBecause === undefined ? (
        <>
          <Chart
            title={text.cpu}
            series={toSeries(usage, usage.cpuMilli)}
            {...span}
            limit={limits.cpuMilli}
            limitText={limits.cpuMilli === undefined ? undefined : text.ofLimit(cores(limits.cpuMilli))}
            measure={cores}
          />
          <Chart
            title={text.memory}
            series={toSeries(usage, usage.memoryBytes)}
            {...span}
            limit={limits.memoryBytes}
            limitText={limits.memoryBytes === undefined ? undefined : text.ofLimit(bytes(limits.memoryBytes))}
            measure={bytes}
          />
        </>
      ) : (
        <NotKnown title={text.cpuAndMemory}>{usage.unknownBecause}</NotKnown>
      )}
    </div>
  );
}

/** Why there is no curve, once and in a sentence. */
function NotKnown({ title, children }: { readonly title: string; readonly children: ReactNode }): ReactNode {
  return (
    <div className="card p-4 sm:col-span-2 sm:p-5">
      <h3 className="font-medium text-ink-2">{title}</h3>
      <p className="mt-1 text-ink-3">{children}</p>
    </div>
  );
}

function HistorySkeleton(): ReactNode {
  return (
    <div role="status" aria-label={words.loading} className="grid gap-3 sm:grid-cols-2 sm:gap-4">
      <Skeleton className="h-30 rounded-card sm:col-span-2" />
      <Skeleton className="h-56 rounded-card" />
      <Skeleton className="h-56 rounded-card" />
      <Skeleton className="h-56 rounded-card" />
      <Skeleton className="h-56 rounded-card" />
    </div>
  );
}
