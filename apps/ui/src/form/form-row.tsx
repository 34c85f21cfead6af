import { CornerDownRight, History, RotateCcw, UsersRound } from 'lucide-react';
import { useEffect, useState, type ReactNode } from 'react';
import { Button } from '../parts/button.tsx';
import { formWords } from '../words/form.ts';
import { idOf, useForm, type FieldState } from './form-context.ts';

const text = formWords;

/** What an input needs to be connected with its row. */
interface RowIds {
  readonly id: string;
  readonly 'aria-describedby': string | undefined;
  readonly 'aria-invalid': true | undefined;
}

interface FormRowProps {
  readonly field: FieldState;
  readonly title: string;
  readonly hint?: ReactNode;
  /** Beside the title, such as "On restart". */
  readonly mark?: ReactNode;
  /** `beside`: title left, input right. `end`: a small input at the end of the line. `below`: over the whole width. */
  readonly layout?: 'beside' | 'end' | 'below';
  /** Whether the label names one input, or a group of them. */
  readonly isGroup?: boolean;
  readonly show: (value: unknown) => string;
  readonly children: (ids: RowIds, labelId: string) => ReactNode;
}

const layouts = {
  beside: 'sm:grid sm:grid-cols-[minmax(0,1fr)_minmax(0,20rem)] sm:gap-x-10',
  end: 'grid grid-cols-[minmax(0,1fr)_auto] gap-x-4',
  below: '',
};

/** One field: what it is, its input, what is wrong, and how to go back. */
export function FormRow({ field, title, hint, mark, layout = 'beside', isGroup = false, show, children }: FormRowProps): ReactNode {
  const { isOrder, staged } = useForm();
  const id = idOf(field.path);
  const [labelId, hintId, problemId] = [`${id}-label`, `${id}-hint`, `${id}-problem`];
  const problem = useSettled(field.problems.find((found) => found.path === field.path)?.message);
  const hasProblem = field.problems.length > 0;
  const describedBy = [problem === undefined ? undefined : problemId, hint === undefined ? undefined : hintId].filter(
    (part) => part !== undefined,
  );
  const isMarked = field.isEdited && !isOrder;
  const waits = staged.get(field.path);
  const Label = isGroup ? 'span' : 'label';
  const after = (
    <>
      {problem === undefined ? null : (
        <p id={problemId} role="alert" className="mt-1.5 text-sm font-medium text-bad">
          {problem}
        </p>
      )}
      <WayBack field={field} labelId={labelId} show={show} />
    </>
  );
  return (
    <div id={`${id}-row`} className="relative scroll-mt-24 scroll-mb-40 px-4 py-4 sm:px-6">
      {isMarked ? <span aria-hidden className="absolute inset-y-3 left-0 w-1 rounded-r-full bg-accent" /> : null}
      <div className={`space-y-2 sm:space-y-0 ${layouts[layout]}`}>
        <div className="min-w-0">
          <div className="flex flex-wrap items-baseline gap-x-3">
            <Label id={labelId} {...(isGroup ? {} : { htmlFor: id })} className="font-medium">
              {title}
            </Label>
            {isMarked ? <span className="sr-only">{text.changed}</span> : null}
            {mark}
          </div>
          {hint === undefined ? null : (
            <div id={hintId} className="mt-0.5 text-sm text-ink-2">
              {hint}
            </div>
          )}
        </div>
        <div className={`min-w-0 ${layout === 'below' ? 'sm:pt-2' : ''} ${layout === 'end' ? 'flex min-h-9 items-center self-start' : ''}`}>
          {children(
            {
              id,
              'aria-describedby': describedBy.length === 0 ? undefined : describedBy.join(' '),
              'aria-invalid': hasProblem ? true : undefined,
            },
            labelId,
          )}
          {layout === 'beside' ? after : null}
        </div>
      </div>
      {layout === 'beside' ? null : after}
      {waits === undefined || field.isEdited ? null : (
        <p className="mt-2 flex items-start gap-2 text-sm text-warn">
          <History aria-hidden className="mt-0.5 size-4 shrink-0" />
          {waits}
        </p>
      )}
      <Conflict field={field} show={show} />
    </div>
  );
}

/** What stood there before or by default, one click away. */
function WayBack({ field, labelId, show }: Pick<FormRowProps, 'field' | 'show'> & { readonly labelId: string }): ReactNode {
  const { isOrder } = useForm();
  const canUndo = field.isEdited && !isOrder;
  const canDefault = !field.isDefault && field.fallback !== undefined;
  if (!canUndo && !canDefault) return null;
  return (
    <div className="mt-1 flex flex-wrap items-center gap-x-4 text-sm text-ink-2">
      {canUndo ? (
        <span className="inline-flex flex-wrap items-center gap-x-1.5">
          {text.wasBefore(show(field.saved))}
          <TextButton of={labelId} onClick={field.undo}>
            {text.undo}
          </TextButton>
        </span>
      ) : null}
      {canDefault && !(canUndo && show(field.saved) === show(field.fallback)) ? (
        <span className="inline-flex flex-wrap items-center gap-x-1.5">
          {text.defaultIs(show(field.fallback))}
          <TextButton of={labelId} onClick={() => field.set(field.fallback)}>
            <RotateCcw aria-hidden className="size-3.5" />
            {text.toDefault}
          </TextButton>
        </span>
      ) : null}
    </div>
  );
}

function TextButton({
  of,
  onClick,
  children,
}: {
  readonly of: string;
  readonly onClick: () => void;
  readonly children: ReactNode;
}): ReactNode {
  return (
    <button
      type="button"
      aria-describedby={of}
      onClick={onClick}
      className="-mx-1 inline-flex min-h-9 items-center gap-1 rounded-md px-1 font-medium text-accent hover:underline"
    >
      {children}
    </button>
  );
}

/** Somebody else changed the same field: whose value counts? */
function Conflict({ field, show }: Pick<FormRowProps, 'field' | 'show'>): ReactNode {
  const { conflicts, undo, keep } = useForm();
  if (!conflicts.has(field.path)) return null;
  return (
    <div role="alert" className="mt-3 flex gap-3 rounded-tile border border-warn/25 bg-warn-soft p-3 text-sm">
      <UsersRound aria-hidden className="mt-0.5 size-4 shrink-0 text-warn" />
      <div className="min-w-0 grow space-y-2">
        <p>
          <strong className="font-semibold">{text.conflict.title}.</strong>{' '}
          {text.conflict.now(show(conflicts.get(field.path) ?? field.fallback))}
        </p>
        <div className="flex flex-wrap gap-2">
          <Button size="small" icon={<CornerDownRight aria-hidden className="size-4" />} onClick={() => keep(field.path)}>
            {text.conflict.keepMine}
          </Button>
          <Button size="small" onClick={() => undo(field.path)}>
            {text.conflict.takeTheirs}
          </Button>
        </div>
      </div>
    </div>
  );
}

const PATIENCE_MS = 500;

/** Nobody is corrected in the middle of typing: a new problem shows after a moment, and goes at once. */
function useSettled(message: string | undefined): string | undefined {
  const [settled, setSettled] = useState<string | undefined>(message);
  useEffect(() => {
    const timer = setTimeout(() => setSettled(message), message === undefined ? 0 : PATIENCE_MS);
    return () => clearTimeout(timer);
  }, [message]);
  return message === undefined || settled === undefined ? undefined : message;
}
