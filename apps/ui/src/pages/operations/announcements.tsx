import { Megaphone } from 'lucide-react';
import type { ReactNode } from 'react';
import type { Operation } from '../../api/types.ts';
import { TimeText } from '../../parts/time-text.tsx';
import { formatDuration } from '../../time/format.ts';
import { words } from '../../words/index.ts';

/** What players were told, with the true time that was left. */
export function Announcements({ operation }: { readonly operation: Operation }): ReactNode {
  const announced = operation.status.announced ?? [];
  if (announced.length === 0) return null;
  return (
    <div>
      <h3 className="mb-2 text-sm font-semibold text-ink-2">{words.operations.announced}</h3>
      <ul className="space-y-2.5">
        {announced.map(({ at, secondsBefore, delivered }) => (
          <li key={`${at} ${secondsBefore}`} className="flex gap-3">
            <Megaphone aria-hidden className={`mt-1 size-4 shrink-0 ${delivered ? 'text-ink-3' : 'text-warn'}`} />
            <span>
              {words.operations.announcedLine(formatDuration(secondsBefore * 1000), delivered)}
              <span className="ml-2 text-sm text-ink-3">
                <TimeText at={at} />
              </span>
            </span>
          </li>
        ))}
      </ul>
    </div>
  );
}
