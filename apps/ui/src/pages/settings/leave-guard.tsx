import { useEffect, type ReactNode } from 'react';
import { useBlocker } from 'react-router';
import { Button } from '../../parts/button.tsx';
import { Dialog } from '../../parts/dialog.tsx';
import { settingsWords } from '../../words/settings.ts';

const text = settingsWords.leave;

/** Asks before changes that were not applied are lost: by going elsewhere, by closing the tab, by reloading. */
export function LeaveGuard({ changes }: { readonly changes: number }): ReactNode {
  const blocker = useBlocker(({ currentLocation, nextLocation }) => changes > 0 && currentLocation.pathname !== nextLocation.pathname);
  useEffect(() => {
    if (changes === 0) return undefined;
    const ask = (event: BeforeUnloadEvent): void => event.preventDefault();
    window.addEventListener('beforeunload', ask);
    return () => window.removeEventListener('beforeunload', ask);
  }, [changes]);
  const stay = (): void => blocker.reset?.();
  return (
    <Dialog
      isOpen={blocker.state === 'blocked'}
      onClose={stay}
      title={text.title}
      actions={
        <>
          <Button onClick={() => blocker.proceed?.()}>{text.go}</Button>
          <Button look="primary" onClick={stay}>
            {text.stay}
          </Button>
        </>
      }
    >
      {text.text(changes)}
    </Dialog>
  );
}
