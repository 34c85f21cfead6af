import type { GameServerStatus } from '@gse/resources';
import { differences } from '../plan/staged.ts';
import { conditionsOf } from './conditions.ts';
import { forgetWhenStable, hasCrashed, hasEnded, recordCrash } from './crash.ts';
import { advance, finish, isFinished, isPastReturn, rewind, tell, wake, type Ledger } from './engine.ts';
import type { DecideInput, Decision, JournalChange, OpenOperation } from './input.ts';
import { lifeEvents } from './events.ts';
import { nextOf } from './next.ts';
import { healthOf, phaseOf } from './phase.ts';
import { playersStatus } from './players.ts';
import { AGENT_SILENCE_MS, CRASH_POLICY } from './policy.ts';
import { operationTable } from './operations/index.ts';
import type { Draft } from './step.ts';
import { iso } from './time.ts';
import { owedOperation, refusal, servesNobody, wantsRun } from './wish.ts';

/**
 * What to do next for one server: a pure function of the wish, the world and the journal. It never waits: what takes time
 * comes back as `requeueAfterMs`, and what must be done outside as effects that may be repeated without harm.
 */
export function decide(input: DecideInput): Decision {
  const ledger: Ledger = { replicas: input.previous.desiredReplicas === 1 ? 1 : input.previous.desiredReplicas === 0 ? 0 : undefined, crash: input.previous.crash, effects: [], wakeAt: undefined };
  const journal = new Journal(input);
  let held = input.previous.held?.generation === input.server.generation ? input.previous.held : undefined;

  if (input.spec.intent !== 'Maintenance' || input.server.deleting) {
    noticeCrash(input, journal, ledger);
    for (const operation of journal.open()) {
      settle(input, operation, journal, ledger);
    }
    for (const declined of journal.declined()) {
      held = { generation: input.server.generation, message: `${declined.name} was ${declined.status.phase === 'Skipped' ? 'skipped' : 'cancelled'}; it is asked for again when the spec changes` };
    }
    if (journal.open().every((operation) => operation.spec.generation === undefined && !isPastReturn(operation))) {
      const owed = owedOperation(input, ledger, held);
      if (owed) {
        // A new wish after giving up is a new beginning.
        if (owed.type === 'start') ledger.crash = undefined;
        journal.begin(owed.type, owed.cause);
      }
    }
    for (let turn = 0; turn < 4; turn++) {
      const active = journal.active();
      if (active === undefined) break;
      if (active.spec.type === 'restart' && ledger.crash?.givenUp !== undefined) ledger.crash = undefined;
      advance(input, active, ledger);
      if (!isFinished(active)) break;
      if (active.status.phase === 'Failed' && active.spec.generation !== undefined && active.spec.type !== 'recover') {
        held = { generation: input.server.generation, message: active.status.message ?? 'the operation failed' };
      }
    }
    journal.queueTheRest();
  }
  if (ledger.replicas === 1) ledger.crash = forgetWhenStable(ledger.crash, input);

  const status = statusOf(input, ledger, journal, held);
  if (input.observed.pod === undefined && input.server.deleting && ledger.replicas !== 1 && journal.active() === undefined) {
    ledger.effects.push({ kind: 'release', key: 'release' });
  }
  const changes = applyLiveEffect(input, ledger);
  const effects = [...ledger.effects, ...changes, ...lifeEvents(input, status, journal.finishedNow())];
  scheduleLooks(input, ledger);
  return {
    status, effects,
    journal: journal.changes(),
    ...(ledger.wakeAt !== undefined && { requeueAfterMs: Math.max(1, ledger.wakeAt - input.now) }),
  };
}

/**
 * Counts a new end of the game, and owes every ended game its recovery: a pod in which the game has ended is always replaced,
 * so that the next start is made from the present wish.
 */
