import { Globe, RotateCw, Zap } from 'lucide-react';
import type { ReactNode } from 'react';
import type { GameField } from '../api/types.ts';
import { formWords } from '../words/form.ts';

const icons: Record<GameField['applies'], ReactNode> = {
  live: <Zap aria-hidden className="size-3.5" />,
  restart: <RotateCw aria-hidden className="size-3.5" />,
  wipe: <Globe aria-hidden className="size-3.5" />,
};

/** When a change of a setting takes effect. */
export function AppliesMark({ applies }: { readonly applies: GameField['applies'] }): ReactNode {
  return (
    <span
      title={formWords.appliesMeans[applies]}
      className={`inline-flex items-center gap-1 text-[0.8125rem] whitespace-nowrap ${applies === 'live' ? 'text-good' : 'text-ink-3'}`}
    >
      {icons[applies]}
      {formWords.applies[applies]}
    </span>
  );
}
