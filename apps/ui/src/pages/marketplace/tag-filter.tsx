import { useState, type ReactNode } from 'react';
import { words } from '../../words/index.ts';
import type { TagCount } from './find-games.ts';

const text = words.marketplace;
/** So many tags are in sight before somebody asks for the rest. */
const IN_SIGHT = 10;

/** Tags to choose games by. Those that are chosen are always in sight. */
export function TagFilter({
  tags,
  chosen,
  onToggle,
}: {
  readonly tags: readonly TagCount[];
  readonly chosen: readonly string[];
  readonly onToggle: (tag: string) => void;
}): ReactNode {
  const [isAll, setAll] = useState(false);
  const shown = isAll ? tags : tags.filter(({ tag }, index) => index < IN_SIGHT || chosen.includes(tag));
  const hidden = tags.length - shown.length;
  return (
    <div role="group" aria-label={text.tags} className="flex flex-wrap gap-2">
      {shown.map(({ tag, games }) => (
        <button
          key={tag}
          type="button"
          aria-pressed={chosen.includes(tag)}
          onClick={() => onToggle(tag)}
          className="inline-flex h-9 items-center gap-1.5 rounded-full border border-line-strong/50 px-3.5 text-sm font-medium text-ink-2 transition-colors hover:bg-hover aria-pressed:border-ink aria-pressed:bg-ink aria-pressed:text-on-ink"
        >
          {tag}
          <span aria-hidden className="tabular text-xs font-normal">
            {games}
          </span>
        </button>
      ))}
      {hidden === 0 && !isAll ? null : (
        <button
          type="button"
          onClick={() => setAll(!isAll)}
          className="inline-flex h-9 items-center rounded-full px-3 text-sm font-medium text-ink-2 hover:bg-hover"
        >
          {isAll ? text.fewerTags : text.moreTags(hidden)}
        </button>
      )}
    </div>
  );
}
