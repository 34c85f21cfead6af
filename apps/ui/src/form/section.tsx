import { ChevronDown } from 'lucide-react';
import type { ReactNode } from 'react';

interface SectionProps {
  readonly id: string;
  readonly title: string;
  readonly lead?: ReactNode;
  /** At the right of the title, such as what is chosen now. */
  readonly aside?: ReactNode;
  readonly children: ReactNode;
}

/** A part of a form under its heading. */
export function Section({ id, title, lead, aside, children }: SectionProps): ReactNode {
  return (
    <section id={id} aria-labelledby={`${id}-title`} className="card scroll-mt-24">
      <div className="flex flex-wrap items-baseline justify-between gap-x-4 px-4 pt-5 pb-1 sm:px-6">
        <div>
          <h2 id={`${id}-title`} className="text-lg font-semibold">
            {title}
          </h2>
          {lead === undefined ? null : <p className="mt-0.5 text-sm text-ink-2">{lead}</p>}
        </div>
        {aside}
      </div>
      {children}
    </section>
  );
}

/** A part of a form that beginners need not open. */
export function FoldedSection({
  id,
  title,
  aside,
  isOpen,
  onToggle,
  children,
}: SectionProps & { readonly isOpen: boolean; readonly onToggle: (isOpen: boolean) => void }): ReactNode {
  return (
    <section id={id} aria-labelledby={`${id}-title`} className="scroll-mt-24 border-line not-first:border-t">
      <h3>
        <button
          type="button"
          aria-expanded={isOpen}
          onClick={() => onToggle(!isOpen)}
          className="flex min-h-14 w-full items-center gap-3 px-4 py-3 text-left transition-colors hover:bg-hover sm:px-6"
        >
          <span id={`${id}-title`} className="min-w-0 grow font-semibold">
            {title}
          </span>
          <span className="min-w-0 truncate text-sm text-ink-2">{aside}</span>
          <ChevronDown aria-hidden className={`size-5 shrink-0 text-ink-3 transition-transform ${isOpen ? 'rotate-180' : ''}`} />
        </button>
      </h3>
      {isOpen ? <div className="pb-2">{children}</div> : null}
    </section>
  );
}
