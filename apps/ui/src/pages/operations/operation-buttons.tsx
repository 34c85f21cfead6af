import { useMutation } from '@tanstack/react-query';
import { ChevronDown } from 'lucide-react';
import type { ReactNode } from 'react';
import { answered, api } from '../../api/client.ts';
import type { Operation } from '../../api/types.ts';
import { Button } from '../../parts/button.tsx';
import { Menu } from '../../parts/menu.tsx';
import { say, sayFailure } from '../../parts/messages.ts';
import { words } from '../../words/index.ts';
import { actsOf, type ActKind } from './acts.ts';

const text = words.operations;
const base = '/api/v1/servers/{namespace}/{name}/operations/{operation}' as const;
type Act = { readonly kind: Exclude<ActKind, 'postpone'> } | { readonly kind: 'postpone'; readonly minutes: number };
const said: Record<ActKind, string> = { runNow: text.running, skip: text.skipped, cancel: text.cancelled, postpone: text.postponed };

/** How an operation can still be changed. */
export function OperationButtons({ operation }: { readonly operation: Operation }): ReactNode {
  const change = useMutation({
    mutationFn: (act: Act) => ask(operation, act),
    onSuccess: (_, { kind }) => say(said[kind]),
    onError: sayFailure,
  });
  const acts = actsOf(operation);
  const isBusy = (kind: ActKind): boolean => change.isPending && change.variables.kind === kind;
  return (
    <div className="flex flex-wrap gap-2">
      <Button
        size="small"
        title={text.runNowHint}
        isBusy={isBusy('runNow')}
        disabled={operation.runNow === true}
        onClick={() => change.mutate({ kind: 'runNow' })}
      >
        {text.runNow}
      </Button>
      {acts.includes('postpone') ? (
        <Menu
          label={text.postpone}
          triggerClass="inline-flex h-8 items-center gap-1.5 rounded-tile border border-line-strong/60 bg-surface px-3 text-sm font-medium hover:bg-hover"
          trigger={
            <>
              {text.postpone}
              <ChevronDown aria-hidden className="size-4" />
            </>
          }
          entries={Object.entries(text.postponeBy).map(([minutes, label]) => ({
            label,
            onSelect: () => change.mutate({ kind: 'postpone', minutes: Number(minutes) }),
          }))}
        />
      ) : null}
      {acts.includes('skip') ? (
        <Button size="small" title={text.skipHint} isBusy={isBusy('skip')} onClick={() => change.mutate({ kind: 'skip' })}>
          {text.skip}
        </Button>
      ) : null}
      {acts.includes('cancel') ? (
        <Button size="small" look="quiet" isBusy={isBusy('cancel')} onClick={() => change.mutate({ kind: 'cancel' })}>
          {text.cancel}
        </Button>
      ) : null}
    </div>
  );
}

async function ask({ namespace, server, name }: Operation, act: Act): Promise<Operation> {
  const params = { path: { namespace, name: server, operation: name } };
  if (act.kind === 'postpone') return await answered(api.POST(`${base}/postpone`, { params, body: { minutes: act.minutes } }));
  if (act.kind === 'skip') return await answered(api.POST(`${base}/skip`, { params }));
  if (act.kind === 'cancel') return await answered(api.POST(`${base}/cancel`, { params }));
  return await answered(api.POST(`${base}/run-now`, { params }));
}
