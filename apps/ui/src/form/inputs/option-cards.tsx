import { useId, type ReactNode } from 'react';

/** One of a few things that need a sentence each. */
interface OptionCard {
  readonly id: string;
  readonly title: string;
  /** At the right of the title, such as "suggested". */
  readonly badge?: ReactNode;
  readonly line?: ReactNode;
  readonly hint?: ReactNode;
}

/** Cards of which one is chosen. */
export function OptionCards({
  labelId,
  name,
  options,
  chosen,
  onChoose,
  isGrid = false,
}: {
  /** Id of what names the choice. */
  readonly labelId: string;
  readonly name: string;
  readonly options: readonly OptionCard[];
  readonly chosen: string;
  readonly onChoose: (id: string) => void;
  readonly isGrid?: boolean;
}): ReactNode {
  const prefix = useId();
  const idFor = (option: string, part: string): string => `${prefix}-${option.replaceAll(/[^A-Za-z0-9]+/g, '-')}-${part}`;
  return (
    <div role="radiogroup" aria-labelledby={labelId} className={`grid gap-2 ${isGrid ? 'sm:grid-cols-2' : ''}`}>
      {options.map(({ id, title, badge, line, hint }) => (
        <label
          key={id}
          className="flex items-start gap-3 rounded-tile border border-line p-3 transition-colors hover:bg-hover has-checked:border-ink has-checked:bg-hover has-checked:ring-1 has-checked:ring-ink has-focus-visible:outline-2 has-focus-visible:outline-offset-2 has-focus-visible:outline-accent"
        >
          <input
            type="radio"
            name={name}
            value={id}
            checked={id === chosen}
            onChange={() => onChoose(id)}
            aria-labelledby={idFor(id, 'title')}
            aria-describedby={idFor(id, 'more')}
            className="mt-1 size-4 shrink-0 accent-ink outline-none"
          />
          <span className="min-w-0 grow">
            <span className="flex flex-wrap items-baseline justify-between gap-x-3">
              <span id={idFor(id, 'title')} className="font-semibold">
                {title}
              </span>
              {badge === undefined ? null : <span className="text-[0.8125rem] text-ink-3">{badge}</span>}
            </span>
            <span id={idFor(id, 'more')} className="block">
              {line === undefined ? null : <span className="tabular block text-sm text-ink">{line}</span>}
              {hint === undefined ? null : <span className="block text-sm text-ink-2">{hint}</span>}
            </span>
          </span>
        </label>
      ))}
    </div>
  );
}
