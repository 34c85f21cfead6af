import { ExternalLink } from 'lucide-react';
import { useState, type ReactNode } from 'react';
import type { Game, Place, Reason, Server, ServerSummary } from '../../api/types.ts';
import { isAboutAddress } from '../../form/network/address-trouble.ts';
import { Button } from '../../parts/button.tsx';
import { Notice } from '../../parts/notice.tsx';
import { LogLines, ReasonNote } from '../../parts/reason-note.tsx';
import { stateOf } from '../../parts/state-pill.tsx';
import { RelativeTime } from '../../parts/time-text.tsx';
import { formatDuration } from '../../time/format.ts';
import { overviewWords } from '../../words/overview.ts';

const text = overviewWords;
type Crash = NonNullable<Server['status']['crash']>;

/** Why the server is not plainly running, what to do, and what happens next. Nothing where all is well. */
export function StateSection({
  place,
  server,
  summary,
  game,
}: {
  readonly place: Place;
  readonly server: Server;
  readonly summary: ServerSummary;
  readonly game: Game;
}): ReactNode {
  // Here, and not with the lines: the note changes its shape with every crash, and what was opened stays open.
  const [isOpen, setOpen] = useState(false);
  const { status } = server;
  const isDown = summary.phase === 'Crashed' || summary.phase === 'Failed';
  const reason = status.reason ?? summary.reason;
  const { tone } = stateOf(summary);
  const lines = (crash: Crash): ReactNode => <CrashLines crash={crash} isOpen={isOpen} onToggle={setOpen} />;
  return (
    <>
      {summary.intent === 'Maintenance' ? (
        <Notice tone="warn" title={text.maintenance.title}>
          {text.maintenance.hint}
        </Notice>
      ) : null}
      {reason === undefined ? (
        <Calm summary={summary} game={game} />
      ) : (
        <ReasonNote
          place={place}
          reason={withoutCrashLines(reason, status.crash)}
          tone={tone === 'good' ? 'warn' : tone}
          title={isAboutAddress(reason) ? text.noAddress : titleOf(summary)}
        />
      )}
      <MissingLicences server={server} game={game} isSaid={reason !== undefined} />
      {status.held === undefined ? null : (
        <Notice tone="idle" title={text.declined}>
          {status.held.message}
        </Notice>
      )}
      {status.crash === undefined || status.crash.count === 0 ? null : isDown ? (
        <CrashFacts crash={status.crash} game={game} hasNext={status.next !== undefined} isExplained={reason !== undefined}>
          {lines(status.crash)}
        </CrashFacts>
      ) : (
        <PastCrash crash={status.crash} isRunning={summary.phase === 'Running'}>
          {lines(status.crash)}
        </PastCrash>
      )}
    </>
  );
}

/** Licences nobody has accepted: what they are and where to read them. The fix above accepts. */
function MissingLicences({ server, game, isSaid }: { readonly server: Server; readonly game: Game; readonly isSaid: boolean }): ReactNode {
  const missing = game.licences.filter(({ id }) => server.spec.licences?.some((licence) => licence.id === id && licence.accepted) !== true);
  return missing.map(({ id, title, summary, url }) => (
    <Notice
      key={id}
      tone={isSaid ? 'idle' : 'warn'}
      title={text.licence.title(title)}
      actions={
        <a
          href={url}
          target="_blank"
          rel="noreferrer"
          className="inline-flex h-9 items-center gap-2 rounded-tile border border-line-strong/60 bg-surface px-3 text-sm font-medium hover:bg-hover"
        >
          <ExternalLink aria-hidden className="size-4" />
          {text.licence.read}
        </a>
      }
    >
      {summary} {text.licence.meaning}
    </Notice>
  ));
}

function titleOf(summary: ServerSummary): string {
  return summary.phase === 'Crashed' || summary.phase === 'Failed' ? text.calm[summary.phase].title : stateOf(summary).word;
}

/** The same lines stand below, with the crash. */
function withoutCrashLines(reason: Reason, crash: Crash | undefined): Reason {
  return crash?.lines !== undefined && reason.evidence?.join('\n') === crash.lines.join('\n') ? { ...reason, evidence: [] } : reason;
}

