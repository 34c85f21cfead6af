import { Bot, Globe, SquareTerminal, Waypoints } from 'lucide-react';
import type { ReactNode } from 'react';
import { Link } from 'react-router';
import type { Activity } from '../../api/types.ts';
import { StatePill } from '../../parts/state-pill.tsx';
import { TimeText } from '../../parts/time-text.tsx';
import { words } from '../../words/index.ts';

const text = words.activity;
const doors = { browser: Globe, api: Waypoints, kubernetes: SquareTerminal, operator: Bot };

/** Who did what, from which door, with the result; newest first. */
export function ActivityList({
  items,
  serverOf,
}: {
  readonly items: readonly Activity[];
  readonly serverOf?: (item: Activity) => { readonly name: string; readonly to: string } | undefined;
}): ReactNode {
  return (
    <ol className="card divide-y divide-line">
      {items.map((item) => {
        const Door = doors[item.door];
        const server = serverOf?.(item);
        return (
          <li key={`${item.at} ${item.code} ${item.what}`} className="flex gap-3 px-4 py-3 sm:px-5">
            <Door aria-hidden className="mt-1 size-4 shrink-0 text-ink-3" />
            <div className="min-w-0 grow">
              <p className="wrap-anywhere">
                {server === undefined ? null : (
                  <>
                    <Link to={server.to} className="font-semibold hover:underline">
                      {server.name}
                    </Link>{' '}
                  </>
                )}
                {item.what}
                {item.count === undefined || item.count < 2 ? '' : ` (${text.times(item.count)})`}
              </p>
              <p className="text-sm text-ink-3">
                {item.actor} · {text.doors[item.door]} · <TimeText at={item.at} />
              </p>
            </div>
            {item.result === 'ok' ? null : (
              <StatePill tone={item.result === 'trouble' ? 'bad' : 'busy'}>{text.results[item.result]}</StatePill>
            )}
          </li>
        );
      })}
    </ol>
  );
}
