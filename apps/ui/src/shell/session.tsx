import { useQuery, useQueryClient } from '@tanstack/react-query';
import { createContext, use, useState, type ReactNode } from 'react';
import { answered, api } from '../api/client.ts';
import { failureOf } from '../api/failure.ts';
import type { Session } from '../api/types.ts';
import { LiveProvider } from '../live/live.tsx';
import { FailureNote } from '../parts/failure-note.tsx';
import { noticeOf } from './sign-in-notice.ts';
import { SignInPage } from './sign-in-page.tsx';

interface SessionContextValue {
  readonly session: Session;
  signOut(): Promise<void>;
}
const SessionContext = createContext<SessionContextValue | undefined>(undefined);

/** Who is signed in. */
export function useSession(): SessionContextValue {
  const value = use(SessionContext);
  if (value === undefined) throw new Error('outside of SessionGate');
  return value;
}

/** Shows the pages to whoever is signed in, and the door to everybody else. The address stays, so signing in leads back to it. */
export function SessionGate({ children }: { readonly children: ReactNode }): ReactNode {
  const queries = useQueryClient();
  const [hasEnded, setEnded] = useState(false);
  const session = useQuery({
    queryKey: ['session'],
    queryFn: async ({ signal }): Promise<Session | null> => {
      try {
        return await answered(api.GET('/api/session', { signal }));
      } catch (error) {
        if (failureOf(error).status === 401) return null;
        throw error;
      }
    },
    staleTime: Infinity,
  });

  if (session.isPending) return null;
  if (session.isError)
    return (
      <main className="mx-auto max-w-lg p-6">
        <FailureNote error={session.error} onRetry={() => void session.refetch()} />
      </main>
    );
  if (session.data === null)
    return <SignInPage notice={noticeOf(window.location, hasEnded)} onSignedIn={(opened) => queries.setQueryData(['session'], opened)} />;

  const leave = (): void => {
    queries.setQueryData(['session'], null);
    queries.removeQueries({ predicate: ({ queryKey }) => queryKey[0] !== 'session' });
  };
  const value: SessionContextValue = {
    session: session.data,
    async signOut() {
      const rest = await answered<{ goTo?: string } | undefined>(api.DELETE('/api/session'));
      setEnded(false);
      leave();
      // Whoever signed in at a service is still known there.
      if (rest?.goTo !== undefined) window.location.assign(rest.goTo);
    },
  };
  return (
    <SessionContext value={value}>
      <LiveProvider
        onSignedOut={() => {
          setEnded(true);
          leave();
        }}
      >
        {children}
      </LiveProvider>
    </SessionContext>
  );
}
