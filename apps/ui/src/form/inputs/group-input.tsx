import type { ReactNode } from 'react';
import { problemsAt } from '../form-context.ts';
import { partsOf } from '../schema.ts';
import { optionLabel } from '../show-value.ts';
import type { CompoundInputProps } from './props.ts';

/** Several values that belong together; which they are may depend on one of them. */
export function GroupInput({
  schema,
  value,
  onChange,
  path,
  problems,
  id,
  labelId,
  Part,
  ...rest
}: CompoundInputProps<Readonly<Record<string, unknown>>>): ReactNode {
  return (
    <div
      id={id}
      role="group"
      aria-labelledby={labelId}
      aria-describedby={rest['aria-describedby']}
      className="space-y-3 rounded-tile border border-line p-3"
    >
      {partsOf(schema, value).map(([name, part]) => {
        const at = `${path}.${name}`;
        return (
          <Part
            key={name}
            isTitleShown
            schema={part}
            value={value[name] ?? part.default}
            path={at}
            title={part.title ?? optionLabel(name)}
            problems={problemsAt(problems, at)}
            onChange={(next) => onChange({ ...value, [name]: next })}
          />
        );
      })}
    </div>
  );
}
