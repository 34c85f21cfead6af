import { useMutation } from '@tanstack/react-query';
import { Megaphone } from 'lucide-react';
import { useState, type ReactNode } from 'react';
import { answered, api } from '../../api/client.ts';
import { failureOf } from '../../api/failure.ts';
import type { Place } from '../../api/types.ts';
import { Button } from '../../parts/button.tsx';
import { Field, TextInput } from '../../parts/field.tsx';
import { say } from '../../parts/messages.ts';
import { playersWords } from '../../words/players.ts';

const text = playersWords.announce;
const LONGEST = 200;

/** A message to everybody who is on. */
export function AnnounceForm({ place }: { readonly place: Place }): ReactNode {
  const [message, setMessage] = useState('');
  const announce = useMutation({
    mutationFn: () =>
      answered(
        api.POST('/api/v1/servers/{namespace}/{name}/announce', { params: { path: { ...place } }, body: { message: message.trim() } }),
      ),
    onSuccess: () => {
      setMessage('');
      say(text.said);
    },
  });
  return (
    <form
      className="card p-4 sm:p-5"
      onSubmit={(event) => {
        event.preventDefault();
        if (message.trim() !== '') announce.mutate();
      }}
    >
      <Field label={text.title} hint={text.hint} problem={announce.isError ? failureOf(announce.error).message : undefined}>
        {(ids) => (
          <div className="flex gap-2">
            <TextInput
              {...ids}
              maxLength={LONGEST}
              value={message}
              autoComplete="off"
              placeholder={text.placeholder}
              onChange={(event) => setMessage(event.target.value)}
            />
            <Button
              type="submit"
              look="primary"
              isBusy={announce.isPending}
              disabled={message.trim() === ''}
              icon={<Megaphone aria-hidden className="size-4 max-sm:hidden" />}
            >
              {text.go}
            </Button>
          </div>
        )}
      </Field>
    </form>
  );
}
