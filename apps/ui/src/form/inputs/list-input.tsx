import { Plus, X } from 'lucide-react';
import { useEffect, useState, type ReactNode } from 'react';
import { Button, IconButton } from '../../parts/button.tsx';
import { formWords } from '../../words/form.ts';
import { idOf, problemsAt } from '../form-context.ts';
import { emptyValue } from '../schema.ts';
import type { CompoundInputProps } from './props.ts';

/** Any number of entries of one kind. */
export function ListInput({
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
}: CompoundInputProps<readonly unknown[]>): ReactNode {
  const items = schema.items ?? {};
  const [fresh, setFresh] = useState<string>();
  const isFull = schema.maxItems !== undefined && value.length >= schema.maxItems;
  const add = (): void => {
    setFresh(idOf(`${path}.${value.length}`));
    onChange([...value, emptyValue(items)]);
  };
  useEffect(() => {
    if (fresh === undefined) return;
    document.getElementById(fresh)?.focus();
    setFresh(undefined);
  }, [fresh]);

  return (
    <div id={id} role="group" aria-labelledby={labelId} aria-describedby={rest['aria-describedby']} className="space-y-2">
      {value.length === 0 ? <p className="text-sm text-ink-3">{formWords.noEntries}</p> : null}
      {value.map((entry, index) => {
        const at = `${path}.${index}`;
        return (
          // Entries have no names of their own; the place is all that tells them apart.
          <div key={index} className="flex items-start gap-1">
            <div className="min-w-0 grow">
              <Part
                schema={items}
                value={entry}
                path={at}
                title={formWords.entry(title, index + 1)}
                problems={problemsAt(problems, at)}
                onChange={(next) => onChange(value.with(index, next))}
                onEnter={isFull ? undefined : add}
              />
            </div>
            <IconButton label={formWords.removeEntry(title, index + 1)} onClick={() => onChange(value.toSpliced(index, 1))}>
              <X aria-hidden className="size-4" />
            </IconButton>
          </div>
        );
      })}
      <Button
        size="small"
        aria-label={formWords.addTo(title)}
        disabled={isFull}
        icon={<Plus aria-hidden className="size-4" />}
        onClick={add}
      >
        {formWords.add}
      </Button>
    </div>
  );
}
