import { useEffect, useRef, type ReactNode } from 'react';
import { Notice } from '../parts/notice.tsx';
import { formWords } from '../words/form.ts';
import type { Problem } from './validate.ts';

/** Everything that has to be put right, each a link to its field. Takes the reader with it when it appears. */
export function ProblemSummary({
  problems,
  titleOf,
  onGo,
}: {
  readonly problems: readonly Problem[];
  readonly titleOf: (path: string) => string | undefined;
  readonly onGo: (path: string) => void;
}): ReactNode {
  const box = useRef<HTMLDivElement>(null);
  useEffect(() => {
    box.current?.scrollIntoView({ block: 'center' });
    box.current?.focus({ preventScroll: true });
  }, []);
  return (
    <div ref={box} tabIndex={-1} className="scroll-mt-24 rounded-card outline-none">
      <Notice tone="bad" role="alert" title={formWords.summary(problems.length)}>
        <ul className="space-y-1">
          {problems.map(({ path, message }) => (
            <li key={`${path} ${message}`}>
              <button type="button" className="text-left hover:underline" onClick={() => onGo(path)}>
                <span className="font-medium text-ink underline underline-offset-2">{titleOf(path) ?? path}</span>
                <span className="text-ink-2">: {message}</span>
              </button>
            </li>
          ))}
        </ul>
      </Notice>
    </div>
  );
}
