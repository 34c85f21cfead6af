import type { ReactNode } from 'react';

/** Holds the place of something that is on its way, in its size, so that nothing jumps. */
export function Skeleton({ className }: { readonly className: string }): ReactNode {
  return <div aria-hidden data-loading className={`animate-pulse-soft rounded-md bg-sunken ${className}`} />;
}
