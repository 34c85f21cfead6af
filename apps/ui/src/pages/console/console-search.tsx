import { ChevronDown, ChevronUp, X } from 'lucide-react';
import { useEffect, useRef, useState, type ReactNode } from 'react';
import { IconButton } from '../../parts/button.tsx';
import { consoleWords } from '../../words/console.ts';
import type { TerminalView } from './terminal-view.ts';

const text = consoleWords;

/** Finds words in what the console keeps, from the newest line upwards. */
export function ConsoleSearch({
  view,
  matches,
  onClose,
}: {
  readonly view: TerminalView | undefined;
  readonly matches: { readonly index: number; readonly count: number } | undefined;
  readonly onClose: () => void;
}): ReactNode {
  const [term, setTerm] = useState('');
  const inputRef = useRef<HTMLInputElement>(null);
  useEffect(() => inputRef.current?.focus(), []);
  useEffect(() => () => view?.endSearch(), [view]);
  return (
    <search className="flex items-center gap-1 border-b border-line py-1 pr-1.5 pl-3 sm:pl-4">
      <input
        ref={inputRef}
        aria-label={text.searchFor}
        placeholder={text.searchFor}
        value={term}
        autoComplete="off"
        spellCheck={false}
        enterKeyHint="search"
        className="h-9 min-w-0 grow bg-transparent text-base outline-none placeholder:text-ink-3 sm:text-sm"
        onChange={(event) => {
          setTerm(event.target.value);
          view?.find(event.target.value, 'up', true);
        }}
        onKeyDown={(event) => {
          if (event.key === 'Escape') onClose();
          if (event.key !== 'Enter') return;
          event.preventDefault();
          view?.find(term, event.shiftKey ? 'down' : 'up', false);
        }}
      />
      <span role="status" className="tabular shrink-0 px-1 text-sm text-ink-2">
        {term === '' || matches === undefined ? '' : text.matches(matches.index, matches.count)}
      </span>
      <IconButton label={text.previous} disabled={term === ''} onClick={() => view?.find(term, 'up', false)}>
        <ChevronUp aria-hidden className="size-4" />
      </IconButton>
      <IconButton label={text.next} disabled={term === ''} onClick={() => view?.find(term, 'down', false)}>
        <ChevronDown aria-hidden className="size-4" />
      </IconButton>
      <IconButton label={text.endSearch} onClick={onClose}>
        <X aria-hidden className="size-4" />
      </IconButton>
    </search>
  );
}
