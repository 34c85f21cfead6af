import { ArrowRight, Globe, Play, RotateCw, Zap } from 'lucide-react';
import type { ReactNode } from 'react';
import type { Game, NetworkOffer } from '../../api/types.ts';
import { formatQuantity } from '../../form/amount.ts';
import { isRecord, type Schema } from '../../form/schema.ts';
import { networkTitle, portsText } from '../../form/network/network-words.ts';
import { showValue } from '../../form/show-value.ts';
import { settingsWords } from '../../words/settings.ts';
import { formWords } from '../../words/form.ts';
import { WHENS, type Outcome, type When } from './outcome.ts';

const text = settingsWords.preview;
const icons: Record<When, ReactNode> = {
  live: <Zap aria-hidden className="size-4 text-good" />,
  restart: <RotateCw aria-hidden className="size-4 text-warn" />,
  start: <Play aria-hidden className="size-4 text-ink-3" />,
  wipe: <Globe aria-hidden className="size-4 text-ink-3" />,
};

/** What becomes of every change, in the players' terms. */
export function OutcomeList({
  game,
  outcomes,
  online,
  place,
  isLicenceMissing,
}: {
  readonly game: Game;
  readonly outcomes: readonly Outcome[];
  readonly online: number | undefined;
  readonly place: NetworkOffer['place'] | undefined;
  readonly isLicenceMissing: boolean;
}): ReactNode {
  const meanings: Record<When, string> = {
    live: outcomes.some(({ when, path }) => when === 'live' && path.startsWith('network.')) ? text.addressMeans : text.liveMeans,
    restart: text.restartMeans(online),
    start: text.startMeans,
    wipe: text.wipeMeans,
  };
  return (
    <div className="space-y-4">
      {WHENS.map((when) => {
        const mine = outcomes.filter((outcome) => outcome.when === when);
        if (mine.length === 0) return null;
        return (
          <section key={when} aria-label={text[when]}>
            <h3 className="flex items-center gap-2 font-semibold">
              {icons[when]}
              {text[when]}
            </h3>
            <p className="text-sm text-ink-2">{meanings[when]}</p>
            <ul className="mt-1.5 space-y-1 text-sm">
              {mine.map((outcome) => (
                <li key={outcome.path} className="flex flex-wrap items-baseline gap-x-2">
                  <span className="font-medium">{outcome.title}</span>
                  <Change game={game} outcome={outcome} place={place} />
                </li>
              ))}
            </ul>
          </section>
        );
      })}
      {isLicenceMissing ? <p className="text-sm font-medium text-warn">{text.licences}</p> : null}
    </div>
  );
}

function Change({
  game,
  outcome: { path, from, to },
  place,
}: {
  readonly game: Game;
  readonly outcome: Outcome;
  readonly place: NetworkOffer['place'] | undefined;
}): ReactNode {
  if (path.startsWith('secrets.')) return <span className="text-ink-2">{String(to)}</span>;
  if (path === 'licences' || path.startsWith('disruption.')) return null;
  return (
    <span className="inline-flex min-w-0 flex-wrap items-center gap-x-1.5 text-ink-2">
      <span className="break-all">{valueText(game, path, from, place)}</span>
      <ArrowRight aria-hidden className="size-3.5 shrink-0 text-ink-3" />
      <span className="sr-only">→</span>
      <span className="font-medium break-all text-ink">{valueText(game, path, to, place)}</span>
    </span>
  );
}

function valueText(game: Game, path: string, value: unknown, place: NetworkOffer['place'] | undefined): string {
  if (path === 'resources.cpu') return formatQuantity(value, 'cores');
  if (path === 'resources.memory' || path === 'storage.size') return formatQuantity(value, 'gigabytes');
  if (path === 'network.type') return networkTitle(value, place);
  if (path === 'network.ports') return portsText(game, value);
  if (path.startsWith('network.')) return showValue(value);
  if (path === 'size') return game.presets.find(({ id }) => id === (value ?? game.defaultPreset))?.title ?? String(value);
  if (path === 'version' && typeof value !== 'string') {
    const wished = isRecord(value) ? (value['pin'] ?? value['channel']) : undefined;
    return wished === undefined ? formWords.version.recommended : String(wished);
  }
  const name = path.slice('settings.'.length);
  const properties: unknown = game.settings.schema['properties'];
  const schema = isRecord(properties) && isRecord(properties[name]) ? (properties[name] as Schema) : {};
  return showValue(value, schema, game.settings.fields.find((field) => field.name === name)?.unit);
}
