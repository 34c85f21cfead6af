import { useState, type KeyboardEvent, type ReactNode } from 'react';
import { TextInput } from '../../parts/field.tsx';
import { formWords } from '../../words/form.ts';
import type { Schema } from '../schema.ts';
import type { ValueInputProps } from './props.ts';

/** From here on a bound is technical and says nothing to people. */
const ENDLESS = 1_000_000;

/** A number with its unit and its limits. What is no number is handed on as it was typed, so that nothing vanishes while typing. */
export function NumberInput({ schema, value, onChange, unit, id, ...rest }: ValueInputProps): ReactNode {
  const [typed, setTyped] = useState(() => textOf(value));
  const shown = numberOf(typed) === value || typed === value ? typed : textOf(value);
  const enter = (text: string): void => {
    setTyped(text);
    onChange(numberOf(text));
  };
  const limits = limitsOf(schema);
  return (
    <div className="flex min-h-10 flex-wrap items-center gap-x-3 gap-y-1">
      <TextInput
        id={id}
        aria-describedby={rest['aria-describedby']}
        aria-invalid={rest['aria-invalid']}
        className="tabular w-32!"
        autoComplete="off"
        // Keyboards of phones leave out the minus sign.
        inputMode={(schema.minimum ?? -1) < 0 ? undefined : schema.type === 'integer' ? 'numeric' : 'decimal'}
        value={shown}
        onChange={({ target }) => enter(target.value)}
        onKeyDown={(event) => {
          const next = stepped(event, schema, value);
          if (next === undefined) return;
          event.preventDefault();
          enter(textOf(next));
        }}
      />
      {unit === undefined ? null : <span className="text-ink-2">{unit}</span>}
      {limits === undefined ? null : <span className="text-sm text-ink-3">{limits}</span>}
    </div>
  );
}

function textOf(value: unknown): string {
  return value === undefined || value === null ? '' : String(value);
}

/** The number that was typed, with a comma for those who write so; otherwise the text itself. */
function numberOf(text: string): number | string {
  const plain = text.trim().replace(',', '.');
  return /^-?(?:[0-9]+\.?[0-9]*|\.[0-9]+)$/.test(plain) ? Number(plain) : text;
}

/** Arrow up and down, as in every number field. */
function stepped(event: KeyboardEvent, schema: Schema, value: unknown): number | undefined {
  if (typeof value !== 'number' || (event.key !== 'ArrowUp' && event.key !== 'ArrowDown')) return undefined;
  const isFine = schema.type === 'number' && (schema.maximum ?? ENDLESS) - (schema.minimum ?? 0) <= 10;
  const step = schema.multipleOf ?? (isFine ? 0.1 : 1);
  const next = value + (event.key === 'ArrowUp' ? step : -step);
  const rounded = Number(next.toFixed(6));
  return Math.min(Math.max(rounded, schema.minimum ?? -Infinity), schema.maximum ?? Infinity);
}

function limitsOf({ minimum, maximum }: Schema): string | undefined {
  const max = maximum !== undefined && maximum < ENDLESS ? maximum : undefined;
  if (minimum !== undefined && max !== undefined) return formWords.between(minimum, max);
  if (max !== undefined) return formWords.atMost(max);
  return minimum === undefined ? undefined : formWords.atLeast(minimum);
}
