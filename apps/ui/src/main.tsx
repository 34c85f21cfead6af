import { QueryClient, QueryClientProvider } from '@tanstack/react-query';
import { StrictMode } from 'react';
import { createRoot } from 'react-dom/client';
import { RouterProvider } from 'react-router/dom';
import { failureOf } from './api/failure.ts';
import { createRouter } from './routes.tsx';
import { watchForNewRelease } from './shell/new-release.ts';
import './style.css';

/** A refusal stays a refusal; what may pass is tried again twice. */
const queries = new QueryClient({
  defaultOptions: {
    queries: {
      staleTime: 30_000,
      refetchOnWindowFocus: false,
      networkMode: 'always',
      retry: (count, error) => count < 2 && (failureOf(error).status === 0 || failureOf(error).status >= 500),
    },
    mutations: { networkMode: 'always' },
  },
});

watchForNewRelease();
const root = document.getElementById('app');
if (root === null) throw new Error('the page has no place for the app');
createRoot(root).render(
  <StrictMode>
    <QueryClientProvider client={queries}>
      <RouterProvider router={createRouter()} />
    </QueryClientProvider>
  </StrictMode>,
);
