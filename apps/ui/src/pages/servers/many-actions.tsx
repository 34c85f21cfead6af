import { useMutation } from '@tanstack/react-query';
import { Play, RotateCw, Square, X } from 'lucide-react';
import { useState, type ReactNode } from 'react';
import type { ServerSummary } from '../../api/types.ts';
import { Button, IconButton } from '../../parts/button.tsx';
import { Dialog } from '../../parts/dialog.tsx';
import { say, sayFailure } from '../../parts/messages.ts';
import { words } from '../../words/index.ts';
import { actOnMany, fits, type ManyAct } from './act-on-many.ts';

const text = words.servers;
const icons = { start: Play, stop: Square, restart: RotateCw };

/** What can be done with all that are selected. Stops and restarts are confirmed once, with who is disturbed. */
export function ManyActions({ servers, onClear }: { readonly servers: readonly ServerSummary[]; readonly onClear: () => void }): ReactNode {
  const [asks, setAsks] = useState<Exclude<ManyAct, 'start'> | undefined>();
  const run = useMutation({
    mutationFn: (act: ManyAct) => actOnMany(act, servers),
    onSuccess: ({ done, failed, why }) => {
      setAsks(undefined);
      if (failed === 0) {
        say(text.done(done));
        onClear();
      } else sayFailure(new Error(text.doneSome(done, failed, why)));
    },
    onError: sayFailure,
  });
  const disturbed = asks === undefined ? [] : servers.filter((server) => fits(asks, server));
  const online = disturbed.reduce((sum, { players }) => sum + (players.known ? (players.online ?? 0) : 0), 0);
  const unknown = disturbed.filter(({ players, phase }) => !players.known && phase === 'Running').length;
  return (
    <div className="sticky top-16 z-20 flex flex-wrap items-center gap-2 rounded-card border border-line bg-raised p-2 pl-4 shadow-pop">
      <span className="mr-auto font-medium" role="status">
        {text.selected(servers.length)}
      </span>
      {(['start', 'stop', 'restart'] as const).map((act) => {
        const Icon = icons[act];
        return (
          <Button
            key={act}
            size="small"
            disabled={!servers.some((server) => fits(act, server))}
            isBusy={run.isPending && run.variables === act}
            icon={<Icon aria-hidden className="size-4" />}
            onClick={() => (act === 'start' ? run.mutate(act) : setAsks(act))}
          >
            {text[act]}
          </Button>
        );
      })}
      <IconButton label={text.clearSelection} onClick={onClear}>
        <X aria-hidden className="size-4" />
      </IconButton>
      <Dialog
        isOpen={asks !== undefined}
        onClose={() => setAsks(undefined)}
        title={asks === undefined ? '' : text.confirm[asks](disturbed.length)}
        actions={
          <>
            <Button onClick={() => setAsks(undefined)}>{words.cancel}</Button>
            <Button look="primary" isBusy={run.isPending} onClick={() => asks !== undefined && run.mutate(asks)}>
              {asks === undefined ? '' : text[asks]}
            </Button>
          </>
        }
      >
        {text.confirm.lead(online, unknown)}
      </Dialog>
    </div>
  );
}
