import { Layers } from 'lucide-react';
import type { ReactNode } from 'react';
import type { Server } from '../../api/types.ts';
import { LinkButton } from '../../parts/button.tsx';
import { overviewWords } from '../../words/overview.ts';

const text = overviewWords.staged;

/** Changes that wait for a restart, and what each of them is. */
export function StagedCard({ server }: { readonly server: Server }): ReactNode {
  const staged = server.status.staged ?? [];
  if (staged.length === 0) return null;
  const groups = Object.entries(Object.groupBy(staged, ({ message }) => message ?? '')).map(
    ([message, changes = []]) => [message, changes.map(({ title, path }) => title ?? path)] as const,
  );
  return (
    <section aria-labelledby="staged" className="card flex flex-wrap items-start gap-x-4 gap-y-3 p-4 sm:p-5">
      <Layers aria-hidden className="mt-0.5 size-5 shrink-0 text-accent" />
      <div className="min-w-0 grow basis-60">
        <h2 id="staged" className="font-semibold">
          {text.title(staged.length)}
        </h2>
        {groups.map(([message, titles]) => (
          <p key={message} className="mt-1 text-ink-2">
            <span className="text-ink">{titles.join(', ')}</span>
            {message === '' ? '' : `: ${message}`}
          </p>
        ))}
      </div>
      <LinkButton to="../settings" size="small" className="h-9">
        {text.review}
      </LinkButton>
    </section>
  );
}
