import { agentOf, isSilent } from '../agent.ts';
import { hasEnded } from '../crash.ts';
import { reason, orderFix } from '../reason.ts';
import { stalePod } from '../stale.ts';
import type { Step } from '../step.ts';
import { words } from '../time.ts';

/** Pulling a large image over a slow line; after that the act is reported as failed, the pod is left to go on. */
const PROVISION_DEADLINE_MS = 45 * 60_000;

/** Asks for the pod and waits until the game process runs. */
export const start: Step = {
  name: 'start',
  title: 'Starting',
  disrupts: true,
  look: (context) => {
    context.replicas = 1;
    const { input, operation } = context;
    const { pod, trouble } = input.observed;
    if (pod === undefined && trouble) return { kind: 'wait', message: trouble.message, reason: trouble };
    // A changed order is another beginning, with all the time of the first.
    if (pod !== undefined && pod.uid !== operation.status.podUid && pod === stalePod(input)) {
      operation.status.podUid = pod.uid;
      return { kind: 'back', to: 'start', message: 'the order was changed, so the pod is made anew' };
    }
    if (pod === undefined || pod.deleting || pod.uid === operation.status.podUid) return { kind: 'wait', message: 'waits for the pod' };
    if (pod.game.state === 'running' || hasEnded(pod)) return { kind: 'done' };
    if (pod.trouble) return { kind: 'wait', message: pod.trouble.message, reason: reason(pod.trouble.code, pod.trouble.message) };
    return { kind: 'wait', message: pod.preparing ?? (pod.scheduled ? 'the pod is prepared' : 'waits for a node') };
  },
  deadlineMs: () => PROVISION_DEADLINE_MS,
  onDeadline: ({ input }) => {
    const trouble = input.observed.pod?.trouble;
    return { kind: 'failed', reason: reason(trouble?.code ?? 'ProvisionOverdue', trouble?.message ?? 'The pod did not come up in time.') };
  },
};

/** Waits until the game answers over its own protocol. */
export const verify: Step = {
  name: 'verify',
  title: 'Waiting for the game to answer',
  disrupts: true,
  look: ({ input }) => {
    const { pod } = input.observed;
    const agent = agentOf(input);
    if (pod && hasEnded(pod)) return { kind: 'failed', reason: reason('Crashed', 'The game ended while it was starting.') };
    if (agent?.everHealthy && !isSilent(input) && (agent.health === 'Healthy' || agent.health === 'Degraded'))
      return { kind: 'done', message: 'players can join' };
    return { kind: 'wait', message: agent?.progress ?? 'the game is starting' };
  },
  deadlineMs: ({ input }) => (input.game?.budgets.startSeconds ?? 0) * 1000,
  onDeadline: ({ input }) => {
    const budget = words(input.game?.budgets.startSeconds ?? 0);
    return {
      kind: 'failed',
      reason: reason(
        'StartBudgetExceeded',
        `The game did not answer within ${budget}, which is ample for it. It is left alone, in case it still comes up.`,
        {
          fix: orderFix('restart', 'Restart the server'),
          evidence: agentOf(input)?.reason?.evidence,
        },
      ),
    };
  },
};
