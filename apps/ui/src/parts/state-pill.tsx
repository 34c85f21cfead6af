import type { ReactNode } from 'react';
import type { ServerSummary } from '../api/types.ts';
import { words } from '../words/index.ts';

/** How a state is coloured; the word always stands beside it. */
export type Tone = 'good' | 'busy' | 'warn' | 'bad' | 'idle';

const tones: Record<Tone, { readonly pill: string; readonly dot: string }> = {
  good: { pill: 'bg-good-soft text-good', dot: 'bg-good' },
  busy: { pill: 'bg-busy-soft text-busy', dot: 'bg-busy animate-pulse-soft' },
  warn: { pill: 'bg-warn-soft text-warn', dot: 'bg-warn' },
  bad: { pill: 'bg-bad-soft text-bad', dot: 'bg-bad' },
  idle: { pill: 'bg-idle-soft text-idle', dot: 'bg-idle' },
};

const phaseTones: Record<ServerSummary['phase'], Tone> = {
  Pending: 'warn',
  Provisioning: 'busy',
  Installing: 'busy',
  Starting: 'busy',
  Running: 'good',
  Stopping: 'busy',
  Stopped: 'idle',
  Crashed: 'bad',
  Failed: 'bad',
  Suspended: 'warn',
  Deleting: 'busy',
};

/** The one word for a server, and its tone. A running game that does not answer is not shown as fine. */
export function stateOf(server: Pick<ServerSummary, 'phase' | 'health' | 'deleting'>): { readonly word: string; readonly tone: Tone } {
  if (server.deleting) return { word: words.states.phase.Deleting, tone: 'busy' };
  if (server.phase === 'Running' && server.health === 'Unresponsive') return { word: words.states.health.Unresponsive, tone: 'bad' };
  if (server.phase === 'Running' && server.health === 'Degraded') return { word: words.states.health.Degraded, tone: 'warn' };
  if (server.phase === 'Running' && server.health === 'Unknown') return { word: words.states.health.Unknown, tone: 'warn' };
  return { word: words.states.phase[server.phase], tone: phaseTones[server.phase] };
}

/** A state in one word. */
export function StatePill({ tone, children }: { readonly tone: Tone; readonly children: ReactNode }): ReactNode {
  const { pill, dot } = tones[tone];
  return (
    <span
      className={`inline-flex h-6 shrink-0 items-center gap-1.5 rounded-full px-2.5 text-[0.8125rem] font-medium whitespace-nowrap ${pill}`}
    >
      <span aria-hidden className={`size-1.5 rounded-full ${dot}`} />
      {children}
    </span>
  );
}

/** The state of a server. */
export function ServerState({ server }: { readonly server: Pick<ServerSummary, 'phase' | 'health' | 'deleting'> }): ReactNode {
  const { word, tone } = stateOf(server);
  return <StatePill tone={tone}>{word}</StatePill>;
}
