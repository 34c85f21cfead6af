import { useId, type InputHTMLAttributes, type ReactNode, type SelectHTMLAttributes, type TextareaHTMLAttributes } from 'react';

const box =
  'w-full rounded-tile border border-line-strong bg-surface px-3 text-ink placeholder:text-ink-3 disabled:cursor-not-allowed disabled:bg-sunken aria-invalid:border-bad';

interface FieldProps {
  readonly label: ReactNode;
  readonly hint?: ReactNode;
  /** What is wrong, in a sentence; shown at the field and read out. */
  readonly problem?: string | undefined;
  /** Shown beside the label, such as "on restart". */
  readonly mark?: ReactNode;
}

interface FieldIds {
  readonly id: string;
  readonly 'aria-describedby': string | undefined;
  readonly 'aria-invalid': true | undefined;
}

/** A label, its input, what it means, and what is wrong with it. */
export function Field({
  label,
  hint,
  problem,
  mark,
  children,
}: FieldProps & { readonly children: (ids: FieldIds) => ReactNode }): ReactNode {
  const id = useId();
  const hintId = `${id}-hint`;
  const problemId = `${id}-problem`;
  const describedBy = [problem === undefined ? undefined : problemId, hint === undefined ? undefined : hintId]
    .filter((part) => part !== undefined)
    .join(' ');
  return (
    <div className="space-y-1.5">
      <div className="flex flex-wrap items-center gap-x-2">
        <label htmlFor={id} className="font-medium">
          {label}
        </label>
        {mark}
      </div>
      {children({
        id,
        'aria-describedby': describedBy === '' ? undefined : describedBy,
        'aria-invalid': problem === undefined ? undefined : true,
      })}
      {problem === undefined ? null : (
        <p id={problemId} role="alert" className="text-sm font-medium text-bad">
          {problem}
        </p>
      )}
      {hint === undefined ? null : (
        <p id={hintId} className="text-sm text-ink-2">
          {hint}
        </p>
      )}
    </div>
  );
}

/** One line of text. */
export function TextInput({ className = '', ...rest }: InputHTMLAttributes<HTMLInputElement>): ReactNode {
  return <input type="text" className={`h-10 ${box} ${className}`} {...rest} />;
}

/** Several lines of text. */
export function TextArea({ className = '', ...rest }: TextareaHTMLAttributes<HTMLTextAreaElement>): ReactNode {
  return <textarea rows={4} className={`py-2 ${box} ${className}`} {...rest} />;
}

/** One of a few. */
export function Choice({ className = '', children, ...rest }: SelectHTMLAttributes<HTMLSelectElement>): ReactNode {
  return (
    <select className={`h-10 ${box} ${className}`} {...rest}>
      {children}
    </select>
  );
}
