import { useMutation } from '@tanstack/react-query';
import { Play, RotateCw, Square } from 'lucide-react';
import { useState, type ReactNode } from 'react';
import { answered, api } from '../../api/client.ts';
import type { ServerSummary } from '../../api/types.ts';
import { Button } from '../../parts/button.tsx';
import { Dialog } from '../../parts/dialog.tsx';
import { say, sayFailure } from '../../parts/messages.ts';
import { words } from '../../words/index.ts';
import { RestartDialog } from './restart-dialog.tsx';

const text = words.server;

/** Start, stop and restart, as far as they make sense now. */
export function ServerActions({ summary }: { readonly summary: ServerSummary }): ReactNode {
  const [asks, setAsks] = useState<'stop' | 'restart' | undefined>();
  const path = { namespace: summary.namespace, name: summary.name };
  const start = useMutation({
    mutationFn: () => answered(api.POST('/api/v1/servers/{namespace}/{name}/start', { params: { path } })),
    onSuccess: () => say(text.starting),
    onError: sayFailure,
  });
  const stop = useMutation({
    mutationFn: () => answered(api.POST('/api/v1/servers/{namespace}/{name}/stop', { params: { path } })),
    onSuccess: () => {
      setAsks(undefined);
      say(text.stopping);
    },
    onError: sayFailure,
  });
  if (summary.deleting) return null;
  const close = (): void => setAsks(undefined);
  return (
    <div className="flex flex-wrap gap-2">
      {summary.state === 'Running' ? (
        <>
          <Button
            icon={<RotateCw aria-hidden className="size-4" />}
            disabled={summary.operation !== undefined}
            onClick={() => setAsks('restart')}
          >
            {text.restart}
          </Button>
          <Button icon={<Square aria-hidden className="size-4" />} onClick={() => setAsks('stop')}>
            {text.stop}
          </Button>
        </>
      ) : (
        <Button look="primary" isBusy={start.isPending} icon={<Play aria-hidden className="size-4" />} onClick={() => start.mutate()}>
          {text.start}
        </Button>
      )}
      <Dialog
        isOpen={asks === 'stop'}
        onClose={close}
        title={text.stopDialog.title}
        actions={
          <>
            <Button onClick={close}>{words.cancel}</Button>
            <Button look="primary" isBusy={stop.isPending} onClick={() => stop.mutate()}>
              {text.stopDialog.go}
            </Button>
          </>
        }
      >
        {text.stopDialog.lead(summary.players.known ? summary.players.online : undefined)}
      </Dialog>
      <RestartDialog isOpen={asks === 'restart'} onClose={close} place={path} />
    </div>
  );
}
