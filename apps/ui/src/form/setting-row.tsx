import type { ReactNode } from 'react';
import { formWords } from '../words/form.ts';
import { AppliesMark } from './applies-mark.tsx';
import { useFormField } from './form-context.ts';
import { FormRow } from './form-row.tsx';
import { isGroupOfInputs, ValueInput } from './inputs/value-input.tsx';
import type { Setting } from './outline.ts';
import { kindOf } from './schema.ts';
import { showValue } from './show-value.ts';

const wide: ReadonlySet<string> = new Set(['record', 'group']);

/** One setting of the game. */
export function SettingRow({ setting, isDetailed }: { readonly setting: Setting; readonly isDetailed: boolean }): ReactNode {
  const { schema, path, title, unit, lands, description } = setting;
  const field = useFormField(path, schema.default);
  const kind = kindOf(schema);
  const isWide = wide.has(kind) || (kind === 'list' && wide.has(kindOf(schema.items ?? {})));
  return (
    <FormRow
      field={field}
      title={title}
      hint={
        <>
          {description}
          {isDetailed && lands !== undefined ? (
            <span className="mt-0.5 block font-mono text-xs break-all text-ink-3">{formWords.landsIn(lands)}</span>
          ) : null}
        </>
      }
      mark={<AppliesMark applies={setting.applies} />}
      layout={kind === 'switch' ? 'end' : isWide ? 'below' : 'beside'}
      isGroup={isGroupOfInputs(schema)}
      show={(value) => showValue(value, schema, unit)}
    >
      {(ids, labelId) => (
        <ValueInput
          {...ids}
          labelId={labelId}
          schema={schema}
          value={field.value}
          onChange={field.set}
          path={path}
          title={title}
          unit={unit}
          problems={field.problems}
        />
      )}
    </FormRow>
  );
}
