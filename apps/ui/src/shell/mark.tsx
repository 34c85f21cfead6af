import type { ReactNode } from 'react';

/** The mark of the edition: servers, each with what is on. */
export function Mark({ className = 'size-8' }: { readonly className?: string }): ReactNode {
  return <img src="/icon.svg" alt="" width={32} height={32} className={className} />;
}
