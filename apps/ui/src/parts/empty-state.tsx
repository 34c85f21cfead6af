import type { ReactNode } from 'react';

/** Nothing is here yet: what will be, and how to begin. */
export function EmptyState({
  icon,
  title,
  children,
  actions,
  isPage = false,
}: {
  readonly icon: ReactNode;
  readonly title: string;
  readonly children?: ReactNode;
  readonly actions?: ReactNode;
  /** The page has nothing else, so this is its heading. */
  readonly isPage?: boolean;
}): ReactNode {
  const Heading = isPage ? 'h1' : 'h2';
  return (
    <div className="flex flex-col items-center gap-3 px-6 py-16 text-center">
      <div aria-hidden className="flex size-14 items-center justify-center rounded-2xl bg-sunken text-ink-3 [&_svg]:size-7">
        {icon}
      </div>
      <Heading className="text-lg font-semibold">{title}</Heading>
      {children === undefined ? null : <p className="max-w-prose text-ink-2">{children}</p>}
      {actions === undefined ? null : <div className="mt-2 flex flex-wrap justify-center gap-2">{actions}</div>}
    </div>
  );
}
