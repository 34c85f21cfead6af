import type { ReactNode } from 'react';
import { Choice } from '../../parts/field.tsx';
import { optionLabel } from '../show-value.ts';
import type { ValueInputProps } from './props.ts';

/** So many short options are all in sight; more are in a list that opens. */
const FEW = 4;
const SHORT = 30;

/** One of the allowed values. */
export function ChoiceInput({ schema, value, onChange, id, labelId, ...rest }: ValueInputProps): ReactNode {
  const options = schema.enum ?? [];
  const labels = options.map(optionLabel);
  if (options.length > FEW || labels.join('').length > SHORT)
    return (
      <Choice
        id={id}
        aria-labelledby={labelId}
        aria-describedby={rest['aria-describedby']}
        aria-invalid={rest['aria-invalid']}
        value={String(options.indexOf(value))}
        onChange={({ target }) => onChange(options[Number(target.value)])}
      >
        {options.includes(value) ? null : <option value="-1">{String(value)}</option>}
        {options.map((option, index) => (
          <option key={String(option)} value={String(index)}>
            {labels[index]}
          </option>
        ))}
      </Choice>
    );
  return (
    <div
      id={id}
      role="radiogroup"
      aria-labelledby={labelId}
      aria-describedby={rest['aria-describedby']}
      className="flex w-fit max-w-full flex-wrap gap-1 rounded-tile bg-sunken p-1"
    >
      {options.map((option, index) => (
        <label
          key={String(option)}
          className="rounded-md px-3 py-1.5 text-sm font-medium text-ink-2 transition-colors select-none hover:text-ink has-checked:bg-surface has-checked:text-ink has-checked:shadow-card has-focus-visible:outline-2 has-focus-visible:outline-offset-2 has-focus-visible:outline-accent"
        >
          <input type="radio" name={id} className="sr-only" checked={option === value} onChange={() => onChange(option)} />
          {labels[index]}
        </label>
      ))}
    </div>
  );
}