function noticeCrash(input: DecideInput, journal: Journal, ledger: Ledger): void {
  const { pod } = input.observed;
  if (pod === undefined || !hasEnded(pod) || pod.deleting || ledger.replicas !== 1) return;
  if (hasCrashed(input, ledger.crash)) {
    ledger.crash = recordCrash(pod, ledger.crash, input.now);
    for (const operation of journal.open()) {
      const { step } = operation.status;
      if (step === 'start' || step === 'verify') finish(operation, 'Failed', input.now, 'the game ended while it was starting');
      else if (!isPastReturn(operation) && step !== undefined) rewind(operation, input.now, 'the game crashed meanwhile');
    }
  }
  const isCaredFor = journal.open().some((operation) => operation.spec.type === 'recover' || isPastReturn(operation));
  if (wantsRun(input) && !isCaredFor) journal.begin('recover', 'the game ended unasked');
}

/** Ends operations that somebody declined, that serve nobody any more, or that cannot be carried out. */
function settle(input: DecideInput, operation: Draft<OpenOperation>, journal: Journal, ledger: Ledger): void {
  const { now } = input;
  const warned = (operation.status.announced ?? []).length > 0;
  if (operation.status.phase === undefined) {
    const why = refusal(input, operation, journal.open());
    if (why) return finish(operation, 'Refused', now, why.message, why);
  }
  if (servesNobody(input, operation)) {
    if (warned) tell(operation, ledger, 'cancelled', 'cancelled');
    return finish(operation, 'Cancelled', now, 'the wish has changed meanwhile');
  }
  if (isPastReturn(operation)) return;
  if (operation.spec.cancel || operation.spec.skip) {
    const phase = operation.spec.cancel ? 'Cancelled' : 'Skipped';
    if (warned) tell(operation, ledger, 'declined', operation.spec.cancel ? 'cancelled' : 'skipped');
    finish(operation, phase, now, operation.spec.cancel ? 'cancelled on request' : 'skipped on request');
    if (operation.spec.generation !== undefined) journal.decline(operation);
  }
}

/** Settings that the running game can be told without a restart. */
function applyLiveEffect(input: DecideInput, ledger: Ledger): Decision['effects'] {
  const { game, plan, observed } = input;
  if (ledger.replicas !== 1 || !game?.applyLive || !plan?.ok || observed.agent?.settings === undefined || healthOf(input) !== 'Healthy') return [];
  const applied = observed.pod?.applied;
  if (applied === undefined) return [];
  const changes: Record<string, unknown> = {};
  for (const change of differences(game, plan.plan, { ...applied, settings: observed.agent.settings })) {
    if (change.applies === 'live') changes[change.path.slice('settings.'.length)] = change.to;
  }
  if (Object.keys(changes).length === 0) return [];
  return [{ kind: 'applyLive', key: JSON.stringify(changes), changes }];
}

function statusOf(input: DecideInput, ledger: Ledger, journal: Journal, held: GameServerStatus['held']): GameServerStatus {
  const { observed, previous, plan, game } = input;
  const active = journal.active();
  const view = phaseOf(input, ledger, active);
  const health = healthOf(input);
  const { agent, pod } = observed;
  const applied = pod?.applied && { ...pod.applied, settings: agent?.settings ?? pod.applied.settings };
  const staged = game && plan?.ok && applied ? differences(game, plan.plan, applied) : [];
  const next = nextOf(input, ledger, active, view.phase);
  const wanted = plan?.ok ? plan.plan.version : previous.version?.wanted;
  const status: GameServerStatus = {
    observedGeneration: input.server.generation,
    phase: view.phase,
    health,
    players: health === 'Unknown' ? { known: false } : playersStatus(observed),
    network: { state: observed.network.state, ...(observed.network.message && { message: observed.network.message }), endpoints: [...observed.network.endpoints] },
    intent: input.spec.intent,
    ...(wanted !== undefined && {
      version: { state: applied && applied.version !== wanted ? 'Staged' : 'UpToDate', wanted, ...(agent?.version !== undefined && { running: agent.version }) },
    }),
    ...(observed.network.endpoints[0] && { address: observed.network.endpoints[0].address }),
    ...(agent ? { simulated: agent.simulated } : previous.simulated !== undefined && { simulated: previous.simulated }),
    ...(view.reason && { reason: view.reason }),
    ...(next && { next }),
    ...(active && { operation: active.name }),
    ...(staged.length > 0 && {
      staged: staged.slice(0, 100).map((change) => ({
        path: change.path, title: change.title,
        message: change.applies === 'live' ? 'is being told to the running game' : change.applies === 'wipe' ? 'takes effect in a new world' : 'takes effect with the next restart',
      })),
    }),
    ...(ledger.crash && { crash: ledger.crash }),
    ...(held && { held }),
    ...(agent?.healthySince !== undefined && health !== 'Unknown' && { healthySince: iso(agent.healthySince) }),
    ...(pod?.game.state === 'running' && { startedAt: iso(pod.game.startedAt) }),
    ...(ledger.replicas !== undefined && { desiredReplicas: ledger.replicas }),
    ...(journal.opened > 0 && { operationsOpened: journal.opened }),
  };
  return { ...status, conditions: conditionsOf(input, status) };
}

