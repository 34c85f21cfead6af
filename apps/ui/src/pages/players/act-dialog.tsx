import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useState, type ReactNode } from 'react';
import { answered, api } from '../../api/client.ts';
import type { Place } from '../../api/types.ts';
import { Button } from '../../parts/button.tsx';
import { Dialog } from '../../parts/dialog.tsx';
import { FailureNote } from '../../parts/failure-note.tsx';
import { Field, TextInput } from '../../parts/field.tsx';
import { Notice } from '../../parts/notice.tsx';
import { say } from '../../parts/messages.ts';
import { words } from '../../words/index.ts';
import { playersWords } from '../../words/players.ts';
import { isSevere, takesReason, type Act } from './acts.ts';
import { playerListsQuery, playersQuery } from './queries.ts';

const text = playersWords;
const LONGEST = 200;

/** An act on a player that waits for a yes. */
export interface PlannedAct {
  readonly act: Act;
  readonly player: string;
}

/** Says what an act does before it is done, and afterwards what the game said to it. */
export function ActDialog({
  place,
  planned,
  onClose,
}: {
  readonly place: Place;
  readonly planned: PlannedAct | undefined;
  readonly onClose: () => void;
}): ReactNode {
  // Stays what it was while the dialog fades away.
  const [shown, setShown] = useState(planned);
  if (planned !== undefined && planned !== shown) setShown(planned);
  if (shown === undefined) return null;
  return <Ask key={`${shown.act} ${shown.player}`} place={place} planned={shown} isOpen={planned !== undefined} onClose={onClose} />;
}

function Ask({
  place,
  planned: { act, player },
  isOpen,
  onClose,
}: {
  readonly place: Place;
  readonly planned: PlannedAct;
  readonly isOpen: boolean;
  readonly onClose: () => void;
}): ReactNode {
  const queries = useQueryClient();
  const [line, setLine] = useState('');
  const [isMissing, setMissing] = useState(false);
  const isMessage = act === 'message';
  const { title, means, go } = text.acts[act];
  const run = useMutation({
    mutationFn: () =>
      answered(
        api.POST('/api/v1/servers/{namespace}/{name}/players/{act}', {
          params: { path: { ...place, act } },
          body: { player, ...(line.trim() !== '' && (isMessage ? { text: line.trim() } : { reason: line.trim() })) },
        }),
      ),
    onSuccess: (result) => {
      void queries.invalidateQueries({ queryKey: playersQuery(place).queryKey });
      void queries.invalidateQueries({ queryKey: playerListsQuery(place, true).queryKey });
      if (!result.done) return;
      close();
      say(result.message === '' ? text.doneWithout : result.message);
    },
  });
  function close(): void {
    onClose();
    setLine('');
    setMissing(false);
    run.reset();
  }
  function submit(): void {
    if (isMessage && line.trim() === '') return setMissing(true);
    run.mutate();
  }
  return (
    <Dialog
      isOpen={isOpen}
      onClose={close}
      title={title(player)}
      actions={
        <>
          <Button onClick={close}>{words.cancel}</Button>
          <Button look={isSevere(act) ? 'danger' : 'primary'} isBusy={run.isPending} onClick={submit}>
            {go}
          </Button>
        </>
      }
    >
      <form
        className="space-y-4"
        onSubmit={(event) => {
          event.preventDefault();
          submit();
        }}
      >
        <p>{means}</p>
        {isMessage || takesReason(act) ? (
          <Field
            label={<span className="text-ink">{isMessage ? text.message : text.reason}</span>}
            hint={isMessage ? undefined : text.reasonHint}
            problem={isMissing ? text.messageMissing : undefined}
          >
            {(ids) => (
              <TextInput
                {...ids}
                maxLength={LONGEST}
                value={line}
                autoComplete="off"
                onChange={(event) => {
                  setLine(event.target.value);
                  setMissing(false);
                }}
              />
            )}
          </Field>
        ) : null}
        {run.data?.done === false ? (
          <Notice tone="warn" role="alert" title={text.notDone}>
            {run.data.message}
          </Notice>
        ) : null}
        {run.isError ? <FailureNote error={run.error} /> : null}
      </form>
    </Dialog>
  );
}
