import { Compass } from 'lucide-react';
import type { ReactNode } from 'react';
import { LinkButton } from '../parts/button.tsx';
import { EmptyState } from '../parts/empty-state.tsx';
import { useTitle } from '../parts/page-title.tsx';
import { words } from '../words/index.ts';

/** Nothing is at this address, or not any more. */
export function NotFoundPage(): ReactNode {
  useTitle(words.errors.notFound);
  return (
    <EmptyState
      isPage
      icon={<Compass />}
      title={words.errors.notFound}
      actions={
        <LinkButton look="primary" to="/servers">
          {words.errors.toServers}
        </LinkButton>
      }
    >
      {words.errors.notFoundHint}
    </EmptyState>
  );
}
