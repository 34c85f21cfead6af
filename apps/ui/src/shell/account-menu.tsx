import { UserRound } from 'lucide-react';
import { lazy, Suspense, useState, type ReactNode } from 'react';
import { words } from '../words/index.ts';
import { accountButton } from './account-button.ts';

const OpenMenu = lazy(async () => ({ default: (await import('./account-menu-open.tsx')).AccountMenuOpen }));

/** Who is signed in, how the pages look, and the way out. The menu's code comes when it is opened. */
export function AccountMenu(): ReactNode {
  const [isWanted, setWanted] = useState(false);
  const button = (
    <button
      type="button"
      aria-label={words.shell.account}
      aria-haspopup="menu"
      title={words.shell.account}
      className={accountButton}
      onClick={() => setWanted(true)}
    >
      <UserRound aria-hidden className="size-5" />
    </button>
  );
  return isWanted ? (
    <Suspense fallback={button}>
      <OpenMenu />
    </Suspense>
  ) : (
    button
  );
}