/** States that need no reason: what it is, and how long it takes. */
function Calm({ summary, game }: { readonly summary: ServerSummary; readonly game: Game }): ReactNode {
  if (summary.phase === 'Running') {
    if (summary.health !== 'Unknown') return null;
    return (
      <Notice tone="warn" title={text.unknownHealth.title}>
        {text.unknownHealth.hint}
      </Notice>
    );
  }
  const { title, hint } = text.calm[summary.deleting ? 'Deleting' : summary.phase];
  const seconds =
    summary.phase === 'Starting' ? game.budgets.startSeconds : summary.phase === 'Stopping' ? game.budgets.gracePeriodSeconds : undefined;
  return (
    <Notice tone={stateOf(summary).tone} title={title} role="status">
      {hint} {seconds === undefined ? '' : text.takes(formatDuration(seconds * 1_000))}
    </Notice>
  );
}

/** What is known of the end of the game. What happens next stands above every page of the server. */
function CrashFacts({
  crash,
  game,
  hasNext,
  isExplained,
  children,
}: {
  readonly crash: Crash;
  readonly game: Game;
  readonly hasNext: boolean;
  readonly isExplained: boolean;
  readonly children: ReactNode;
}): ReactNode {
  const diagnosis = isExplained ? undefined : game.diagnoses.find(({ id }) => id === crash.diagnosis);
  const meaning = crash.exitCode === undefined ? undefined : text.crash.exitMeaning[crash.exitCode];
  return (
    <div className="card space-y-3 p-4 sm:p-5">
      <dl className="flex flex-wrap gap-x-10 gap-y-3">
        <Fact term={text.crash.ended}>
          <RelativeTime at={crash.at} />
        </Fact>
        {crash.exitCode === undefined ? null : (
          <Fact term={text.crash.exitCode}>
            <span className="tabular">{crash.exitCode}</span>
            {meaning === undefined || crash.oomKilled === true ? null : <span className="font-normal text-ink-2"> ({meaning})</span>}
          </Fact>
        )}
        {crash.oomKilled === true ? <Fact term={text.crash.memory}>{text.crash.outOfMemory}</Fact> : null}
        {crash.problem === undefined ? null : <Fact term={text.crash.problem}>{crash.problem}</Fact>}
        <Fact term={text.crash.crashes}>
          <span className="tabular">{crash.count}</span>
        </Fact>
        {hasNext ? null : <Fact term={text.crash.next}>{text.crash.nothingNext}</Fact>}
      </dl>
      {diagnosis === undefined ? null : (
        <p className="text-ink-2">
          <strong className="font-semibold text-ink">{diagnosis.title}.</strong> {diagnosis.meaning} {diagnosis.remedy}
        </p>
      )}
      {children}
    </div>
  );
}

function Fact({ term, children }: { readonly term: string; readonly children: ReactNode }): ReactNode {
  return (
    <div>
      <dt className="text-sm text-ink-3">{term}</dt>
      <dd className="font-medium">{children}</dd>
    </div>
  );
}

/** A crash that is over: said, but quietly. */
function PastCrash({
  crash,
  isRunning,
  children,
}: {
  readonly crash: Crash;
  readonly isRunning: boolean;
  readonly children: ReactNode;
}): ReactNode {
  return (
    <Notice tone="idle" title={text.crash.before(crash.count)}>
      {isRunning ? text.crash.beforeHint : null}
      {children}
    </Notice>
  );
}

function CrashLines({
  crash: { lines = [] },
  isOpen,
  onToggle,
}: {
  readonly crash: Crash;
  readonly isOpen: boolean;
  readonly onToggle: (isOpen: boolean) => void;
}): ReactNode {
  if (lines.length === 0) return null;
  return (
    <div>
      <Button size="small" look="quiet" className="-ml-3" aria-expanded={isOpen} onClick={() => onToggle(!isOpen)}>
        {isOpen ? text.crash.hideLines : text.crash.lines}
      </Button>
      {isOpen ? <LogLines lines={lines} /> : null}
    </div>
  );
}
