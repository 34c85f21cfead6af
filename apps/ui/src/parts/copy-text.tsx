import { Check, Copy } from 'lucide-react';
import { useEffect, useState, type ReactNode } from 'react';
import { words } from '../words/index.ts';

const SHOWN_MS = 1_600;

/** Puts text on the clipboard, also where a page without TLS may not use it. */
export async function copyToClipboard(text: string): Promise<void> {
  if (window.isSecureContext) return await navigator.clipboard.writeText(text);
  const area = document.createElement('textarea');
  area.value = text;
  area.className = 'sr-only';
  document.body.append(area);
  area.select();
  // The only way on plain http, whatever its future.
  // oxlint-disable-next-line typescript/no-deprecated
  document.execCommand('copy');
  area.remove();
}

/** Text that people take elsewhere, with the button that copies it. */
export function CopyText({
  text,
  what,
  isMono = false,
  className = '',
}: {
  readonly text: string;
  readonly what: string;
  readonly isMono?: boolean;
  readonly className?: string;
}): ReactNode {
  return (
    <span className={`inline-flex max-w-full items-center gap-0.5 ${className}`}>
      <span className={`truncate select-all ${isMono ? 'font-mono text-[0.92em]' : 'tabular'}`}>{text}</span>
      <CopyButton text={text} what={what} />
    </span>
  );
}

/** Copies text that stands elsewhere on the page. */
export function CopyButton({ text, what }: { readonly text: string; readonly what: string }): ReactNode {
  const [isCopied, setCopied] = useState(false);
  useEffect(() => {
    if (!isCopied) return undefined;
    const timer = setTimeout(() => setCopied(false), SHOWN_MS);
    return () => clearTimeout(timer);
  }, [isCopied]);
  return (
    <button
      type="button"
      aria-label={words.copyWhat(what)}
      title={words.copyWhat(what)}
      className="inline-flex size-7 shrink-0 items-center justify-center rounded-md text-ink-3 hover:bg-hover hover:text-ink"
      onClick={(event) => {
        event.stopPropagation();
        event.preventDefault();
        void copyToClipboard(text).then(
          () => setCopied(true),
          () => undefined,
        );
      }}
    >
      {isCopied ? <Check aria-hidden className="size-4 text-good" /> : <Copy aria-hidden className="size-3.5" />}
      <span className="sr-only" role="status">
        {isCopied ? words.copied : ''}
      </span>
    </button>
  );
}
