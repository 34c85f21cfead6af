import { useMutation } from '@tanstack/react-query';
import { useState, type ReactNode } from 'react';
import { answered, api } from '../api/client.ts';
import { failureOf } from '../api/failure.ts';
import type { Session } from '../api/types.ts';
import { Button } from '../parts/button.tsx';
import { Field, TextInput } from '../parts/field.tsx';
import { Notice } from '../parts/notice.tsx';
import { useTitle } from '../parts/page-title.tsx';
import { words } from '../words/index.ts';
import { Mark } from './mark.tsx';

/** The door. */
export function SignInPage({
  notice,
  onSignedIn,
}: {
  /** Why one stands here: the session has ended, or the link was used before. */
  readonly notice: 'ended' | 'spent' | undefined;
  readonly onSignedIn: (session: Session) => void;
}): ReactNode {
  const text = words.shell.signIn;
  useTitle(text.title);
  const [token, setToken] = useState('');
  const signIn = useMutation({
    mutationFn: () => answered(api.POST('/api/session', { body: { token: token.trim() } })),
    onSuccess: onSignedIn,
  });
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
      <form
        className="card space-y-5 p-6"
        onSubmit={(event) => {
          event.preventDefault();
          if (token.trim() !== '') signIn.mutate();
        }}
      >
        <p className="text-ink-2">{text.lead}</p>
        <Field label={text.token} hint={text.tokenHint} problem={signIn.isError ? failureOf(signIn.error).message : undefined}>
          {(ids) => (
            <TextInput
              {...ids}
              type="password"
              name="token"
              autoComplete="current-password"
              required
              value={token}
              onChange={(event) => setToken(event.target.value)}
            />
          )}
        </Field>
        <Button look="primary" type="submit" isBusy={signIn.isPending} className="w-full">
          {text.go}
        </Button>
      </form>
    </main>
  );
}
