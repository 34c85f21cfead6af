import type { Fix, Health, Phase, Reason } from '@gse/resources';
import { agentOf, isSilent } from './agent.ts';
import { crashFinding, hasCrashed, hasEnded, recordCrash } from './crash.ts';
import { findingById } from './diagnose.ts';
import type { Ledger } from './engine.ts';
import type { CrashRecord, DecideInput, ObservedPod, OpenOperation } from './input.ts';
import { obstacle } from './obstacle.ts';
import { overdueAt, STOP_OVERDUE, whyOverdue } from './overdue.ts';
import { orderFix, reason } from './reason.ts';
import { stalePod } from './stale.ts';
import { iso } from './time.ts';
import { wantsRun } from './wish.ts';

/** One word for people, and why it is not plainly Running. */
export interface PhaseView {
  readonly phase: Phase;
  readonly reason?: Reason;
}

/**
 * The phase, from the journal first (what we are doing) and from the world second (what we see).
 * @param ended operations that came to their end at this look
 */
export function phaseOf(input: DecideInput, ledger: Ledger, active: OpenOperation | undefined, ended: readonly OpenOperation[]): PhaseView {
  const { pod } = input.observed;
  const step = active?.status.phase === 'Running' ? active.status.step : undefined;
  if (input.server.deleting) return { phase: 'Deleting', ...because(active?.status.reason ?? (pod && overdue(input, ended))) };
  if (step === 'stop') return { phase: 'Stopping', ...because(active?.status.reason) };
  if (step === 'evidence' || step === 'clear' || step === 'backoff')
    return { phase: 'Crashed', ...because(crashReason(input, ledger.crash)) };
  if (ledger.replicas !== 1) {
    if (pod !== undefined) return { phase: 'Stopping', ...because(overdue(input, ended)) };
    if (input.spec.intent === 'Suspended')
      return { phase: 'Suspended', reason: reason('Suspended', 'The provider has suspended this server; the world is kept.') };
    if (!wantsRun(input)) return { phase: 'Stopped' };
    if (ledger.crash?.givenUp !== undefined) return { phase: 'Failed', ...because(crashReason(input, ledger.crash)) };
    return { phase: 'Pending', ...because(obstacle(input)) };
  }
  return phaseOfPod(input, ledger);
}

/** The phase of a server whose pod is meant to be there. */
function phaseOfPod(input: DecideInput, ledger: Ledger): PhaseView {
  const { pod } = input.observed;
  const agent = agentOf(input);
  if (pod === undefined || !pod.scheduled)
    return {
      phase: 'Provisioning',
      ...because(pod?.trouble ? reason(pod.trouble.code, pod.trouble.message) : pod === undefined ? input.observed.trouble : undefined),
    };
  if (pod.deleting) return { phase: 'Stopping', reason: whyGoing(input, pod) };
  if (pod.game.state !== 'running') {
    // In maintenance crashes are seen and not counted.
    if (hasEnded(pod))
      return {
        phase: 'Crashed',
        ...because(crashReason(input, hasCrashed(input, ledger.crash) ? recordCrash(pod, undefined, input.now) : ledger.crash)),
      };
    if (pod.ends > 0)
      return { phase: 'Starting', reason: reason('NodeRestarted', 'The machine beneath was restarted; the game is started again.') };
    if (pod.trouble) return { phase: 'Installing', reason: reason(pod.trouble.code, pod.trouble.message) };
    return { phase: 'Installing', ...because(pod.preparing === undefined ? undefined : reason('Preparing', pod.preparing)) };
  }
  if (agent === undefined && wasUp(input)) return { phase: 'Running', reason: AGENT_SILENT };
  if (!agent?.everHealthy) {
    const overBudget = agent?.reason?.code === 'StartBudgetExceeded';
    const why = agentReason(input);
    if (overBudget && why) return { phase: 'Starting', reason: { ...why, fix: why.fix ?? orderFix('restart', 'Restart the server') } };
    return {
      phase: 'Starting',
      reason: reason('GameStarting', agent?.progress ?? 'The game process runs and does not answer yet.', { evidence: why?.evidence }),
    };
  }
  return { phase: 'Running', ...because(agentReason(input) ?? input.observed.network.reason ?? input.observed.trouble) };
}

/** Why a pod goes that is meant to be there. */
function whyGoing(input: DecideInput, pod: ObservedPod): Reason {
  if (input.now >= (overdueAt(pod) ?? Number.POSITIVE_INFINITY)) return whyOverdue(pod);
  if (stalePod(input) !== undefined)
    return reason('OrderChanged', 'The order was changed before the game had started, so the pod is made anew from it.');
  return reason(
    'PodDeleted',
    'The pod was taken away from outside, for instance by a node drain. The world is saved and a new pod follows.',
  );
}

