import { useQueryClient } from '@tanstack/react-query';
import { Search } from 'lucide-react';
import { useDeferredValue, useId, useMemo, useRef, useState, type KeyboardEvent, type ReactNode } from 'react';
import { useNavigate } from 'react-router';
import { useGames } from '../api/queries.ts';
import { useServers } from '../live/live.tsx';
import { PlainDialog } from '../parts/plain-dialog.tsx';
import { words } from '../words/index.ts';
import { entriesFor, type Entry } from './palette-entries.ts';
import { useSession } from './session.tsx';
import { chooseTheme } from './theme.ts';

const text = words.shell.palette;

/** Goes anywhere and does the common things, by a few letters. */
export function CommandPalette({ onClose }: { readonly onClose: () => void }): ReactNode {
  const id = useId();
  const [typed, setTyped] = useState('');
  const [active, setActive] = useState(0);
  const wanted = useDeferredValue(typed);
  const list = useRef<HTMLDivElement>(null);
  const navigate = useNavigate();
  const queries = useQueryClient();
  const { signOut } = useSession();
  const servers = useServers();
  const { data: games } = useGames();
  const entries = useMemo(() => entriesFor(wanted, servers ?? [], games ?? []), [wanted, servers, games]);
  const at = Math.min(active, entries.length - 1);

  const go = (entry: Entry | undefined): void => {
    if (entry === undefined) return;
    onClose();
    if (entry.act.kind === 'go') void navigate(entry.act.to);
    else if (entry.act.kind === 'theme') chooseTheme(entry.act.theme);
    else void signOut().finally(() => queries.clear());
  };
  const onKeyDown = (event: KeyboardEvent): void => {
    const step = event.key === 'ArrowDown' ? 1 : event.key === 'ArrowUp' ? -1 : 0;
    if (event.key === 'Enter') go(entries[at]);
    else if (step === 0 || entries.length === 0) return;
    else {
      const next = (at + step + entries.length) % entries.length;
      setActive(next);
      list.current?.querySelector(`[data-index="${next}"]`)?.scrollIntoView({ block: 'nearest' });
    }
    event.preventDefault();
  };

  return (
    <PlainDialog label={text.open} onClose={onClose}>
      <div className="flex items-center gap-3 border-b border-line px-4">
        <Search aria-hidden className="size-5 shrink-0 text-ink-3" />
        <input
          // The dialog was opened to type here.
          autoFocus
          role="combobox"
          aria-expanded="true"
          aria-controls={`${id}-list`}
          aria-activedescendant={entries.length > 0 ? `${id}-${at}` : undefined}
          aria-label={text.placeholder}
          placeholder={text.placeholder}
          value={typed}
          onChange={(event) => {
            setTyped(event.target.value);
            setActive(0);
          }}
          onKeyDown={onKeyDown}
          className="h-13 w-full bg-transparent text-base outline-none placeholder:text-ink-3"
        />
      </div>
      <div ref={list} id={`${id}-list`} role="listbox" aria-label={text.open} className="max-h-[min(24rem,55dvh)] overflow-y-auto p-2">
        {entries.map((entry, index) => (
          // The keyboard is on the input; see aria-activedescendant.
          <div
            key={entry.key}
            id={`${id}-${index}`}
            role="option"
            aria-selected={index === at}
            data-index={index}
            onClick={() => go(entry)}
            onMouseMove={() => setActive(index)}
            className={`flex min-h-10 cursor-pointer items-center gap-3 rounded-lg px-3 py-1.5 ${index === at ? 'bg-hover' : ''}`}
          >
            <span className="min-w-0 grow truncate">{entry.label}</span>
            <span className="shrink-0 text-sm text-ink-3">{text[entry.group]}</span>
          </div>
        ))}
        {entries.length === 0 ? <p className="px-3 py-6 text-center text-ink-2">{text.nothing}</p> : null}
      </div>
      <p className="border-t border-line px-4 py-2.5 text-sm text-ink-3">
        {text.hint}
        <span role="status" className="sr-only">
          {text.results(entries.length)}
        </span>
      </p>
    </PlainDialog>
  );
}
