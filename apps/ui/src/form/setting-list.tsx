import { ChevronDown } from 'lucide-react';
import { useState, type ReactNode } from 'react';
import { formWords } from '../words/form.ts';
import { problemsAt, useForm } from './form-context.ts';
import { inSight, type Setting, type SettingGroup } from './outline.ts';
import { SettingRow } from './setting-row.tsx';

/** The settings of a group. In a large form only the first few are in sight, and whatever needs attention. */
export function SettingList({
  group,
  total,
  isWhole,
  isDetailed = false,
}: {
  readonly group: SettingGroup;
  readonly total: number;
  readonly isWhole: boolean;
  /** Whether it is told where a setting lands in the game. */
  readonly isDetailed?: boolean;
}): ReactNode {
  const needsAttention = useNeedsAttention();
  const [isMore, setMore] = useState(false);
  const few = inSight(group, total, needsAttention);
  const shown = isWhole || isMore ? group.settings : few;
  const hidden = group.settings.length - few.length;
  return (
    <>
      <div className="divide-y divide-line/70">
        {shown.map((setting) => (
          <SettingRow key={setting.path} setting={setting} isDetailed={isDetailed} />
        ))}
      </div>
      {isWhole || hidden === 0 ? null : (
        <div className="border-t border-line/70 px-2 py-1.5 sm:px-4">
          <button
            type="button"
            aria-expanded={isMore}
            onClick={() => setMore(!isMore)}
            className="inline-flex h-10 items-center gap-2 rounded-tile px-2 text-sm font-medium text-ink-2 hover:bg-hover hover:text-ink"
          >
            <ChevronDown aria-hidden className={`size-4 transition-transform ${isMore ? 'rotate-180' : ''}`} />
            {isMore ? formWords.fewer : formWords.more(hidden)}
          </button>
        </div>
      )}
    </>
  );
}

/** Whether a setting was edited, is wrong, or waits for something: then it is never tucked away. */
function useNeedsAttention(): (setting: Setting) => boolean {
  const { edits, problems, staged, conflicts } = useForm();
  return ({ path }) => Object.hasOwn(edits, path) || staged.has(path) || conflicts.has(path) || problemsAt(problems, path).length > 0;
}
