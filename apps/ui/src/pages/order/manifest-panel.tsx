import type { ReactNode } from 'react';
import type { Game } from '../../api/types.ts';
import { ownValue } from '../../form/edits.ts';
import { CopyButton } from '../../parts/copy-text.tsx';
import { orderWords } from '../../words/order.ts';
import { manifestYaml } from './manifest.ts';
import type { OrderState } from './use-order.ts';

const text = orderWords.yaml;

/** The order as YAML while it is being written, to copy and keep. */
export function ManifestPanel({ game, order }: { readonly game: Game; readonly order: OrderState }): ReactNode {
  const { name, namespace, spec } = order;
  const yaml = manifestYaml(name, namespace, spec);
  const accepted = ownValue(spec, 'licences');
  const isWaiting = game.licences.length > (Array.isArray(accepted) ? accepted.length : 0);
  return (
    <div className="space-y-3">
      <div className="rounded-tile bg-sunken text-ink">
        <div className="flex items-center justify-between gap-2 pt-1 pr-1 pl-3">
          <span className="truncate text-sm text-ink-2">{name}.yaml</span>
          <CopyButton text={yaml} what={text.what} />
        </div>
        {/* Scrolls by itself, so people with a keyboard must be able to get in. */}
        <pre tabIndex={0} aria-label={text.title} className="max-h-80 overflow-auto p-3 pt-1 font-mono text-[0.8125rem] leading-relaxed">
          {yaml}
        </pre>
      </div>
      <p className="text-sm break-words text-ink-2">{text.hint(name)}</p>
      {isWaiting ? <p className="text-sm text-ink-2">{text.licences}</p> : null}
      {game.secrets.length === 0 ? null : (
        <p className="text-sm break-words text-ink-2">{text.secrets(`${name}-credentials`, game.secrets.map(({ id }) => id).join(', '))}</p>
      )}
    </div>
  );
}
