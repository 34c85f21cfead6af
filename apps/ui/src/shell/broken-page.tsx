import { Bug } from 'lucide-react';
import type { ReactNode } from 'react';
import { Button } from '../parts/button.tsx';
import { EmptyState } from '../parts/empty-state.tsx';
import { useTitle } from '../parts/page-title.tsx';
import { words } from '../words/index.ts';

/** What is shown when a page of ours broke: an honest sentence and the way on. */
export function BrokenPage(): ReactNode {
  useTitle(words.errors.pageBroke);
  return (
    <EmptyState
      isPage
      icon={<Bug />}
      title={words.errors.pageBroke}
      actions={
        <Button look="primary" onClick={() => window.location.reload()}>
          {words.errors.reload}
        </Button>
      }
    >
      {words.errors.pageBrokeHint}
    </EmptyState>
  );
}
