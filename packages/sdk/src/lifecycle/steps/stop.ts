import { evictionNoticeSeconds, gracePeriodSeconds } from '../../plan/budget.ts';
import { overdueAt, whyOverdue } from '../overdue.ts';
import { mayBePlayed } from '../players.ts';
import { STOP_OVERDUE_MS } from '../policy.ts';
import type { Step, StepContext } from '../step.ts';
import { ms } from '../time.ts';
import { noticeHolds } from './notice.ts';

const overdue = {
  /** The pod's own time to go, once that is known; it was made by another edition, maybe, with another grace period. */
  deadlineMs: ({ input, stepStartedAt }: StepContext): number => {
    const overdueSince = input.observed.pod && overdueAt(input.observed.pod);
    if (overdueSince !== undefined) return Math.max(0, overdueSince - stepStartedAt);
    return (input.game ? gracePeriodSeconds(input.game, evictionNoticeSeconds(input.spec.disruption)) * 1000 : 0) + STOP_OVERDUE_MS;
  },
  onDeadline: ({ input }: StepContext) => ({ kind: 'failed' as const, reason: whyOverdue(input.observed.pod) }),
};

/**
 * Takes the pod away. The pod's own drain saves the world and lets the game leave, so this is the same stop that an
 * eviction or a node drain causes.
 */
export const stop: Step = {
  name: 'stop',
  title: 'Saving and stopping',
  disrupts: true,
  look: (context) => {
    const { input, operation } = context;
    const { pod } = input.observed;
    if (context.replicas !== 0) {
      const at = ms(operation.status.disruptsAt) ?? input.now;
      // Between the end of the countdown and now the operator may have been away for long.
      if (pod !== undefined && !noticeHolds(input, operation, at))
        return { kind: 'back', to: 'countdown', message: 'players came since the notice' };
      context.replicas = 0;
      if (pod !== undefined) context.effect({ kind: 'expectStop', key: `expectStop/${pod.uid}` });
      // A game that has not answered for long is not saving: it gets its time to leave, not the whole time to save.
      if (pod !== undefined && input.game !== undefined && input.observed.agent?.health === 'Unresponsive') {
        context.effect({ kind: 'hurry', key: `hurry/${pod.uid}`, podUid: pod.uid, graceSeconds: input.game.budgets.stopSeconds });
      }
    }
    if (pod === undefined) return { kind: 'done' };
    operation.status.podUid ??= pod.uid;
    return { kind: 'wait', message: 'the game saves and stops' };
  },
  ...overdue,
};

/** Takes the pod of a crashed game away, so that the next start begins from a clean pod with the current wish. */
export const clear: Step = {
  name: 'clear',
  title: 'Clearing up after the crash',
  disrupts: true,
  look: (context) => {
    // The operator may have been away since the crash, and the node has started the game again.
    if (context.replicas !== 0 && mayBePlayed(context.input))
      return { kind: 'over', message: 'the game runs again, and players may be on it' };
    context.replicas = 0;
    return context.input.observed.pod === undefined ? { kind: 'done' } : { kind: 'wait', message: 'the crashed pod is cleared away' };
  },
  ...overdue,
};