const AGENT_SILENT = reason(
  'AgentSilent',
  'The agent beside the game has not been heard for a while. The game may run on; nothing disruptive begins meanwhile.',
);

/** True when this very run of the game was seen up before, by an operator that had heard its agent. */
function wasUp({ previous, observed: { pod } }: DecideInput): boolean {
  return previous.phase === 'Running' && pod?.game.state === 'running' && previous.startedAt === iso(pod.game.startedAt);
}

/** What the agent complains about, with the fix of the game's diagnosis where one matches. */
function agentReason(input: DecideInput): Reason | undefined {
  const agent = agentOf(input);
  if (agent === undefined) return undefined;
  if (isSilent(input)) return AGENT_SILENT;
  if (agent.health === 'Healthy' && agent.reason === undefined) return undefined;
  const finding =
    input.game && agent.diagnosis ? findingById(input.game.diagnoses, agent.diagnosis.id, agent.diagnosis.lines, input.spec) : undefined;
  if (finding && agent.health !== 'Healthy') {
    return reason(finding.diagnosis.id, `${finding.diagnosis.meaning} ${finding.diagnosis.remedy}`, {
      fix: finding.fix,
      evidence: agent.diagnosis?.lines,
    });
  }
  if (agent.reason === undefined) return undefined;
  const restartable = agent.health === 'Unresponsive' || agent.health === 'Degraded';
  return reason(agent.reason.code, agent.reason.message, {
    fix: trustedFix(input, agent.reason) ?? (restartable ? orderFix('restart', 'Restart the server') : undefined),
    evidence: agent.reason.evidence,
  });
}

/**
 * The way out of what the agent complains of. It stands beside the game, so its word may be the game's: whoever follows it does so
 * with rights of their own. A change of the order therefore comes from the adapter alone, and an agent orders nothing but a restart.
 */
function trustedFix({ game, spec }: DecideInput, { code, evidence, fix }: Reason): Fix | undefined {
  if (fix?.kind === 'link' || (fix?.kind === 'operation' && fix.operation === 'restart')) return fix;
  return game && findingById(game.diagnoses, code, evidence ?? [], spec)?.fix;
}

/** What is known of the last crash, in a sentence with its fix. */
function crashReason(input: DecideInput, crash: CrashRecord | undefined): Reason | undefined {
  if (crash === undefined) return undefined;
  const finding = crashFinding(input, crash);
  if (finding)
    return reason(finding.diagnosis.id, `${finding.diagnosis.meaning} ${finding.diagnosis.remedy}`, {
      fix: finding.fix,
      evidence: crash.lines,
    });
  if (crash.problem !== undefined)
    return reason('CannotStart', `The game could not be started: ${crash.problem}`, { fix: orderFix('restart', 'Try again') });
  const givenUp = crash.givenUp === undefined ? '' : ` It crashed ${crash.count} times, so it is not started again by itself.`;
  if (crash.exitCode === 0) {
    return reason(
      'GameExited',
      `The game left by itself with exit code 0, although the server is wished to run; perhaps somebody stopped it in the game.${givenUp}`,
      {
        fix: { kind: 'patch', title: 'Keep it stopped', patch: { spec: { state: 'Stopped' } } },
        evidence: crash.lines,
      },
    );
  }
  const how = crash.oomKilled
    ? 'was ended by the kernel because it used more memory than its limit'
    : `ended with exit code ${crash.exitCode ?? 'unknown'}`;
  return reason(crash.oomKilled ? 'OutOfMemory' : 'GameCrashed', `The game ${how}.${givenUp}`, {
    fix: crash.givenUp === undefined ? undefined : orderFix('restart', 'Try again'),
    evidence: crash.lines,
  });
}

/** A stop that took too long is told as long as the pod is there. */
function overdue(input: DecideInput, ended: readonly OpenOperation[]): Reason | undefined {
  return [...ended.map((operation) => operation.status.reason), input.previous.reason].find((why) => why?.code === STOP_OVERDUE);
}

/** The health axis. An agent that is not heard, or speaks of another pod, is not believed. */
export function healthOf(input: DecideInput): Health {
  const { pod } = input.observed;
  const agent = agentOf(input);
  if (pod === undefined || pod.game.state !== 'running' || agent === undefined || isSilent(input)) return 'Unknown';
  return agent.health;
}

function because(why: Reason | undefined): { reason?: Reason } {
  return why === undefined ? {} : { reason: why };
}
