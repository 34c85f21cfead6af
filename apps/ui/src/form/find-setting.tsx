import { Search, X } from 'lucide-react';
import type { ReactNode } from 'react';
import { IconButton } from '../parts/button.tsx';
import { TextInput } from '../parts/field.tsx';
import { formWords } from '../words/form.ts';

/** Search within the settings; says how many match. */
export function FindSetting({
  query,
  hits,
  onChange,
}: {
  readonly query: string;
  readonly hits: number;
  readonly onChange: (query: string) => void;
}): ReactNode {
  return (
    <div className="relative min-w-0 grow" role="search">
      <Search aria-hidden className="pointer-events-none absolute top-3 left-3 size-4 text-ink-3" />
      <TextInput
        className="pr-11! pl-9!"
        aria-label={formWords.find}
        placeholder={formWords.find}
        autoComplete="off"
        spellCheck={false}
        value={query}
        onChange={({ target }) => onChange(target.value)}
        onKeyDown={(event) => {
          if (event.key === 'Escape') onChange('');
        }}
      />
      {query === '' ? null : (
        <IconButton label={formWords.findClear} className="absolute! top-0.5 right-0.5" onClick={() => onChange('')}>
          <X aria-hidden className="size-4" />
        </IconButton>
      )}
      <span role="status" className="sr-only">
        {query.trim() === '' ? '' : formWords.found(hits)}
      </span>
    </div>
  );
}
