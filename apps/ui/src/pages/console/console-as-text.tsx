import type { ReactNode } from 'react';
import { CopyButton } from '../../parts/copy-text.tsx';
import { Dialog } from '../../parts/dialog.tsx';
import { consoleWords } from '../../words/console.ts';

const text = consoleWords;

/** The newest lines as plain text: for screen readers, and for marking with a finger. */
export function ConsoleAsText({
  lines,
  onClose,
}: {
  readonly lines: readonly string[] | undefined;
  readonly onClose: () => void;
}): ReactNode {
  const shown = lines ?? [];
  return (
    <Dialog isOpen={lines !== undefined} onClose={onClose} title={text.log} isWide>
      <div className="flex items-center justify-between gap-2">
        <p>{text.asTextLead(shown.length)}</p>
        <CopyButton text={shown.join('\n')} what={text.log} />
      </div>
      {/* Scrolls by itself, so people with a keyboard must be able to get in. */}
      <pre
        ref={(log) => log?.scrollTo(0, log.scrollHeight)}
        tabIndex={0}
        aria-label={text.log}
        role="region"
        className="mt-2 max-h-[50dvh] overflow-y-auto rounded-tile bg-sunken p-3 font-mono text-xs leading-relaxed wrap-anywhere whitespace-pre-wrap text-ink"
      >
        {shown.join('\n')}
      </pre>
    </Dialog>
  );
}
