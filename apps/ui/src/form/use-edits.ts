import { useCallback, useState } from 'react';
import { ownValue, unsettled, withEdit, withoutEdit, type Edits, type Spec } from './edits.ts';

/** The edits of a form over a spec that may change meanwhile. */
interface EditsState {
  readonly edits: Edits;
  change(path: string, value: unknown, fallback: unknown): void;
  undo(path: string): void;
  keep(path: string): void;
  clear(): void;
}

/** Keeps what somebody has changed and not yet sent. What the spec says by now is no edit any more. */
export function useEdits(spec: Spec, initial: Edits = {}): EditsState {
  const [all, setAll] = useState(initial);
  const change = useCallback(
    (path: string, value: unknown, fallback: unknown) => setAll((now) => withEdit(spec, unsettled(spec, now), path, value, fallback)),
    [spec],
  );
  const undo = useCallback((path: string) => setAll((now) => withoutEdit(now, path)), []);
  const keep = useCallback(
    (path: string) =>
      setAll((now) => {
        const edit = now[path];
        return edit === undefined ? now : { ...now, [path]: { value: edit.value, was: ownValue(spec, path) } };
      }),
    [spec],
  );
  const clear = useCallback(() => setAll({}), []);
  return { edits: unsettled(spec, all), change, undo, keep, clear };
}
