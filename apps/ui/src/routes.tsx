import { createBrowserRouter, Navigate, Outlet, type RouteObject } from 'react-router';
import type { ComponentType, ReactNode } from 'react';
import { BrokenPage } from './shell/broken-page.tsx';
import { NotFoundPage } from './shell/not-found-page.tsx';
import { SessionGate } from './shell/session.tsx';
import { Shell } from './shell/shell.tsx';

/** A page whose code comes when it is wanted. */
function page(path: string, load: () => Promise<ComponentType>): RouteObject {
  return { path, lazy: async () => ({ Component: await load() }) };
}

/** Every address of the app. A page opened by its link shows the same state. */
const routes: RouteObject[] = [
  {
    element: <Door />,
    errorElement: <BrokenPage />,
    hydrateFallbackElement: <></>,
    children: [
      {
        element: <Shell />,
        children: [
          {
            errorElement: <BrokenPage />,
            children: [
              { index: true, element: <Navigate to="/servers" replace /> },
              { path: 'sign-in/:code', element: <Navigate to="/servers" replace /> },
              page('marketplace', async () => (await import('./pages/marketplace/marketplace-page.tsx')).MarketplacePage),
              page('marketplace/:game', async () => (await import('./pages/order/order-page.tsx')).OrderPage),
              page('servers', async () => (await import('./pages/servers/servers-page.tsx')).ServersPage),
              {
                path: 'servers/:namespace/:name',
                lazy: async () => ({ Component: (await import('./pages/server/server-page.tsx')).ServerPage }),
                children: [
                  { index: true, element: <Navigate to="overview" replace /> },
                  page('overview', async () => (await import('./pages/overview/overview-page.tsx')).OverviewPage),
                  page('console', async () => (await import('./pages/console/console-page.tsx')).ConsolePage),
                  page('players', async () => (await import('./pages/players/players-page.tsx')).PlayersPage),
                  page('settings', async () => (await import('./pages/settings/settings-page.tsx')).SettingsPage),
                  page('operations', async () => (await import('./pages/operations/operations-page.tsx')).OperationsPage),
                  page('activity', async () => (await import('./pages/activity/server-activity-page.tsx')).ServerActivityPage),
                  page('danger', async () => (await import('./pages/danger/danger-page.tsx')).DangerPage),
                ],
              },
              page('activity', async () => (await import('./pages/activity/activity-page.tsx')).ActivityPage),
              { path: '*', element: <NotFoundPage /> },
            ],
          },
        ],
      },
    ],
  },
];

function Door(): ReactNode {
  return (
    <SessionGate>
      <Outlet />
    </SessionGate>
  );
}

/** The router of the page. */
export function createRouter(): ReturnType<typeof createBrowserRouter> {
  return createBrowserRouter(routes);
}
