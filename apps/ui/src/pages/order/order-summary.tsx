import { FileCode2 } from 'lucide-react';
import { lazy, Suspense, useState, type ReactNode } from 'react';
import type { Game } from '../../api/types.ts';
import { figuresLine } from '../../form/amount.ts';
import { figuresOf, presetOf, versionOf } from '../../form/check.ts';
import { ownValue } from '../../form/edits.ts';
import { networkTitle } from '../../form/network/network-words.ts';
import { Button } from '../../parts/button.tsx';
import { FailureNote } from '../../parts/failure-note.tsx';
import { GameIcon } from '../../parts/game-icon.tsx';
import { Skeleton } from '../../parts/skeleton.tsx';
import { orderWords } from '../../words/order.ts';
import type { OrderState } from './use-order.ts';

const text = orderWords.summary;
const ManifestPanel = lazy(async () => ({ default: (await import('./manifest-panel.tsx')).ManifestPanel }));

/** What is ordered, in short, and the button. */
export function OrderSummary({ game, order }: { readonly game: Game; readonly order: OrderState }): ReactNode {
  const [isYaml, setYaml] = useState(false);
  const { spec, form } = order;
  const hasOwn = ownValue(spec, 'resources') !== undefined || ownValue(spec, 'storage') !== undefined;
  const changed = Object.keys(form.edits).filter((path) => path.startsWith('settings.')).length;
  const lines = [
    [text.size, hasOwn ? text.ownSize : (presetOf(game, spec)?.title ?? ''), figuresLine(figuresOf(game, spec))],
    [text.version, versionOf(game, spec).version],
    [text.network, networkTitle(ownValue(spec, 'network.type'), order.network?.place)],
    [text.settings, changed === 0 ? text.allUsual : text.changed(changed)],
  ] as const;
  return (
    <aside aria-label={text.title} className="card space-y-5 p-5">
      <div className="flex items-center gap-3">
        <GameIcon game={game.id} />
        <div className="min-w-0">
          <p className="truncate text-lg leading-tight font-semibold">{order.name === '' ? '–' : order.name}</p>
          <p className="truncate text-sm text-ink-2">{game.title}</p>
        </div>
      </div>
      <dl className="space-y-3 text-sm">
        {lines.map(([term, what, more]) => (
          <div key={term}>
            <dt className="text-ink-3">{term}</dt>
            <dd className="tabular">
              <span className="font-medium">{what}</span>
              {more === undefined ? null : <span className="block text-ink-2">{more}</span>}
            </dd>
          </div>
        ))}
      </dl>
      {order.failure === undefined ? null : <FailureNote title={orderWords.failed} error={order.failure} />}
      <div className="space-y-2">
        <Button look="primary" className="w-full" isBusy={order.isOrdering} onClick={() => order.order()}>
          {orderWords.goLong}
        </Button>
        <Button
          look="quiet"
          className="w-full"
          aria-expanded={isYaml}
          icon={<FileCode2 aria-hidden className="size-4" />}
          onClick={() => setYaml(!isYaml)}
        >
          {isYaml ? orderWords.yaml.hide : orderWords.yaml.show}
        </Button>
      </div>
      {isYaml ? (
        <Suspense fallback={<Skeleton className="h-64" />}>
          <ManifestPanel game={game} order={order} />
        </Suspense>
      ) : null}
    </aside>
  );
}
