import type { AnyInformer } from '../controller/controller.ts';
import type { LeaderElector } from '../election/leader-elector.ts';
import { systemClock, type Clock } from '../clock.ts';

/** What a health endpoint answers. */
export interface HealthReport {
  isOk: boolean;
  /** One line per check, as Kubernetes' own components write them. */
  text: string;
}

/** What is looked at. */
export interface HealthOptions {
  informers: readonly AnyInformer[];
  elector?: LeaderElector | undefined;
  /** A watch that has neither heard anything nor tried again for so long is stuck. */
  stuckAfterMs?: number | undefined;
  clock?: Clock | undefined;
}

/** Answers `/healthz` and `/readyz` of a process that mirrors kinds. */
export interface Health {
  /**
   * Whether a restart would help: a watch is stuck in this process. An API server that is away is no reason, and a
   * cluster where nothing happens neither; both are told apart in the text.
   */
  live(): HealthReport;
  /** Whether every cache has its first list. A server that goes away later changes nothing: caches still serve. */
  ready(): HealthReport;
}

/**
 * Longest a healthy watch says nothing (three bookmarks missed), then the longest back-off, then the deadline of a
 * request, with as much again: a machine that is very busy is not stuck.
 */
const defaultStuckAfterMs = 480_000;

/** Creates the checks of a process; they only read what the informers and the elector know. */
export function createHealth(options: HealthOptions): Health {
  const { informers, elector, clock = systemClock, stuckAfterMs = defaultStuckAfterMs } = options;

  function watchCheck(informer: AnyInformer): { isOk: boolean; line: string } {
    const { state, type } = informer;
    const name = type?.plural ?? 'informer';
    if (!state) return { isOk: true, line: `[+]watch ${name} ok` };
    const now = clock.elapsed();
    const idleMs = now - Math.max(state.heardAt ?? 0, state.triedAt);
    const heard = state.heardAt === undefined ? 'never heard from' : `last heard from ${seconds(now - state.heardAt)} ago`;
    if (state.phase !== 'stopped' && idleMs > stuckAfterMs) return { isOk: false, line: `[-]watch ${name} stuck: ${heard}` };
    if (state.failures === 0) return { isOk: true, line: `[+]watch ${name} ok: ${state.phase}, ${heard}` };
    const error = state.error instanceof Error ? state.error.message : String(state.error);
    // The process is fine, the other side is not: said, and no reason for a restart.
    return { isOk: true, line: `[!]watch ${name} lost, ${state.failures} attempts failed, ${heard}: ${error}` };
  }

  return {
    live() {
      const checks = informers.map(watchCheck);
      const lines = checks.map(({ line }) => line);
      if (elector) lines.push(`[+]leader-election ok: ${elector.isLeader ? 'leading' : `${elector.leader ?? 'nobody'} leads`}`);
      return report(
        'healthz',
        lines,
        checks.every(({ isOk }) => isOk),
      );
    },
    ready() {
      const lines = informers.map((informer) => {
        const name = informer.type?.plural ?? 'informer';
        return informer.hasSynced ? `[+]cache ${name} ok` : `[-]cache ${name} not filled yet`;
      });
      return report(
        'readyz',
        lines,
        informers.every((informer) => informer.hasSynced),
      );
    },
  };
}

function report(name: string, lines: readonly string[], isOk: boolean): HealthReport {
  return { isOk, text: `${[...lines, `${name} check ${isOk ? 'passed' : 'failed'}`].join('\n')}\n` };
}

function seconds(ms: number): string {
  return `${Math.round(ms / 1000)} s`;
}
