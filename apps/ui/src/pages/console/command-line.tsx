import { ChevronRight, CornerDownLeft } from 'lucide-react';
import { useId, useState, type KeyboardEvent, type ReactNode } from 'react';
import type { Place } from '../../api/types.ts';
import { keyOf } from '../../live/server-table.ts';
import { Button } from '../../parts/button.tsx';
import { Spinner } from '../../parts/spinner.tsx';
import { consoleWords } from '../../words/console.ts';
import { CommandHistory } from './command-history.ts';

const text = consoleWords;
/** The API takes no longer command. */
const LONGEST = 1_000;

/** Where commands are typed. What is typed stays until it was really sent. */
export function CommandLine({
  place,
  asked,
  mayCommand,
  onSend,
}: {
  readonly place: Place;
  readonly asked: readonly string[];
  readonly mayCommand: boolean;
  /** @returns why it was not sent */
  readonly onSend: (line: string) => string | undefined;
}): ReactNode {
  const id = useId();
  const [history] = useState(() => new CommandHistory(keyOf(place), storage()));
  const [line, setLine] = useState('');
  const [problem, setProblem] = useState<string>();
  const waiting = asked.at(-1);

  function send(): void {
    const command = line.trim();
    if (command === '') return;
    const failed = onSend(command);
    setProblem(failed);
    if (failed !== undefined) return;
    history.add(command);
    setLine('');
  }

  function onKey(event: KeyboardEvent<HTMLInputElement>): void {
    const found = event.key === 'ArrowUp' ? history.older(line) : event.key === 'ArrowDown' ? history.newer() : undefined;
    if (found === undefined) return;
    event.preventDefault();
    setLine(found);
    const input = event.currentTarget;
    requestAnimationFrame(() => input.setSelectionRange(found.length, found.length));
  }

  if (!mayCommand) return <p className="border-t border-line px-4 py-3 text-sm text-ink-2">{text.mayNotCommand}</p>;
  return (
    <form
      className="border-t border-line"
      onSubmit={(event) => {
        event.preventDefault();
        send();
      }}
    >
      <label htmlFor={id} className="sr-only">
        {text.command}
      </label>
      <div className="flex items-center gap-2 py-1.5 pr-1.5 pl-3 focus-within:bg-hover sm:pl-4">
        <ChevronRight aria-hidden className="size-5 shrink-0 text-accent" />
        <input
          id={id}
          value={line}
          onChange={(event) => {
            setLine(event.target.value);
            setProblem(undefined);
          }}
          onKeyDown={onKey}
          maxLength={LONGEST}
          placeholder={text.commandPlaceholder}
          aria-describedby={`${id}-note`}
          aria-invalid={problem === undefined ? undefined : true}
          autoCapitalize="off"
          autoComplete="off"
          autoCorrect="off"
          spellCheck={false}
          enterKeyHint="send"
          className="h-10 min-w-0 grow bg-transparent font-mono text-base text-ink outline-none placeholder:font-sans placeholder:text-ink-3 sm:text-sm"
        />
        {/* Never disabled for want of a connection: Enter would do nothing then, and not say why. */}
        <Button type="submit" look="quiet" disabled={line.trim() === ''} icon={<CornerDownLeft aria-hidden className="size-4" />}>
          {text.send}
        </Button>
      </div>
      <p
        id={`${id}-note`}
        role="status"
        className={`px-4 text-sm ${problem === undefined ? 'text-ink-2' : 'font-medium text-bad'} ${problem === undefined && waiting === undefined ? 'sr-only' : 'pb-2.5'}`}
      >
        {problem ?? (waiting === undefined ? text.commandHint : <Waits command={waiting} />)}
      </p>
    </form>
  );
}

function Waits({ command }: { readonly command: string }): ReactNode {
  return (
    <span className="flex min-w-0 items-center gap-2">
      <Spinner />
      <span className="truncate">{text.waitsForAnswer(command)}</span>
    </span>
  );
}

function storage(): Storage | undefined {
  try {
    return sessionStorage;
  } catch {
    return undefined;
  }
}
