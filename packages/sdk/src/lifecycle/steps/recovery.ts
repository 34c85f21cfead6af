import { agentOf } from '../agent.ts';
import { crashFinding, crashKey, explainCrash, shouldGiveUp } from '../crash.ts';
import { crashBackoffMs, CRASH_POLICY, EVIDENCE_DEADLINE_MS } from '../policy.ts';
import { orderFix, reason } from '../reason.ts';
import type { Step } from '../step.ts';
import { iso, ms, words } from '../time.ts';

/** Keeps the last log lines of the crashed game before its pod goes. */
export const evidence: Step = {
  name: 'evidence',
  title: 'Keeping the last log lines',
  disrupts: true,
  look: (context) => {
    const { input, crash } = context;
    const { pod } = input.observed;
    if (crash === undefined || pod === undefined) return { kind: 'done', message: 'the pod has gone already' };
    if (crash.count === 0) return { kind: 'done', message: 'the game had got over it by itself' };
    // They have to stand in the status before the pod goes: whoever takes over could not read them any more.
    const kept = input.previous.crash;
    if (kept?.key === crash.key && kept.lines !== undefined) return { kind: 'done' };
    const found = input.observed.evidence;
    if (found?.key === crash.key) {
      context.crash = explainCrash(input, crash, found.lines);
      return { kind: 'wait', until: input.now + 1, message: 'keeps the last log lines' };
    }
    if (crashKey(pod).split('/')[0] !== crash.key.split('/')[0]) return { kind: 'done', message: 'the pod was replaced already' };
    context.effect({ kind: 'collectEvidence', key: crash.key, podUid: pod.uid, previous: pod.game.state !== 'ended' });
    return { kind: 'wait', message: 'reads the last log lines' };
  },
  deadlineMs: () => EVIDENCE_DEADLINE_MS,
  onDeadline: (context) => {
    // What the agent had matched in the live log is better than nothing.
    const seen = agentOf(context.input)?.diagnosis;
    if (context.crash && seen) context.crash = explainCrash(context.input, context.crash, seen.lines);
    return { kind: 'done', message: 'the log could not be read' };
  },
};

/** Waits before the next try, longer after each crash; gives up where trying again cannot help. */
export const backoff: Step = {
  name: 'backoff',
  title: 'Waiting before the next try',
  disrupts: true,
  look: (context) => {
    const { input, operation, crash } = context;
    if (crash === undefined) return { kind: 'done' };
    if (shouldGiveUp(input, crash)) {
      context.crash = { ...crash, givenUp: input.server.generation };
      const finding = crashFinding(input, crash);
      return {
        kind: 'failed',
        reason: finding
          ? reason(finding.diagnosis.id, `${finding.diagnosis.meaning} ${finding.diagnosis.remedy}`, {
              fix: finding.fix,
              evidence: crash.lines,
            })
          : reason('CrashLoop', `The game crashed ${crash.count} times without a stable period.`, {
              fix: orderFix('restart', 'Try again'),
              evidence: crash.lines,
            }),
      };
    }
    const since = Math.min(ms(crash.at) ?? context.stepStartedAt, context.stepStartedAt);
    const until = since + crashBackoffMs(input.server.uid, crash.count);
    operation.status.waitsUntil = iso(until);
    if (input.now >= until) return { kind: 'done' };
    return {
      kind: 'wait',
      until,
      message: `starts again in ${words(Math.ceil((until - input.now) / 1000))} (crash ${crash.count} of ${CRASH_POLICY.giveUpAfter})`,
    };
  },
};
