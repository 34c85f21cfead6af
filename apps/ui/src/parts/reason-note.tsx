import { useMutation } from '@tanstack/react-query';
import { ExternalLink, Wrench } from 'lucide-react';
import { useState, type ReactNode } from 'react';
import { answered, api } from '../api/client.ts';
import type { Place, Reason } from '../api/types.ts';
import { words } from '../words/index.ts';
import { Button } from './button.tsx';
import { Notice } from './notice.tsx';
import type { Tone } from './state-pill.tsx';
import { say, sayFailure } from './messages.ts';

/** Why a server is not plainly running, in a sentence, with the way out as a button and the evidence one click away. */
export function ReasonNote({
  place,
  reason,
  tone,
  title,
}: {
  readonly place: Place;
  readonly reason: Reason;
  readonly tone: Tone;
  readonly title?: ReactNode;
}): ReactNode {
  const [isOpen, setOpen] = useState(false);
  const evidence = reason.evidence ?? [];
  return (
    <Notice
      tone={tone}
      title={title}
      actions={
        reason.fix === undefined && evidence.length === 0 ? undefined : (
          <>
            <FixButton place={place} reason={reason} />
            {evidence.length === 0 ? null : (
              <Button size="small" look="quiet" aria-expanded={isOpen} onClick={() => setOpen(!isOpen)}>
                {isOpen ? words.hideEvidence : words.evidence}
              </Button>
            )}
          </>
        )
      }
    >
      <p className="text-ink">{reason.message}</p>
      {isOpen ? <LogLines lines={evidence} /> : null}
    </Notice>
  );
}

/** Lines of a log as they were written. */
export function LogLines({ lines }: { readonly lines: readonly string[] }): ReactNode {
  return (
    // Scrolls by itself, so people with a keyboard must be able to get in.
    <pre
      tabIndex={0}
      className="mt-2 max-h-72 overflow-auto rounded-tile bg-sunken p-3 font-mono text-[0.8125rem] leading-relaxed text-ink"
    >
      {lines.join('\n')}
    </pre>
  );
}

/** Applies the fix that the state itself names. Nothing where there is none. */
export function FixButton({
  place,
  reason,
  size = 'small',
}: {
  readonly place: Place;
  readonly reason: Pick<Reason, 'code' | 'fix'>;
  readonly size?: 'small' | 'normal';
}): ReactNode {
  const apply = useMutation({
    mutationFn: () =>
      answered(api.POST('/api/v1/servers/{namespace}/{name}/fix', { params: { path: { ...place } }, body: { code: reason.code } })),
    onSuccess: ({ applied }) => say(applied),
    onError: sayFailure,
  });
  const { fix } = reason;
  if (fix === undefined) return null;
  if (fix.kind === 'link')
    return (
      <a
        href={safeLink(fix.href)}
        target="_blank"
        rel="noreferrer"
        className="inline-flex h-8 items-center gap-2 rounded-tile border border-line-strong/60 bg-surface px-3 text-sm font-medium hover:bg-hover"
      >
        <ExternalLink aria-hidden className="size-4" />
        {fix.title}
      </a>
    );
  return (
    <Button
      look="primary"
      size={size}
      isBusy={apply.isPending}
      icon={<Wrench aria-hidden className="size-4 shrink-0" />}
      // The words come from the game and may be long.
      className="h-auto! min-h-8 max-w-full shrink! py-1.5 text-left whitespace-normal!"
      onClick={() => apply.mutate()}
    >
      {fix.title}
    </Button>
  );
}

/** Links come from the cluster, where others write, too. */
function safeLink(href: string | undefined): string | undefined {
  return href !== undefined && /^https?:\/\//.test(href) ? href : undefined;
}
