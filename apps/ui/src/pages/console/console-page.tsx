import { CircleSlash, Hourglass, Lock, PowerOff, ServerCrash, Unplug } from 'lucide-react';
import { useEffect, useState, useSyncExternalStore, type ReactNode } from 'react';
import type { Server, ServerSummary } from '../../api/types.ts';
import { LinkButton } from '../../parts/button.tsx';
import { EmptyState } from '../../parts/empty-state.tsx';
import { useTitle } from '../../parts/page-title.tsx';
import { LogLines } from '../../parts/reason-note.tsx';
import { words } from '../../words/index.ts';
import { consoleWords } from '../../words/console.ts';
import { useServerPage } from '../server/server-context.ts';
import { ConsoleSession, type ConsoleSnapshot } from './console-session.ts';
import { ConsoleView } from './console-view.tsx';

const text = consoleWords;

/** Phases in which there is certainly nobody to talk to. In all others it is tried. */
const SILENT: readonly ServerSummary['phase'][] = ['Pending', 'Stopped', 'Suspended', 'Failed', 'Deleting'];

/** The console of a server. */
export function ConsolePage(): ReactNode {
  const { server, summary } = useServerPage();
  useTitle(words.server.tabs.console, summary.name);
  // A server of the same name that is ordered anew has another log.
  return <Console key={summary.uid} server={server} summary={summary} />;
}

function Console({ server, summary }: { readonly server: Server; readonly summary: ServerSummary }): ReactNode {
  const place = { namespace: summary.namespace, name: summary.name };
  const [session] = useState(() => new ConsoleSession(place));
  const snapshot = useSyncExternalStore(session.subscribe, session.snapshot);
  const isSilent = summary.deleting || SILENT.includes(summary.phase);

  useEffect(() => {
    if (summary.simulated) session.saySimulated();
  }, [session, summary.simulated]);
  useEffect(() => {
    if (isSilent) return undefined;
    session.start();
    return () => session.stop();
  }, [session, isSilent]);
  useEffect(() => session.nudge(), [session, summary.phase]);

  if (snapshot.isEmpty && isSilent) return <NobodyToTalkTo server={server} summary={summary} />;
  if (snapshot.isEmpty && snapshot.state === 'refused') return <Refused snapshot={snapshot} />;
  return <ConsoleView session={session} place={place} isClosed={isSilent} />;
}

function NobodyToTalkTo({ server, summary }: { readonly server: Server; readonly summary: ServerSummary }): ReactNode {
  if (summary.deleting)
    return (
      <EmptyState icon={<CircleSlash />} title={text.deleting}>
        {text.deletingHint}
      </EmptyState>
    );
  if (summary.phase === 'Failed') {
    const lines = server.status.crash?.lines ?? [];
    return (
      <div className="space-y-2">
        <EmptyState icon={<ServerCrash />} title={text.failed} actions={<LinkButton to="../overview">{text.toOverview}</LinkButton>}>
          {lines.length > 0 ? text.failedHint : text.failedNoLines}
        </EmptyState>
        {lines.length > 0 ? <LogLines lines={lines} /> : null}
      </div>
    );
  }
  if (summary.phase === 'Suspended')
    return (
      <EmptyState icon={<Lock />} title={text.suspended}>
        {text.suspendedHint}
      </EmptyState>
    );
  if (summary.phase === 'Stopped')
    return (
      <EmptyState icon={<PowerOff />} title={text.stopped}>
        {text.stoppedHint}
      </EmptyState>
    );
  return (
    <EmptyState
      icon={<Hourglass />}
      title={text.notYet}
      actions={summary.reason === undefined ? undefined : <LinkButton to="../overview">{text.toOverview}</LinkButton>}
    >
      {summary.reason?.message ?? text.notYetHint}
    </EmptyState>
  );
}

function Refused({ snapshot }: { readonly snapshot: ConsoleSnapshot }): ReactNode {
  const { failure } = snapshot;
  if (failure?.status === 403)
    return (
      <EmptyState icon={<Lock />} title={text.forbidden}>
        {text.forbiddenHint}
      </EmptyState>
    );
  if (failure?.status === 409)
    return (
      <EmptyState icon={<Hourglass />} title={text.notYet}>
        {text.notYetHint}
      </EmptyState>
    );
  return (
    <EmptyState icon={<Unplug />} title={text.unreachable}>
      {failure === undefined ? text.unreachableHint : `${failure.message} ${text.unreachableHint}`}
    </EmptyState>
  );
}
