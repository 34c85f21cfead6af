import type { ReactNode } from 'react';
import { formatTime } from '../../time/format.ts';
import { overviewWords } from '../../words/overview.ts';
import { healthyPercent, healthRuns, type Grid, type HealthRun } from './series.ts';

const text = overviewWords.history;
type Health = NonNullable<HealthRun['health']>;

const fills: Record<Health, string> = {
  Healthy: 'fill-good',
  Starting: 'fill-busy',
  Degraded: 'fill-warn',
  Unknown: 'fill-warn',
  Unresponsive: 'fill-bad',
};
const dots: Record<Health, string> = {
  Healthy: 'bg-good',
  Starting: 'bg-busy',
  Degraded: 'bg-warn',
  Unknown: 'bg-warn',
  Unresponsive: 'bg-bad',
};

/** How the game was over time, as a band. Times nobody looked are left blank. */
export function HealthStrip({
  grid,
  health,
  from,
  to,
}: {
  readonly grid: Grid;
  readonly health: readonly (Health | null)[];
  readonly from: number;
  readonly to: number;
}): ReactNode {
  const percent = healthyPercent(health);
  // The point under way is no gap yet.
  const runs = healthRuns(grid, health.at(-1) === null ? health.slice(0, -1) : health).filter((run) => run.to > from);
  const seen = [...new Set(runs.flatMap((run) => (run.health === undefined ? [] : [run.health])))];
  const notable = runs.filter((run) => run.health !== 'Healthy' && run.health !== undefined);
  return (
    <figure className="card min-w-0 p-4 sm:col-span-2 sm:p-5">
      <div className="flex flex-wrap items-baseline justify-between gap-x-3">
        <h3 className="font-medium text-ink-2">{text.health}</h3>
        <ul className="flex flex-wrap gap-x-3 text-sm text-ink-2">
          {seen.map((state) => (
            <li key={state} className="flex items-center gap-1.5">
              <span aria-hidden className={`size-2 rounded-full ${dots[state]}`} />
              {text.healthLegend[state]}
            </li>
          ))}
        </ul>
      </div>
      {percent === undefined ? (
        <p className="mt-2 text-sm text-ink-3">{text.nothingYet}</p>
      ) : (
        <>
          <svg
            aria-hidden
            viewBox={`0 0 ${to - from} 10`}
            preserveAspectRatio="none"
            className="mt-3 h-3.5 w-full overflow-hidden rounded-full bg-sunken"
          >
            {runs.map((run) =>
              run.health === undefined ? null : (
                <rect
                  key={run.from}
                  x={Math.max(0, run.from - from)}
                  width={Math.min(run.to, to) - Math.max(run.from, from)}
                  y={0}
                  height={10}
                  className={fills[run.health]}
                />
              ),
            )}
          </svg>
          <figcaption className="mt-2 text-sm text-ink-3">
            {text.healthy(percent)}
            {notable.length === 0 ? null : (
              <span className="sr-only">
                {' '}
                {notable
                  .map((run) => text.run(text.healthLegend[run.health ?? 'none'], formatTime(run.from * 1_000), formatTime(run.to * 1_000)))
                  .join('; ')}
              </span>
            )}
          </figcaption>
        </>
      )}
    </figure>
  );
}
