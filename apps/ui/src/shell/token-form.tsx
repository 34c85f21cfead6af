import { useMutation } from '@tanstack/react-query';
import { useState, type ReactNode } from 'react';
import { answered, api } from '../api/client.ts';
import { failureOf } from '../api/failure.ts';
import type { Session } from '../api/types.ts';
import { Button } from '../parts/button.tsx';
import { Field, TextInput } from '../parts/field.tsx';
import { words } from '../words/index.ts';

/** Signs in with a token that somebody pastes. */
export function TokenForm({
  lead,
  onSignedIn,
}: {
  readonly lead: string | undefined;
  readonly onSignedIn: (session: Session) => void;
}): ReactNode {
  const text = words.shell.signIn;
  const [token, setToken] = useState('');
  const signIn = useMutation({
    mutationFn: () => answered(api.POST('/api/session', { body: { token: token.trim() } })),
    onSuccess: onSignedIn,
  });
  return (
    <form
      className="card space-y-5 p-6"
      onSubmit={(event) => {
        event.preventDefault();
        if (token.trim() !== '') signIn.mutate();
      }}
    >
      {lead === undefined ? null : <p className="text-ink-2">{lead}</p>}
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
      <Button look={lead === undefined ? 'plain' : 'primary'} type="submit" isBusy={signIn.isPending} className="w-full">
        {lead === undefined ? text.goWithToken : text.go}
      </Button>
    </form>
  );
}
