import { UserRound } from 'lucide-react';
import type { ReactNode } from 'react';
import { Menu } from '../parts/menu.tsx';
import { sayFailure } from '../parts/messages.ts';
import { words } from '../words/index.ts';
import { accountButton } from './account-button.ts';
import { useSession } from './session.tsx';
import { chooseTheme, useTheme } from './theme.ts';

/** The menu of the account, open at first. */
export function AccountMenuOpen(): ReactNode {
  const { session, signOut } = useSession();
  const theme = useTheme();
  return (
    <Menu
      label={words.shell.account}
      trigger={<UserRound aria-hidden className="size-5" />}
      triggerClass={accountButton}
      isOpenAtFirst
      header={
        <>
          {words.shell.signedInAs} <strong className="font-semibold text-ink">{session.user}</strong>
        </>
      }
      entries={[
        ...(['system', 'light', 'dark'] as const).map((choice) => ({
          label: words.shell.theme[choice],
          isChosen: theme === choice,
          onSelect: () => chooseTheme(choice),
        })),
        { label: words.shell.signOut, onSelect: () => void signOut().catch(sayFailure) },
      ]}
    />
  );
}