/** Times at which the picture changes although nothing happens. */
function scheduleLooks(input: DecideInput, ledger: Ledger): void {
  const { agent } = input.observed;
  if (agent && input.observed.pod?.game.state === 'running' && input.now - agent.receivedAt <= AGENT_SILENCE_MS) wake(ledger, agent.receivedAt + AGENT_SILENCE_MS + 1);
  if (ledger.crash && agent?.healthySince !== undefined) wake(ledger, Math.max(input.now + 1, Math.max(agent.healthySince, Date.parse(ledger.crash.at)) + CRASH_POLICY.stableMs));
}

/** The open operations while they are being decided about. */
class Journal {
  readonly #input: DecideInput;
  readonly #before: ReadonlyMap<string, OpenOperation>;
  readonly #entries: Draft<OpenOperation>[];
  readonly #declined: OpenOperation[] = [];
  opened: number;

  constructor(input: DecideInput) {
    this.#input = input;
    this.opened = input.previous.operationsOpened ?? 0;
    this.#before = new Map(input.operations.map((operation) => [operation.name, operation]));
    this.#entries = input.operations.map((operation) => ({ ...operation, status: structuredClone(operation.status) }));
  }

  open(): Draft<OpenOperation>[] {
    return this.#entries.filter((operation) => !isFinished(operation));
  }

  /** The one that may act: what is already past the point of return, then recoveries, then the oldest. */
  active(): Draft<OpenOperation> | undefined {
    const open = this.open();
    return open.find(isPastReturn) ?? open.find((operation) => operation.spec.type === 'recover') ?? open.find((operation) => operation.spec.generation !== undefined) ?? open[0];
  }

  begin(type: OpenOperation['spec']['type'], cause: string | undefined): void {
    const { server, now } = this.#input;
    const open = new Set(this.#entries.map((entry) => entry.name));
    do this.opened += 1; while (open.has(`${server.name}-${type}-${this.opened}`));
    this.#entries.push({
      name: `${server.name}-${type}-${this.opened}`, createdAt: now, status: {},
      spec: { server: server.name, type, actor: 'operator', generation: server.generation, ...(cause !== undefined && { cause }) },
    });
  }

  decline(operation: OpenOperation): void {
    this.#declined.push(operation);
  }

  declined(): readonly OpenOperation[] {
    return this.#declined;
  }

  finishedNow(): readonly OpenOperation[] {
    return this.#entries.filter(isFinished);
  }

  queueTheRest(): void {
    const active = this.active();
    for (const operation of this.open()) {
      if (operation === active) continue;
      operation.status.phase = 'Pending';
      operation.status.message = `waits for ${active?.name ?? 'another operation'}`;
    }
  }

  changes(): readonly JournalChange[] {
    return this.#entries.flatMap((entry): JournalChange[] => {
      const before = this.#before.get(entry.name);
      if (before === undefined) return [{ kind: 'open', name: entry.name, spec: entry.spec, status: entry.status }];
      return JSON.stringify(before.status) === JSON.stringify(entry.status) ? [] : [{ kind: 'update', name: entry.name, status: entry.status }];
    });
  }
}

/** For pages that draw an operation: the titles of its steps in order. */
export function stepTitles(type: OpenOperation['spec']['type']): readonly { readonly name: string; readonly title: string; readonly disrupts: boolean }[] {
  return operationTable(type).steps.map(({ name, title, disrupts }) => ({ name, title, disrupts }));
}
