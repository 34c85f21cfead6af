import { failureOf } from '../api/failure.ts';
import { fieldOf, isSame, ownValue, type Spec } from './edits.ts';
import { sentence } from './sentence.ts';
import type { Problem } from './validate.ts';

/** What the server said to a wish, and the wish it said it to. */
export interface Refusal {
  readonly spec: Spec;
  readonly problems: readonly Problem[];
}

/** The fields a failure is about, by the paths of forms; empty when it is about something else. */
export function fieldProblems(error: unknown): readonly Problem[] {
  return failureOf(error).problems.map(({ path, message }) => ({ path: path.replace(/^spec\./, ''), message: sentence(message) }));
}

/** What of a refusal still holds: a field that was changed since has not been judged yet. */
export function standing(refusal: Refusal | undefined, spec: Spec): readonly Problem[] {
  return (refusal?.problems ?? []).filter(({ path }) =>
    isSame(ownValue(spec, fieldOf(path)), ownValue(refusal?.spec ?? {}, fieldOf(path))),
  );
}
