import { lazy, Suspense, useSyncExternalStore, type ReactNode } from 'react';
import { isAnythingSaid, onFirstMessage } from './messages.ts';

const ToastList = lazy(async () => ({ default: (await import('./toast-list.tsx')).ToastList }));

/** Where passing messages appear. One for the whole page; its code comes with the first message. */
export function Toasts(): ReactNode {
  const isNeeded = useSyncExternalStore(onFirstMessage, isAnythingSaid);
  return isNeeded ? (
    <Suspense fallback={null}>
      <ToastList />
    </Suspense>
  ) : null;
}
