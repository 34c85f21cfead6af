import { useEffect, type ReactNode } from 'react';
import { words } from '../words/index.ts';

/** Names the page in the tab and in the history. */
export function useTitle(...parts: readonly (string | undefined)[]): void {
  const title = [...parts.filter((part) => part !== undefined && part !== ''), words.product].join(' · ');
  useEffect(() => {
    document.title = title;
  }, [title]);
}

/** Head of a page: its name, one line, and what can be done here. */
export function PageHead({
  title,
  children,
  actions,
}: {
  readonly title: string;
  readonly children?: ReactNode;
  readonly actions?: ReactNode;
}): ReactNode {
  useTitle(title);
  return (
    <header className="mb-6 flex flex-wrap items-end justify-between gap-x-6 gap-y-3">
      <div className="min-w-0">
        <h1 className="text-2xl font-semibold">{title}</h1>
        {children === undefined ? null : <p className="mt-1 text-ink-2">{children}</p>}
      </div>
      {actions === undefined ? null : <div className="flex flex-wrap gap-2">{actions}</div>}
    </header>
  );
}
