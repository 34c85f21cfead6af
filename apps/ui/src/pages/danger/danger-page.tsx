import { keepPreviousData, useMutation, useQuery } from '@tanstack/react-query';
import { Check, Trash2, X } from 'lucide-react';
import { useState, type ReactNode } from 'react';
import { useNavigate } from 'react-router';
import { answered, api } from '../../api/client.ts';
import { Button } from '../../parts/button.tsx';
import { Dialog } from '../../parts/dialog.tsx';
import { FailureNote } from '../../parts/failure-note.tsx';
import { Field, TextInput } from '../../parts/field.tsx';
import { Notice } from '../../parts/notice.tsx';
import { Skeleton } from '../../parts/skeleton.tsx';
import { Switch } from '../../parts/switch.tsx';
import { say } from '../../parts/messages.ts';
import { words } from '../../words/index.ts';
import { useServerPage } from '../server/server-context.ts';

const text = words.danger;

/** Deletion, with what goes and what stays spelled out by whoever will do it. */
export function DangerPage(): ReactNode {
  const { place, summary, server } = useServerPage();
  const [isAsking, setAsking] = useState(false);
  const [wish, setWish] = useState<boolean>();
  const keepsWorld = wish ?? server.spec.storage?.whenDeleted === 'Retain';
  const meaning = useQuery({
    queryKey: ['removal', place.namespace, place.name, summary.uid, keepsWorld],
    placeholderData: keepPreviousData,
    queryFn: ({ signal }) =>
      answered(
        api.DELETE('/api/v1/servers/{namespace}/{name}', {
          params: { path: { ...place }, query: { dryRun: 'true', keepWorld: `${keepsWorld}` } },
          signal,
        }),
      ),
  });
  if (summary.deleting) return <Notice tone="busy">{text.already}</Notice>;
  return (
    <section className="card border-bad/40 p-5 sm:p-6">
      <h2 className="text-lg font-semibold">{text.title}</h2>
      <p className="mt-1 text-ink-2">{text.lead}</p>
      {meaning.isError ? (
        <div className="mt-4">
          <FailureNote error={meaning.error} onRetry={() => void meaning.refetch()} />
        </div>
      ) : meaning.data === undefined ? (
        <Skeleton className="mt-4 h-44 w-full" />
      ) : (
        <div className="mt-4 grid gap-6 sm:grid-cols-2">
          <What items={meaning.data.goes} icon={<X aria-hidden className="mt-0.5 size-4 shrink-0 text-bad" />} />
          <div>
            <p className="mb-2 text-ink-2">{text.keptLead}</p>
            <What items={meaning.data.kept} icon={<Check aria-hidden className="mt-0.5 size-4 shrink-0 text-good" />} />
          </div>
        </div>
      )}
      <div className="mt-6 flex items-start gap-3">
        <Switch isOn={keepsWorld} onChange={setWish} aria-labelledby="keep-world" aria-describedby="keep-world-hint" />
        <div>
          <p id="keep-world" className="font-medium">
            {text.keepWorld}
          </p>
          <p id="keep-world-hint" className="text-sm text-ink-2">
            {meaning.data?.world.what ?? text.keepWorldHint}
          </p>
        </div>
      </div>
      <Button
        look="danger"
        className="mt-6"
        disabled={meaning.data === undefined}
        icon={<Trash2 aria-hidden className="size-4" />}
        onClick={() => setAsking(true)}
      >
        {text.open}
      </Button>
      {isAsking ? <DeleteDialog keepsWorld={keepsWorld} onClose={() => setAsking(false)} /> : null}
    </section>
  );
}

function What({ items, icon }: { readonly items: readonly string[]; readonly icon: ReactNode }): ReactNode {
  return (
    <ul className="space-y-2">
      {items.map((item) => (
        <li key={item} className="flex gap-2.5">
          {icon}
          <span className="min-w-0 wrap-anywhere">{item}</span>
        </li>
      ))}
    </ul>
  );
}

function DeleteDialog({ keepsWorld, onClose }: { readonly keepsWorld: boolean; readonly onClose: () => void }): ReactNode {
  const { place } = useServerPage();
  const [typed, setTyped] = useState('');
  const navigate = useNavigate();
  const remove = useMutation({
    mutationFn: () =>
      answered(api.DELETE('/api/v1/servers/{namespace}/{name}', { params: { path: { ...place }, query: { keepWorld: `${keepsWorld}` } } })),
    onSuccess: () => {
      say(text.asked(place.name));
      void navigate('/servers');
    },
  });
  const isMeant = typed.trim() === place.name;
  return (
    <Dialog isOpen onClose={onClose} title={text.confirmTitle(place.name)}>
      <form
        className="space-y-4"
        onSubmit={(event) => {
          event.preventDefault();
          if (isMeant) remove.mutate();
        }}
      >
        <Field label={<span className="text-ink">{text.confirmLabel(place.name)}</span>}>
          {(ids) => (
            <TextInput {...ids} autoComplete="off" spellCheck={false} value={typed} onChange={(event) => setTyped(event.target.value)} />
          )}
        </Field>
        {remove.isError ? <FailureNote error={remove.error} /> : null}
        <div className="flex flex-wrap justify-end gap-2">
          <Button onClick={onClose}>{words.cancel}</Button>
          <Button look="danger" type="submit" disabled={!isMeant} isBusy={remove.isPending}>
            {text.go}
          </Button>
        </div>
      </form>
    </Dialog>
  );
}
