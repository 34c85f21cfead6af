import { ArrowDown, Copy, Eraser, EllipsisVertical, Pause, Play, Search } from 'lucide-react';
import { useEffect, useState, useSyncExternalStore, type ReactNode } from 'react';
import type { Place } from '../../api/types.ts';
import { Button, IconButton } from '../../parts/button.tsx';
import { copyToClipboard } from '../../parts/copy-text.tsx';
import { FailureNote } from '../../parts/failure-note.tsx';
import { Menu } from '../../parts/menu.tsx';
import { StatePill, type Tone } from '../../parts/state-pill.tsx';
import { say, sayFailure } from '../../parts/messages.ts';
import { formatClock } from '../../time/format.ts';
import { words } from '../../words/index.ts';
import { consoleWords } from '../../words/console.ts';
import { CommandLine } from './command-line.tsx';
import { ConsoleAnnouncer } from './console-announcer.tsx';
import { ConsoleAsText } from './console-as-text.tsx';
import { loadFontSize, loadShowsTimes, storeFontSize, storeShowsTimes } from './console-preferences.ts';
import { ConsoleSearch } from './console-search.tsx';
import type { ConsoleSession, ConsoleSnapshot } from './console-session.ts';
import { asPlainText } from './console-text.ts';
import { useTerminal } from './use-terminal.ts';

const text = consoleWords;
/** As much as a person reads as text, and a phone shows without trouble. */
const MOST_AS_TEXT = 500;

/** The console while there is one: what the game prints, and what can be said to it. */
export function ConsoleView({
  session,
  place,
  isClosed,
}: {
  readonly session: ConsoleSession;
  readonly place: Place;
  readonly isClosed: boolean;
}): ReactNode {
  const snapshot = useSyncExternalStore(session.subscribe, session.snapshot);
  const [fontSize, setFontSize] = useState(loadFontSize);
  const [showsTimes, setShowsTimes] = useState(loadShowsTimes);
  const [isPaused, setPaused] = useState(false);
  const [isSearching, setSearching] = useState(false);
  const [asText, setAsText] = useState<readonly string[]>();
  const formatTime = showsTimes ? formatClock : undefined;
  const { hostRef, view, failure, matches, hasSelection, isAtBottom } = useTerminal(session, {
    label: `${text.log}. ${text.logHint}`,
    fontSize,
    formatTime,
  });

  // Whoever reads above is not pushed away by what comes below.
  const isHeld = isPaused || !isAtBottom;
  useEffect(() => (isHeld ? session.hold() : session.release()), [session, isHeld]);

  const plainLines = (): string[] => session.log.kept.map((entry) => asPlainText(entry, formatTime));
  const goOn = (): void => {
    setPaused(false);
    view?.scrollToBottom();
  };
  const clear = (): void => {
    view?.clear();
    session.clear();
  };
  const copy = (): void => {
    const lines = plainLines();
    const selection = view?.selection ?? '';
    copyToClipboard(selection === '' ? lines.join('\n') : selection).then(
      () => say(selection === '' ? text.copied(lines.length) : text.selectionCopied),
      sayFailure,
    );
  };
  const resize = (by: number): void => setFontSize(storeFontSize(fontSize + by));
  const toggleTimes = (): void => {
    storeShowsTimes(!showsTimes);
    setShowsTimes(!showsTimes);
  };

  return (
    <section aria-label={words.server.tabs.console} className="card overflow-hidden">
      <div className="flex h-12 items-center gap-1 border-b border-line pr-1.5 pl-3 sm:pl-4">
        <div role="status" className="mr-auto min-w-0">
          <ConsoleStatePill snapshot={snapshot} isClosed={isClosed} isPaused={isPaused} />
        </div>
        <IconButton label={text.find} aria-expanded={isSearching} onClick={() => setSearching(!isSearching)}>
          <Search aria-hidden className="size-4" />
        </IconButton>
        <IconButton label={isHeld ? text.resume : text.pause} onClick={() => (isHeld ? goOn() : setPaused(true))}>
          {isHeld ? <Play aria-hidden className="size-4" /> : <Pause aria-hidden className="size-4" />}
        </IconButton>
        <IconButton label={hasSelection ? text.copySelection : text.copy} onClick={copy}>
          <Copy aria-hidden className="size-4" />
        </IconButton>
        <IconButton label={text.clear} className="max-sm:hidden" onClick={clear}>
          <Eraser aria-hidden className="size-4" />
        </IconButton>
        <Menu
          label={text.more}
          trigger={<EllipsisVertical aria-hidden className="size-4" />}
          triggerClass="inline-flex size-9 items-center justify-center rounded-tile text-ink-2 hover:bg-hover"
          entries={[
            { label: text.asText, onSelect: () => setAsText(plainLines().slice(-MOST_AS_TEXT)) },
            { label: showsTimes ? text.hideTimes : text.showTimes, onSelect: toggleTimes },
            { label: text.larger, onSelect: () => resize(1) },
            { label: text.smaller, onSelect: () => resize(-1) },
            { label: text.clear, onSelect: clear },
          ]}
        />
      </div>
      {isSearching ? <ConsoleSearch view={view} matches={matches} onClose={() => setSearching(false)} /> : null}
      <div className="relative bg-sunken">
        {failure === undefined ? null : <FailureNote error={failure} />}
        <div
          ref={hostRef}
          className="h-[clamp(15rem,calc(100dvh-32rem),46rem)] overflow-hidden sm:h-[clamp(18rem,calc(100dvh-25rem),46rem)] py-2 pl-3 sm:pl-4"
        />
        {isHeld ? (
          <Button
            size="small"
            look="primary"
            onClick={goOn}
            className="absolute! bottom-3 left-1/2 h-9 -translate-x-1/2 shadow-pop"
            icon={<ArrowDown aria-hidden className="size-4" />}
          >
            {snapshot.newWhileHeld > 0 ? text.newLines(snapshot.newWhileHeld) : text.toNewest}
          </Button>
        ) : null}
      </div>
      {isClosed ? (
        <p className="border-t border-line px-4 py-3 text-sm text-ink-2">{text.lastLines}</p>
      ) : (
        <CommandLine place={place} asked={snapshot.asked} mayCommand={snapshot.mayCommand} onSend={(line) => session.send(line)} />
      )}
      <ConsoleAnnouncer session={session} />
      <ConsoleAsText lines={asText} onClose={() => setAsText(undefined)} />
    </section>
  );
}

const tones: Record<ConsoleSnapshot['state'], Tone> = {
  connecting: 'busy',
  live: 'good',
  waiting: 'warn',
  asleep: 'idle',
  refused: 'warn',
};

function ConsoleStatePill({
  snapshot,
  isClosed,
  isPaused,
}: {
  readonly snapshot: ConsoleSnapshot;
  readonly isClosed: boolean;
  readonly isPaused: boolean;
}): ReactNode {
  if (isClosed) return <StatePill tone="idle">{text.stopped}</StatePill>;
  if (snapshot.state === 'live' && isPaused) return <StatePill tone="idle">{text.state.held}</StatePill>;
  return <StatePill tone={tones[snapshot.state]}>{text.state[snapshot.state]}</StatePill>;
}
