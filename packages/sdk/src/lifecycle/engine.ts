import type { Reason } from '@gse/resources';
import { declinedInVain, postponedTo } from './decline.ts';
import type { DecideInput, Effect, OpenOperation } from './input.ts';
import { operationTable } from './operations/index.ts';
import type { Draft, Progress, Step, StepContext } from './step.ts';
import { cut } from './reason.ts';
import { iso, ms, roughly } from './time.ts';

/** What operations may change while they advance, and what they ask for. */
export interface Ledger {
  replicas: 0 | 1 | undefined;
  crash: StepContext['crash'];
  readonly effects: Effect[];
  /** Earliest moment at which something happens without anything changing. */
  wakeAt: number | undefined;
}

/** More turns than any table has steps, with room for going back; a guard against a table that never rests. */
const MAX_TURNS = 24;

/** True once the operation has come to its end. */
export function isFinished(operation: { readonly status: OpenOperation['status'] }): boolean {
  const phase = operation.status.phase;
  return phase !== undefined && phase !== 'Pending' && phase !== 'Running';
}

/** True when players would notice if it stopped here: it can no longer be skipped, postponed or cancelled. */
export function isPastReturn(operation: { readonly spec: OpenOperation['spec']; readonly status: OpenOperation['status'] }): boolean {
  return currentStep(operation)?.disrupts ?? false;
}

/** The step under way; undefined before the first. */
function currentStep(operation: { readonly spec: OpenOperation['spec']; readonly status: OpenOperation['status'] }): Step | undefined {
  return operationTable(operation.spec.type).steps.find((step) => step.name === operation.status.step);
}

/** Walks the operation's table as far as it goes at this look. */
export function advance(input: DecideInput, operation: Draft<OpenOperation>, ledger: Ledger): void {
  const { now } = input;
  const table = operationTable(operation.spec.type);
  operation.status.phase = 'Running';
  operation.status.startedAt ??= iso(now);
  honourPostponement(input, operation, ledger);

  for (let turn = 0; turn < MAX_TURNS && !isFinished(operation); turn++) {
    const step = currentStep(operation) ?? enter(operation, table.steps[0], now);
    if (step === undefined) return;
    const progress = look(input, operation, step, table.verb, ledger);
    switch (progress.kind) {
      case 'wait':
        operation.status.message = cut(`${step.title}: ${progress.message}`, 2000);
        setOptional(operation.status, 'reason', progress.reason ?? declinedInVain(input, operation));
        if (progress.until !== undefined) wake(ledger, Math.max(progress.until, now + 1));
        return;
      case 'failed':
        leave(operation, now, progress.reason.message);
        finish(operation, 'Failed', now, progress.reason.message, progress.reason);
        return;
      case 'over':
        leave(operation, now, progress.message);
        finish(operation, 'Succeeded', now, progress.message);
        return;
      case 'back':
        leave(operation, now, progress.message);
        delete operation.status.disruptsAt;
        enter(
          operation,
          table.steps.find((candidate) => candidate.name === progress.to),
          now,
        );
        break;
      case 'done': {
        leave(operation, now, progress.message);
        const next = table.steps[table.steps.indexOf(step) + 1];
        if (next === undefined) {
          finish(operation, 'Succeeded', now, progress.message ?? 'done');
          return;
        }
        enter(operation, next, now);
      }
    }
  }
}

/** Ends an operation. */
export function finish(
  operation: Draft<OpenOperation>,
  phase: NonNullable<OpenOperation['status']['phase']>,
  now: number,
  message: string,
  why?: Reason,
): void {
  operation.status.phase = phase;
  operation.status.finishedAt = iso(now);
  operation.status.message = cut(message, 2000);
  setOptional(operation.status, 'reason', why);
  delete operation.status.deadline;
}

/** Puts an operation that has not disrupted anything back to its beginning. */
export function rewind(operation: Draft<OpenOperation>, now: number, message: string): void {
  leave(operation, now, message);
  delete operation.status.step;
  delete operation.status.stepStartedAt;
  delete operation.status.disruptsAt;
  delete operation.status.deadline;
}

/** Makes sure that `decide` is asked again at this moment at the latest. */
export function wake(ledger: Ledger, at: number): void {
  ledger.wakeAt = Math.min(ledger.wakeAt ?? at, at);
}

function look(input: DecideInput, operation: Draft<OpenOperation>, step: Step, verb: string, ledger: Ledger): Progress {
  const context: StepContext = {
    input,
    operation,
    verb,
    stepStartedAt: ms(operation.status.stepStartedAt) ?? input.now,
    replicas: ledger.replicas,
    crash: ledger.crash,
    effect: (effect) => ledger.effects.push(effect),
  };
  let progress = step.look(context);
  if (progress.kind === 'wait' && step.deadlineMs && step.onDeadline) {
    const deadline = context.stepStartedAt + step.deadlineMs(context);
    operation.status.deadline = iso(deadline);
    if (input.now >= deadline) progress = step.onDeadline(context);
    else wake(ledger, deadline);
  }
  ledger.replicas = context.replicas;
  ledger.crash = context.crash;
  return progress;
}

/** A postponement asked for during the countdown sends the act back to waiting, and tells the players who were warned. */
function honourPostponement(input: DecideInput, operation: Draft<OpenOperation>, ledger: Ledger): void {
  const until = postponedTo(input, operation);
  const planned = ms(operation.status.disruptsAt);
  if (until === undefined || planned === undefined || until <= planned || operation.status.step !== 'countdown') return;
  const warned = (operation.status.announced ?? []).some((notice) => notice.disruptsAt === operation.status.disruptsAt);
  rewind(operation, input.now, `postponed until ${iso(until)}`);
  if (warned) tell(operation, ledger, 'postponed', `postponed by ${roughly((until - planned) / 1000)}`);
}

/** Tells players who were warned that it comes differently. */
export function tell(operation: OpenOperation, ledger: Ledger, what: string, message: string): void {
  const { noun } = operationTable(operation.spec.type);
  ledger.effects.push({
    kind: 'announce',
    key: `${operation.name}/${iso(operation.createdAt)}/${what}/${operation.spec.postponeUntil ?? ''}`,
    operation: operation.name,
    message: `${noun} ${message}`,
    disruptsAt: 0,
    secondsBefore: 0,
  });
}

function enter(operation: Draft<OpenOperation>, step: Step | undefined, now: number): Step | undefined {
  if (step === undefined) return undefined;
  operation.status.step = step.name;
  operation.status.stepStartedAt = iso(now);
  operation.status.steps = [...(operation.status.steps ?? []), { name: step.name, startedAt: iso(now) }].slice(-30);
  delete operation.status.deadline;
  return step;
}

function leave(operation: Draft<OpenOperation>, now: number, message: string | undefined): void {
  const steps = [...(operation.status.steps ?? [])];
  const last = steps.pop();
  if (last === undefined || last.finishedAt !== undefined) return;
  operation.status.steps = [...steps, { ...last, finishedAt: iso(now), ...(message !== undefined && { message }) }];
}

function setOptional<T extends object, K extends keyof T>(target: T, key: K, value: T[K] | undefined): void {
  if (value === undefined) delete target[key];
  else target[key] = value;
}
