import { useMutation } from '@tanstack/react-query';
import { useState, type ReactNode } from 'react';
import { answered, api } from '../../api/client.ts';
import { failureOf } from '../../api/failure.ts';
import type { Place } from '../../api/types.ts';
import { Button } from '../../parts/button.tsx';
import { Dialog } from '../../parts/dialog.tsx';
import { FailureNote } from '../../parts/failure-note.tsx';
import { Choice, Field, TextInput } from '../../parts/field.tsx';
import { Switch } from '../../parts/switch.tsx';
import { say } from '../../parts/messages.ts';
import { words } from '../../words/index.ts';

const text = words.server.restartDialog;
const DEADLINES = [1, 4, 12, 24];

/** Asks how to restart: why, and whether to wait for an empty server. */
export function RestartDialog({
  isOpen,
  onClose,
  place,
}: {
  readonly isOpen: boolean;
  readonly onClose: () => void;
  readonly place: Place;
}): ReactNode {
  const [cause, setCause] = useState('');
  const [waits, setWaits] = useState(false);
  const [hours, setHours] = useState(4);
  const restart = useMutation({
    mutationFn: () =>
      answered(
        api.POST('/api/v1/servers/{namespace}/{name}/restart', {
          params: { path: { ...place } },
          body: { ...(cause.trim() !== '' && { cause: cause.trim() }), ...(waits && { onlyWhenEmpty: { deadline: `${hours}h` } }) },
        }),
      ),
    onSuccess: () => {
      onClose();
      setCause('');
      say(words.server.restarting);
    },
  });
  return (
    <Dialog
      isOpen={isOpen}
      onClose={onClose}
      title={text.title}
      actions={
        <>
          <Button onClick={onClose}>{words.cancel}</Button>
          <Button look="primary" isBusy={restart.isPending} onClick={() => restart.mutate()}>
            {text.go}
          </Button>
        </>
      }
    >
      <div className="space-y-4">
        <p>{text.lead}</p>
        <Field
          label={<span className="text-ink">{text.cause}</span>}
          hint={text.causeHint}
          problem={restart.isError ? failureOf(restart.error).problems.find(({ path }) => path === 'cause')?.message : undefined}
        >
          {(ids) => <TextInput {...ids} maxLength={200} value={cause} onChange={(event) => setCause(event.target.value)} />}
        </Field>
        <div className="flex flex-wrap items-center gap-x-4 gap-y-2">
          <span className="flex items-center gap-3 text-ink">
            <Switch isOn={waits} onChange={setWaits} aria-labelledby="restart-waits" />
            <span id="restart-waits">{text.onlyWhenEmpty}</span>
          </span>
          {waits ? (
            <label className="flex items-center gap-2">
              {text.deadline}
              <Choice className="w-auto!" value={hours} onChange={(event) => setHours(Number(event.target.value))}>
                {DEADLINES.map((choice) => (
                  <option key={choice} value={choice}>
                    {text.hours(choice)}
                  </option>
                ))}
              </Choice>
            </label>
          ) : null}
        </div>
        {restart.isError ? <FailureNote error={restart.error} /> : null}
      </div>
    </Dialog>
  );
}
