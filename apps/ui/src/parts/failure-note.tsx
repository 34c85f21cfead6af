import type { ReactNode } from 'react';
import { failureOf } from '../api/failure.ts';
import { words } from '../words/index.ts';
import { Button } from './button.tsx';
import { Notice } from './notice.tsx';

/** Why something could not be shown or done, in the API's own sentence. */
export function FailureNote({
  error,
  onRetry,
  title,
}: {
  readonly error: unknown;
  readonly onRetry?: () => void;
  readonly title?: string;
}): ReactNode {
  const failure = failureOf(error);
  return (
    <Notice
      tone="bad"
      role="alert"
      title={title ?? words.errors.title}
      actions={
        onRetry === undefined ? undefined : (
          <Button size="small" onClick={onRetry}>
            {words.retry}
          </Button>
        )
      }
    >
      {failure.message}
    </Notice>
  );
}
