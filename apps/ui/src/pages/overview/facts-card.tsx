import type { ReactNode } from 'react';
import type { Game, Server, ServerSummary } from '../../api/types.ts';
import { formatQuantity } from '../../form/amount.ts';
import { TimeText } from '../../parts/time-text.tsx';
import { formatDuration } from '../../time/format.ts';
import { useNow } from '../../time/use-now.ts';
import { words } from '../../words/index.ts';
import { overviewWords } from '../../words/overview.ts';

const text = overviewWords.facts;

/** What the server is made of, and since when. */
export function FactsCard({
  server,
  summary,
  game,
}: {
  readonly server: Server;
  readonly summary: ServerSummary;
  readonly game: Game;
}): ReactNode {
  const { spec, status } = server;
  const preset = game.presets.find(({ id }) => id === (spec.size ?? game.defaultPreset));
  const isOwnSize = spec.resources?.cpu !== undefined || spec.resources?.memory !== undefined;
  const cpu = spec.resources?.cpu ?? preset?.cpu;
  const memory = spec.resources?.memory ?? preset?.memory;
  const storage = spec.storage?.size ?? preset?.storage;
  const { running, wanted, state } = summary.version ?? {};
  return (
    <section aria-labelledby="facts" className="card p-5 sm:p-6">
      <h2 id="facts" className="font-medium text-ink-2">
        {text.title}
      </h2>
      <dl className="mt-3 grid grid-cols-2 gap-x-4 gap-y-4 sm:grid-cols-3 lg:grid-cols-5">
        <Fact term={text.version} note={state === 'Staged' && wanted !== undefined ? text.versionStaged(wanted) : undefined}>
          {running ?? wanted ?? words.unknown}
        </Fact>
        <Fact
          term={text.size}
          note={
            cpu === undefined || memory === undefined
              ? undefined
              : text.sizeLine(formatQuantity(cpu, 'cores'), formatQuantity(memory, 'gigabytes'))
          }
        >
          {isOwnSize ? text.ownSize : (preset?.title ?? words.unknown)}
        </Fact>
        <Fact term={text.world}>{storage === undefined ? words.unknown : formatQuantity(storage, 'gigabytes')}</Fact>
        <Fact term={text.up}>
          {status.startedAt === undefined || summary.phase !== 'Running' ? (
            <span className="text-ink-3">{text.notRunning}</span>
          ) : (
            <Uptime since={status.startedAt} />
          )}
        </Fact>
        <Fact term={text.ordered}>
          <TimeText at={summary.createdAt} />
        </Fact>
      </dl>
    </section>
  );
}

function Fact({
  term,
  note,
  children,
}: {
  readonly term: string;
  readonly note?: string | undefined;
  readonly children: ReactNode;
}): ReactNode {
  return (
    <div className="min-w-0">
      <dt className="text-sm text-ink-3">{term}</dt>
      <dd className="font-medium wrap-anywhere">{children}</dd>
      {note === undefined ? null : <dd className="text-sm text-ink-2">{note}</dd>}
    </div>
  );
}

function Uptime({ since }: { readonly since: string }): ReactNode {
  const now = useNow();
  return <span className="tabular">{formatDuration(now - Date.parse(since))}</span>;
}
