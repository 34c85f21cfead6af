import { useEffect, useState, type ReactNode } from 'react';
import { consoleWords } from '../../words/console.ts';
import type { ConsoleSession } from './console-session.ts';
import { tame } from './console-text.ts';

/** A game that talks all the time is summed up so often, and no more. */
const PAUSE_MS = 10_000;
const LONGEST = 300;

/** Reads the console out: answers at once, lines summed up from time to time. */
export function ConsoleAnnouncer({ session }: { readonly session: ConsoleSession }): ReactNode {
  const [said, setSaid] = useState('');
  useEffect(() => {
    let timer: ReturnType<typeof setTimeout> | undefined;
    let spokenNumber: number | undefined;
    const sumUp = (): void => {
      timer = undefined;
      const { lastNumber, kept } = session.log;
      const count = (lastNumber ?? 0) - (spokenNumber ?? lastNumber ?? 0);
      spokenNumber = lastNumber;
      const last = kept.findLast((entry) => entry.kind === 'line');
      if (count > 0 && last !== undefined && !document.hidden) setSaid(consoleWords.spoken(count, tame(last.text).slice(0, LONGEST)));
    };
    const forgetLines = session.onLines(() => {
      if (spokenNumber === undefined) spokenNumber = session.log.lastNumber;
      else timer ??= setTimeout(sumUp, PAUSE_MS);
    });
    const forgetAnswers = session.onAnswer((command, answer) =>
      setSaid(consoleWords.answered(command, tame(answer === '' ? consoleWords.noAnswer : answer).slice(0, LONGEST))),
    );
    return () => {
      clearTimeout(timer);
      forgetLines();
      forgetAnswers();
    };
  }, [session]);
  return (
    <p aria-live="polite" className="sr-only">
      {said}
    </p>
  );
}
