import { createContext, use } from 'react';
import { isSame, ownValue, shownValue, type Edits, type Spec } from './edits.ts';
import type { Problem } from './validate.ts';

/** What every field of a form has at hand. */
export interface FormContextValue {
  /** The wish as it stands. */
  readonly spec: Spec;
  readonly edits: Edits;
  readonly problems: readonly Problem[];
  /** Edited fields that somebody else has changed since, with what they say now. */
  readonly conflicts: ReadonlyMap<string, unknown>;
  /** Fields that wait for a restart, with the sentence that says so. */
  readonly staged: ReadonlyMap<string, string>;
  /** Whether something new is ordered: then there is nothing a change could be compared with. */
  readonly isOrder: boolean;
  change(path: string, value: unknown, fallback: unknown): void;
  undo(path: string): void;
  /** Lets an edit stand although somebody else has changed the field. */
  keep(path: string): void;
}

/** The form that a field belongs to. */
export const FormContext = createContext<FormContextValue | undefined>(undefined);

/** The form that a field belongs to. */
export function useForm(): FormContextValue {
  const form = use(FormContext);
  if (form === undefined) throw new Error('outside of a form');
  return form;
}

/** One field of the form. */
export interface FieldState {
  readonly path: string;
  readonly value: unknown;
  /** What the spec says without the edit, or the default. */
  readonly saved: unknown;
  readonly fallback: unknown;
  readonly isEdited: boolean;
  readonly isDefault: boolean;
  /** What is wrong with it or with a part of it. */
  readonly problems: readonly Problem[];
  set(value: unknown): void;
  undo(): void;
}

/** A field by its path; `fallback` is what counts where the spec says nothing. */
export function useFormField(path: string, fallback: unknown): FieldState {
  const { spec, edits, problems, change, undo } = useForm();
  const value = shownValue(spec, edits, path, fallback);
  return {
    path,
    value,
    saved: ownValue(spec, path) ?? fallback,
    fallback,
    isEdited: Object.hasOwn(edits, path),
    isDefault: isSame(value, fallback),
    problems: problemsAt(problems, path),
    set: (next) => change(path, next, fallback),
    undo: () => undo(path),
  };
}

/** Problems of a field and of its parts. */
export function problemsAt(problems: readonly Problem[], path: string): readonly Problem[] {
  return problems.filter((problem) => problem.path === path || problem.path.startsWith(`${path}.`));
}

/** Id of the field with this path, for labels and links. */
export function idOf(path: string): string {
  return `field-${path.replaceAll(/[^A-Za-z0-9]+/g, '-')}`;
}

/** Brings the field with this path into sight and puts the reader there. False when it is not on the page. */
export function goToField(path: string): boolean {
  for (let at = path; at !== ''; at = at.slice(0, Math.max(0, at.lastIndexOf('.')))) {
    const row = document.getElementById(`${idOf(at)}-row`);
    const target = document.getElementById(idOf(at)) ?? row;
    if (target === null) continue;
    (row ?? target).scrollIntoView({ block: 'center' });
    const focusable = target.matches(FOCUSABLE) ? target : target.querySelector<HTMLElement>(FOCUSABLE);
    focusable?.focus({ preventScroll: true });
    return true;
  }
  return false;
}

const FOCUSABLE = 'input:not([type=hidden]), select, textarea, button, [tabindex]';
