import { ArrowRight, Cpu, ScrollText } from 'lucide-react';
import type { ReactNode } from 'react';
import { Link } from 'react-router';
import type { GameCard as Game } from '../../api/types.ts';
import { figuresLine } from '../../form/amount.ts';
import { GameIcon } from '../../parts/game-icon.tsx';
import { words } from '../../words/index.ts';

const text = words.marketplace;

/** A game: what it is and what it needs. The whole card leads to the order. */
export function GameCard({ game }: { readonly game: Game }): ReactNode {
  const [smallest] = game.presets;
  return (
    <li className="card group relative flex flex-col p-5 transition-shadow hover:shadow-pop has-focus-visible:outline-2 has-focus-visible:outline-offset-2 has-focus-visible:outline-accent">
      <div className="flex items-start gap-4">
        <GameIcon game={game.id} size="large" />
        <div className="min-w-0 grow">
          <h2 className="text-lg leading-snug font-semibold">
            <Link
              to={`/marketplace/${encodeURIComponent(game.id)}`}
              aria-label={text.order(game.title)}
              className="outline-none after:absolute after:inset-0 after:rounded-card"
            >
              {game.title}
            </Link>
          </h2>
          <p className="mt-0.5 text-sm text-ink-3">{game.tags.join(' · ')}</p>
        </div>
        <ArrowRight
          aria-hidden
          className="mt-1 size-5 shrink-0 text-ink-3 transition-transform group-hover:translate-x-0.5 group-hover:text-ink"
        />
      </div>
      <p className="mt-4 grow text-ink-2">{game.summary}</p>
      <ul className="mt-4 space-y-1.5 border-t border-line pt-4 text-sm text-ink-2">
        {smallest === undefined ? null : (
          <li className="flex items-start gap-2">
            <Cpu aria-hidden className="mt-0.5 size-4 shrink-0 text-ink-3" />
            <span className="tabular">{text.from(figuresLine(smallest))}</span>
          </li>
        )}
        {game.licences.length === 0 ? null : (
          <li className="flex items-start gap-2">
            <ScrollText aria-hidden className="mt-0.5 size-4 shrink-0 text-ink-3" />
            {text.licences(game.licences.map(({ title }) => title).join(', '))}
          </li>
        )}
      </ul>
    </li>
  );
}
