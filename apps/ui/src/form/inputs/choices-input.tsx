import type { ReactNode } from 'react';
import { CheckBox } from '../../parts/check-box.tsx';
import { optionLabel } from '../show-value.ts';
import type { ValueInputProps } from './props.ts';

/** Any of the allowed values. */
export function ChoicesInput({ schema, value, onChange, id, labelId, ...rest }: ValueInputProps): ReactNode {
  const options = schema.items?.enum ?? [];
  const chosen: readonly unknown[] = Array.isArray(value) ? value : [];
  return (
    <div
      id={id}
      role="group"
      aria-labelledby={labelId}
      aria-describedby={rest['aria-describedby']}
      className="flex flex-wrap gap-x-6 gap-y-1"
    >
      {options.map((option) => (
        <CheckBox
          key={String(option)}
          isOn={chosen.includes(option)}
          onChange={(isOn) => onChange(options.filter((other) => (other === option ? isOn : chosen.includes(other))))}
        >
          {optionLabel(option)}
        </CheckBox>
      ))}
    </div>
  );
}
