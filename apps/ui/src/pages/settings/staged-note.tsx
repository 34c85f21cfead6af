import { RotateCw } from 'lucide-react';
import { useState, type ReactNode } from 'react';
import type { Game, Server, ServerSummary } from '../../api/types.ts';
import { titleOf } from '../../form/titles.ts';
import { Button } from '../../parts/button.tsx';
import { Notice } from '../../parts/notice.tsx';
import { settingsWords } from '../../words/settings.ts';
import { RestartDialog } from '../server/restart-dialog.tsx';

const text = settingsWords.staged;

/** What was wished for and is not yet so: what waits for a restart, with the way to it, and what no restart changes. */
export function StagedNote({
  game,
  server,
  summary,
}: {
  readonly game: Game;
  readonly server: Server;
  readonly summary: ServerSummary;
}): ReactNode {
  const [asks, setAsks] = useState(false);
  const all = server.status.staged ?? [];
  const isForNewWorld = ({ path }: { readonly path: string }): boolean =>
    game.settings.fields.some(({ name, applies }) => applies === 'wipe' && path === `settings.${name}`);
  const waiting = all.filter((staged) => !isForNewWorld(staged));
  const later = all.filter(isForNewWorld);
  const canRestart = summary.state === 'Running' && summary.operation === undefined && !summary.deleting;
  return (
    <>
      {waiting.length === 0 ? null : (
        <Notice
          tone="warn"
          title={summary.state === 'Running' ? text.title(waiting.length) : text.stopped(waiting.length)}
          actions={
            canRestart ? (
              <Button size="small" icon={<RotateCw aria-hidden className="size-4" />} onClick={() => setAsks(true)}>
                {text.restart}
              </Button>
            ) : undefined
          }
        >
          {titles(game, waiting)}
        </Notice>
      )}
      {later.length === 0 ? null : <Notice tone="idle">{text.newWorld(titles(game, later))}</Notice>}
      <RestartDialog isOpen={asks} onClose={() => setAsks(false)} place={{ namespace: summary.namespace, name: summary.name }} />
    </>
  );
}

function titles(game: Game, staged: readonly { readonly path: string; readonly title?: string | undefined }[]): string {
  return staged.map(({ path, title }) => titleOf(game, path) ?? title ?? path).join(', ');
}
