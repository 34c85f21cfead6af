import { useEffect, useState, type ReactNode } from 'react';
import { formWords } from '../words/form.ts';

/** A section that can be jumped to. */
export interface Jump {
  readonly id: string;
  readonly title: string;
  /** How many edits it holds. */
  readonly edits: number;
}

/** The sections of a long form, at its side on a wide screen; marks the one that is read. */
export function JumpList({ sections }: { readonly sections: readonly Jump[] }): ReactNode {
  const current = useCurrent(sections);
  return (
    <nav
      aria-label={formWords.jump}
      className="sticky top-20 hidden max-h-[calc(100dvh-6rem)] w-44 shrink-0 self-start overflow-y-auto lg:block"
    >
      <ul className="space-y-0.5">
        {sections.map(({ id, title, edits }) => (
          <li key={id}>
            <a
              href={`#${id}`}
              aria-current={current === id ? 'location' : undefined}
              className={`flex min-h-9 items-center gap-2 rounded-tile px-3 py-1.5 text-sm transition-colors hover:bg-hover ${current === id ? 'bg-sunken font-semibold text-ink' : 'text-ink-2'}`}
              onClick={(event) => {
                event.preventDefault();
                const section = document.getElementById(id);
                section?.scrollIntoView({ block: 'start', behavior: 'smooth' });
                section?.querySelector<HTMLElement>('input, select, textarea, button')?.focus({ preventScroll: true });
              }}
            >
              <span className="min-w-0 grow">{title}</span>
              {edits === 0 ? null : (
                <span className="tabular rounded-full bg-accent-soft px-1.5 text-xs font-semibold text-accent">{edits}</span>
              )}
            </a>
          </li>
        ))}
      </ul>
    </nav>
  );
}

/** The topmost section in the upper part of the window. */
function useCurrent(sections: readonly Jump[]): string | undefined {
  const [current, setCurrent] = useState<string>();
  const ids = sections.map(({ id }) => id).join(' ');
  useEffect(() => {
    const visible = new Set<string>();
    const order = ids.split(' ');
    const observer = new IntersectionObserver(
      (entries) => {
        for (const { target, isIntersecting } of entries) {
          if (isIntersecting) visible.add(target.id);
          else visible.delete(target.id);
        }
        const topmost = order.find((id) => visible.has(id));
        if (topmost !== undefined) setCurrent(topmost);
      },
      { rootMargin: '-80px 0px -55% 0px' },
    );
    for (const id of order) {
      const section = document.getElementById(id);
      if (section !== null) observer.observe(section);
    }
    return () => observer.disconnect();
  }, [ids]);
  return current ?? sections[0]?.id;
}
