import { ArrowLeft, Ghost } from 'lucide-react';
import { useMemo, useState, type ReactNode } from 'react';
import { flushSync } from 'react-dom';
import { Link, useParams } from 'react-router';
import { failureOf } from '../../api/failure.ts';
import { useGame } from '../../api/queries.ts';
import type { Game } from '../../api/types.ts';
import { FormContext, goToField } from '../../form/form-context.ts';
import { settingGroups } from '../../form/outline.ts';
import { ProblemSummary } from '../../form/problem-summary.tsx';
import { Section } from '../../form/section.tsx';
import { LicencesSection } from '../../form/sections/licences-section.tsx';
import { SecretRows } from '../../form/sections/secret-rows.tsx';
import { SizeSection } from '../../form/sections/size-section.tsx';
import { titleOf } from '../../form/titles.ts';
import { Button, LinkButton } from '../../parts/button.tsx';
import { EmptyState } from '../../parts/empty-state.tsx';
import { FailureNote } from '../../parts/failure-note.tsx';
import { GameIcon } from '../../parts/game-icon.tsx';
import { useTitle } from '../../parts/page-title.tsx';
import { Skeleton } from '../../parts/skeleton.tsx';
import { words } from '../../words/index.ts';
import { orderWords } from '../../words/order.ts';
import { formWords } from '../../words/form.ts';
import { NameSection } from './name-section.tsx';
import { OrderSummary } from './order-summary.tsx';
import { OwnSection } from './own-section.tsx';
import { useOrder } from './use-order.ts';

const text = orderWords;

/** Orders a server of one game. */
export function OrderPage(): ReactNode {
  const { game: id = '' } = useParams();
  const game = useGame(id);
  useTitle(game.data === undefined ? words.marketplace.title : text.title(game.data.title));
  if (game.data !== undefined) return <OrderForm key={id} game={game.data} />;
  if (!game.isError) return <OrderSkeleton />;
  if (failureOf(game.error).status !== 404) return <FailureNote error={game.error} onRetry={() => void game.refetch()} />;
  return (
    <EmptyState
      icon={<Ghost />}
      title={text.unknownGame}
      actions={
        <LinkButton look="primary" to="/marketplace">
          {text.toMarketplace}
        </LinkButton>
      }
    >
      {text.unknownGameHint}
    </EmptyState>
  );
}

function OrderForm({ game }: { readonly game: Game }): ReactNode {
  const order = useOrder(game);
  const groups = useMemo(() => settingGroups(game), [game]);
  const [query, setQuery] = useState('');
  const go = (path: string): void => {
    flushSync(() => setQuery(''));
    goToField(path);
  };
  return (
    <FormContext value={order.form}>
      <header className="mb-6">
        <Link
          to="/marketplace"
          className="-ml-1 inline-flex min-h-9 items-center gap-1.5 rounded-md px-1 text-sm font-medium text-ink-2 hover:text-ink"
        >
          <ArrowLeft aria-hidden className="size-4" />
          {text.back}
        </Link>
        <div className="mt-2 flex items-center gap-4">
          <GameIcon game={game.id} size="large" />
          <div className="min-w-0">
            <h1 className="text-2xl font-semibold">{game.title}</h1>
            <p className="text-ink-2">{game.summary}</p>
          </div>
        </div>
      </header>
      <div className="grid items-start gap-5 lg:grid-cols-[minmax(0,1fr)_20rem]">
        <div className="min-w-0 space-y-5">
          {order.open === undefined || order.open.length === 0 ? null : (
            <ProblemSummary key={order.tries} problems={order.open} titleOf={(path) => headTitles[path] ?? titleOf(game, path)} onGo={go} />
          )}
          <NameSection order={order} />
          <SizeSection game={game} />
          <LicencesSection game={game} />
          {game.secrets.length === 0 ? null : (
            <Section id="section-secrets" title={formWords.secrets.title} lead={formWords.secrets.lead}>
              <div className="divide-y divide-line/70">
                <SecretRows game={game} present={NONE} draft={order.secrets} onChange={order.setSecrets} />
              </div>
            </Section>
          )}
          <OwnSection game={game} groups={groups} order={order} query={query} onSearch={setQuery} />
        </div>
        <div className="min-w-0 lg:sticky lg:top-20 lg:max-h-[calc(100dvh-6rem)] lg:overflow-y-auto lg:rounded-card">
          <OrderSummary game={game} order={order} />
        </div>
      </div>
      <div className="sticky bottom-20 z-20 mt-4 flex items-center gap-3 rounded-card border border-line bg-raised p-3 pl-4 shadow-pop sm:bottom-4 lg:hidden">
        <span className="min-w-0 grow truncate font-semibold">{order.name}</span>
        <Button look="primary" isBusy={order.isOrdering} onClick={() => order.order()}>
          {text.go}
        </Button>
      </div>
    </FormContext>
  );
}

const NONE: ReadonlySet<string> = new Set();
const headTitles: Readonly<Record<string, string>> = { name: text.name.label, namespace: text.name.namespace };

function OrderSkeleton(): ReactNode {
  return (
    <div role="status" aria-label={words.loading}>
      <Skeleton className="mb-6 h-24 max-w-md" />
      <div className="grid gap-5 lg:grid-cols-[minmax(0,1fr)_20rem]">
        <div className="space-y-5">
          <Skeleton className="h-44 rounded-card!" />
          <Skeleton className="h-96 rounded-card!" />
          <Skeleton className="h-80 rounded-card!" />
        </div>
        <Skeleton className="h-96 rounded-card!" />
      </div>
    </div>
  );
}
