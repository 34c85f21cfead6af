import { useQuery } from '@tanstack/react-query';
import { useState, type ReactNode } from 'react';
import { answered, api } from '../api/client.ts';
import type { Session, SignInWays } from '../api/types.ts';
import { LeaveButton } from '../parts/button.tsx';
import { Notice } from '../parts/notice.tsx';
import { useTitle } from '../parts/page-title.tsx';
import { words } from '../words/index.ts';
import { Mark } from './mark.tsx';
import { startAddress, type SignInNotice } from './sign-in-notice.ts';
import { TokenForm } from './token-form.tsx';

/** The door. */
export function SignInPage({
  notice,
  onSignedIn,
}: {
  /** Why one stands here, if that is worth saying. */
  readonly notice: SignInNotice | undefined;
  readonly onSignedIn: (session: Session) => void;
}): ReactNode {
  const text = words.shell.signIn;
  useTitle(text.title);
  const [wantsToken, setWantsToken] = useState(false);
  const ways = useQuery({
    queryKey: ['session', 'ways'],
    queryFn: async ({ signal }): Promise<SignInWays> => await answered(api.GET('/api/sign-in', { signal })),
    staleTime: Infinity,
  });
  if (ways.isPending) return null;
  const service = ways.data?.service;
  return (
    <main className="mx-auto flex min-h-dvh max-w-md flex-col justify-center gap-6 p-6">
      <div className="space-y-3">
        <Mark className="size-12" />
        <h1 className="text-2xl font-semibold">{words.product}</h1>
        <p className="text-ink-2">{text.promise}</p>
      </div>
      {notice === undefined ? null : (
        <Notice tone="warn" role="status">
          {text[notice]}
        </Notice>
      )}
      {service === undefined ? null : (
        <div className="card space-y-4 p-6">
          <p className="text-ink-2">{text.serviceLead(service.host)}</p>
          <LeaveButton look="primary" className="w-full" href={startAddress(service.start, window.location)}>
            {text.go}
          </LeaveButton>
        </div>
      )}
      {service === undefined || wantsToken ? (
        <TokenForm lead={service === undefined ? text.lead : undefined} onSignedIn={onSignedIn} />
      ) : (
        <button
          type="button"
          className="min-h-9 self-start rounded-md text-sm font-medium text-accent hover:underline"
          onClick={() => setWantsToken(true)}
        >
          {text.tokenInstead}
        </button>
      )}
    </main>
  );
}
