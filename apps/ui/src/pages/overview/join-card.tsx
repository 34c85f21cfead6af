import type { ReactNode } from 'react';
import type { Game, Server, ServerSummary } from '../../api/types.ts';
import { isAboutAddress } from '../../form/network/address-trouble.ts';
import { CopyText } from '../../parts/copy-text.tsx';
import { overviewWords } from '../../words/overview.ts';

const text = overviewWords.join;

/** How to get in: the address to type, and what else there is to reach. */
export function JoinCard({
  server,
  summary,
  game,
}: {
  readonly server: Server;
  readonly summary: ServerSummary;
  readonly game: Game;
}): ReactNode {
  const { network } = server.status;
  const further = (network?.endpoints ?? []).filter(({ address }) => address !== summary.address);
  const isInside = server.spec.network?.type === 'ClusterIP';
  const canJoin = summary.phase === 'Running' && summary.address !== undefined;
  return (
    <section aria-labelledby="join" className="card p-5 sm:p-6">
      <h2 id="join" className="font-medium text-ink-2">
        {text.title}
      </h2>
      {summary.address === undefined ? (
        <p className="mt-1 text-lg">{text.none}</p>
      ) : (
        <CopyText text={summary.address} what={text.address} className="mt-1 text-xl font-semibold sm:text-2xl" />
      )}
      <p className="mt-2 text-ink-2">
        {isInside ? text.inside : summary.simulated ? text.simulated : canJoin ? text.how(game.title) : text.notNow}
        {canJoin && !isInside && !summary.simulated && summary.version?.running !== undefined
          ? ` ${text.version(summary.version.running)}`
          : ''}
      </p>
      {/* What stands above with its way out is not said twice. */}
      {network?.message === undefined || network.state === 'Ready' || isAboutAddress(server.status.reason) ? null : (
        <p className="mt-2 text-warn">{network.message}</p>
      )}
      {further.length === 0 ? null : (
        <dl className="mt-4 grid gap-x-4 gap-y-1 border-t border-line pt-4 sm:grid-cols-[auto_1fr]">
          {further.map(({ name, address, protocol }) => {
            const title = game.ports.find((port) => port.name === name)?.title ?? name;
            return (
              <div key={`${name} ${protocol}`} className="contents">
                <dt className="self-center text-ink-2">
                  {title} <span className="text-ink-3">({protocol})</span>
                </dt>
                <dd className="min-w-0">
                  <CopyText text={address} what={title} />
                </dd>
              </div>
            );
          })}
        </dl>
      )}
    </section>
  );
}
