import { Search } from 'lucide-react';
import type { ReactNode } from 'react';
import { Choice, TextInput } from '../../parts/field.tsx';
import { words } from '../../words/index.ts';
import { groups, sorts, type Group, type View } from './arrange.ts';

const text = words.servers;

/** Filter, group and order of the list. */
export function ViewBar({
  view,
  counts,
  onChange,
}: {
  readonly view: View;
  readonly counts: Record<Group, number>;
  readonly onChange: (view: Partial<View>) => void;
}): ReactNode {
  return (
    <div className="grid gap-2 sm:grid-cols-[1fr_auto]">
      <div className="relative">
        <Search aria-hidden className="pointer-events-none absolute top-3 left-3 size-4 text-ink-3" />
        <TextInput
          type="search"
          aria-label={text.filter}
          placeholder={text.filter}
          value={view.text}
          onChange={(event) => onChange({ text: event.target.value })}
          className="pl-9"
        />
      </div>
      <div className="grid grid-cols-2 gap-2 sm:flex">
        <Choice
          aria-label={text.show}
          value={view.group}
          onChange={(event) => onChange({ group: groups.find((group) => group === event.target.value) ?? 'all' })}
        >
          {groups.map((group) => (
            <option key={group} value={group}>
              {group === 'all' ? text.all(counts.all) : text.groups[group](counts[group])}
            </option>
          ))}
        </Choice>
        <Choice
          aria-label={text.sort}
          value={view.sort}
          onChange={(event) => onChange({ sort: sorts.find((sort) => sort === event.target.value) ?? 'name' })}
        >
          {sorts.map((sort) => (
            <option key={sort} value={sort}>
              {text.sortBy[sort]}
            </option>
          ))}
        </Choice>
      </div>
    </div>
  );
}
