import { useCallback, useEffect, useEffectEvent, useRef, useState, type RefObject } from 'react';
import type { ConsoleSession } from './console-session.ts';
import type { TerminalView } from './terminal-view.ts';

/** Entries drawn in one frame. A screen shows some fifty; the rest is for whoever scrolls up. */
const MOST_IN_A_FRAME = 200;

interface TerminalHandle {
  readonly hostRef: RefObject<HTMLDivElement | null>;
  /** Undefined until the code of the terminal has come. */
  readonly view: TerminalView | undefined;
  readonly failure: unknown;
  readonly matches: { readonly index: number; readonly count: number } | undefined;
  readonly hasSelection: boolean;
  readonly isAtBottom: boolean;
}

/** A terminal that shows a console: its code comes when it is wanted, and lines are drawn once a frame. */
export function useTerminal(
  session: ConsoleSession,
  {
    label,
    fontSize,
    formatTime,
  }: { readonly label: string; readonly fontSize: number; readonly formatTime: ((at: string) => string) | undefined },
): TerminalHandle {
  const hostRef = useRef<HTMLDivElement>(null);
  const [view, setView] = useState<TerminalView>();
  const [failure, setFailure] = useState<unknown>();
  const [matches, setMatches] = useState<TerminalHandle['matches']>();
  const [hasSelection, setSelection] = useState(false);
  const [isAtBottom, setAtBottom] = useState(true);
  const options = useEffectEvent((host: HTMLElement) => ({
    host,
    label,
    fontSize,
    formatTime,
    onAtBottom: setAtBottom,
    onMatches: (index: number, count: number) => setMatches({ index, count }),
    onSelection: setSelection,
  }));

  useEffect(() => {
    let isGone = false;
    let opened: TerminalView | undefined;
    void (async () => {
      try {
        const { TerminalView: View, loadTerminalFont } = await import('./terminal-view.ts');
        await loadTerminalFont();
        if (isGone || hostRef.current === null) return;
        opened = new View(options(hostRef.current));
        setView(opened);
      } catch (error) {
        setFailure(error);
      }
    })();
    return () => {
      isGone = true;
      opened?.dispose();
      setView(undefined);
    };
  }, [session]);

  useEffect(() => {
    if (view === undefined) return undefined;
    let frame = 0;
    const draw = (): void => {
      frame = 0;
      // A terminal that is behind wakes us when it has caught up.
      if (!view.isReady) return;
      const entries = session.log.draw(MOST_IN_A_FRAME);
      if (entries.length > 0) view.write(entries, wake);
      wake();
    };
    // Frames come only while somebody looks, so a hidden tab draws nothing.
    const wake = (): void => {
      if (frame === 0 && session.log.hasToDraw) frame = requestAnimationFrame(draw);
    };
    const forget = session.onLines(wake);
    wake();
    return () => {
      forget();
      cancelAnimationFrame(frame);
    };
  }, [session, view]);

  useEffect(() => view?.setFontSize(fontSize), [view, fontSize]);
  const redraw = useCallback(() => view?.redraw(session.log.kept, formatTime), [view, session, formatTime]);
  useEffect(redraw, [redraw]);

  return { hostRef, view, failure, matches, hasSelection, isAtBottom };
}
