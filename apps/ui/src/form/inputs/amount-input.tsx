import { useState, type ReactNode } from 'react';
import { TextInput } from '../../parts/field.tsx';
import { formWords } from '../../words/form.ts';
import { amountText, quantityOf, type Measure } from '../amount.ts';

/** An amount of processor or memory: a number with its unit, or a quantity as Kubernetes writes it. */
export function AmountInput({
  value,
  measure,
  onChange,
  ...ids
}: {
  readonly value: unknown;
  readonly measure: Measure;
  readonly onChange: (quantity: string) => void;
  readonly id: string;
  readonly 'aria-describedby'?: string | undefined;
  readonly 'aria-invalid'?: true | undefined;
}): ReactNode {
  const [typed, setTyped] = useState(() => amountText(value, measure));
  const shown = quantityOf(typed, measure) === value ? typed : amountText(value, measure);
  return (
    <div className="flex items-center gap-3">
      <TextInput
        {...ids}
        className="tabular w-32!"
        inputMode="decimal"
        autoComplete="off"
        value={shown}
        onChange={({ target }) => {
          setTyped(target.value);
          onChange(quantityOf(target.value, measure));
        }}
      />
      <span className="text-ink-2">{measure === 'cores' ? formWords.size.coresUnit : formWords.size.gigabytesUnit}</span>
    </div>
  );
}
