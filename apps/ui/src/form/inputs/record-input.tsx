import { Plus, X } from 'lucide-react';
import { useState, type ReactNode } from 'react';
import { Button, IconButton } from '../../parts/button.tsx';
import { TextInput } from '../../parts/field.tsx';
import { formWords } from '../../words/form.ts';
import { problemsAt } from '../form-context.ts';
import { emptyValue } from '../schema.ts';
import type { CompoundInputProps } from './props.ts';

/** Values under names that people choose. */
export function RecordInput({
  schema,
  value,
  onChange,
  path,
  title,
  problems,
  id,
  labelId,
  Part,
  ...rest
}: CompoundInputProps<Readonly<Record<string, unknown>>>): ReactNode {
  const [name, setName] = useState('');
  const entry = schema.additionalProperties ?? {};
  const wanted = name.trim();
  const canAdd = wanted !== '' && !Object.hasOwn(value, wanted);
  const add = (): void => {
    if (!canAdd) return;
    onChange({ ...value, [wanted]: emptyValue(entry) });
    setName('');
  };
  return (
    <div id={id} role="group" aria-labelledby={labelId} aria-describedby={rest['aria-describedby']} className="space-y-3">
      {Object.entries(value).map(([key, item], index) => {
        const at = `${path}.${key}`;
        return (
          <div key={key} className="flex items-end gap-1">
            <div className="min-w-0 grow">
              <Part
                isTitleShown
                schema={entry}
                value={item}
                path={at}
                title={key}
                problems={problemsAt(problems, at)}
                onChange={(next) => onChange({ ...value, [key]: next })}
              />
            </div>
            <IconButton
              label={formWords.removeEntry(title, index + 1)}
              onClick={() => onChange(Object.fromEntries(Object.entries(value).filter(([other]) => other !== key)))}
            >
              <X aria-hidden className="size-4" />
            </IconButton>
          </div>
        );
      })}
      <div className="flex gap-2">
        <TextInput
          aria-label={`${title}: ${formWords.key}`}
          placeholder={formWords.key}
          value={name}
          onChange={({ target }) => setName(target.value)}
          onKeyDown={(event) => {
            if (event.key !== 'Enter') return;
            event.preventDefault();
            add();
          }}
        />
        <Button aria-label={formWords.addTo(title)} disabled={!canAdd} icon={<Plus aria-hidden className="size-4" />} onClick={add}>
          {formWords.add}
        </Button>
      </div>
    </div>
  );
}
