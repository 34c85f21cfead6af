import { Activity, LayoutGrid, Search, Server, WifiOff } from 'lucide-react';
import { lazy, Suspense, useEffect, useState, type ReactNode } from 'react';
import { Link, NavLink, Outlet, useLocation } from 'react-router';
import { useLiveState } from '../live/live.tsx';
import { Skeleton } from '../parts/skeleton.tsx';
import { Toasts } from '../parts/toasts.tsx';
import { words } from '../words/index.ts';
import { AccountMenu } from './account-menu.tsx';
import { Mark } from './mark.tsx';

const CommandPalette = lazy(async () => ({ default: (await import('./command-palette.tsx')).CommandPalette }));

const places = [
  { to: '/servers', label: words.shell.servers, icon: Server },
  { to: '/marketplace', label: words.shell.marketplace, icon: LayoutGrid },
  { to: '/activity', label: words.shell.activity, icon: Activity },
] as const;

/** What stands around every page: where one can go, who one is, and whether what is shown is live. */
export function Shell(): ReactNode {
  const [isPaletteOpen, setPaletteOpen] = useState(false);
  const { pathname } = useLocation();
  useEffect(() => {
    const onKey = (event: KeyboardEvent): void => {
      if (event.key.toLowerCase() !== 'k' || !(event.ctrlKey || event.metaKey)) return;
      event.preventDefault();
      setPaletteOpen((isOpen) => !isOpen);
    };
    window.addEventListener('keydown', onKey);
    return () => window.removeEventListener('keydown', onKey);
  }, []);
  useEffect(() => {
    // Never as the effect's result: newer browsers answer with a promise.
    window.scrollTo(0, 0);
  }, [pathname]);

  return (
    <div className="flex min-h-dvh flex-col pb-16 sm:pb-0">
      <a
        href="#content"
        className="sr-only rounded-tile bg-ink px-4 py-2 text-on-ink focus:not-sr-only focus:fixed focus:top-2 focus:left-2 focus:z-50"
      >
        {words.shell.skip}
      </a>
      <header className="sticky top-0 z-30 border-b border-line bg-surface/90 backdrop-blur">
        <div className="mx-auto flex h-14 max-w-6xl items-center gap-2 px-4 sm:gap-6 sm:px-6">
          <Link to="/servers" className="flex items-center gap-2.5 font-semibold">
            <Mark className="size-7" />
            <span>{words.product}</span>
          </Link>
          <nav aria-label={words.shell.navigation} className="hidden gap-1 sm:flex">
            {places.map(({ to, label }) => (
              <NavLink
                key={to}
                to={to}
                className={({ isActive }) =>
                  `inline-flex h-9 items-center rounded-tile px-3 font-medium transition-colors hover:bg-hover ${isActive ? 'bg-sunken text-ink' : 'text-ink-2'}`
                }
              >
                {label}
              </NavLink>
            ))}
          </nav>
          <div className="ml-auto flex items-center gap-1">
            <button
              type="button"
              title={words.shell.palette.open}
              aria-keyshortcuts="Control+K"
              onClick={() => setPaletteOpen(true)}
              className="inline-flex h-9 items-center gap-2 rounded-tile px-2.5 text-ink-2 hover:bg-hover sm:border sm:border-line sm:pr-2"
            >
              <Search aria-hidden className="size-4" />
              <span className="sr-only text-sm sm:not-sr-only">{words.search}</span>
              <kbd aria-hidden className="hidden rounded bg-sunken px-1.5 font-sans text-xs text-ink-2 sm:inline">
                Ctrl K
              </kbd>
            </button>
            <AccountMenu />
          </div>
        </div>
      </header>
      <LiveBar />
      <main id="content" tabIndex={-1} className="mx-auto w-full max-w-6xl grow px-4 py-6 outline-none sm:px-6 sm:py-8">
        <Suspense fallback={<PageSkeleton />}>
          <Outlet />
        </Suspense>
      </main>
      <nav
        aria-label={words.shell.navigation}
        className="fixed inset-x-0 bottom-0 z-30 grid grid-cols-3 border-t border-line bg-surface pb-[env(safe-area-inset-bottom)] sm:hidden"
      >
        {places.map(({ to, label, icon: Icon }) => (
          <NavLink
            key={to}
            to={to}
            className={({ isActive }) =>
              `flex h-14 flex-col items-center justify-center gap-0.5 text-xs font-medium ${isActive ? 'text-accent' : 'text-ink-2'}`
            }
          >
            <Icon aria-hidden className="size-5" />
            {label}
          </NavLink>
        ))}
      </nav>
      {isPaletteOpen ? (
        <Suspense fallback={null}>
          <CommandPalette onClose={() => setPaletteOpen(false)} />
        </Suspense>
      ) : null}
      <Toasts />
    </div>
  );
}

function LiveBar(): ReactNode {
  const state = useLiveState();
  return (
    <div role="status" className="sticky top-14 z-20">
      {state === 'offline' ? (
        <p className="flex items-center justify-center gap-2 bg-warn-soft px-4 py-2 text-center text-sm font-medium text-warn">
          <WifiOff aria-hidden className="size-4 shrink-0" />
          {words.shell.live.offline}
        </p>
      ) : null}
    </div>
  );
}

function PageSkeleton(): ReactNode {
  return (
    <div className="space-y-4" aria-label={words.loading} role="status">
      <Skeleton className="h-8 w-56" />
      <Skeleton className="h-40 w-full" />
    </div>
  );
}
