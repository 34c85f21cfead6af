import { gameServerSpecSchema, type GameOperationSpec, type GameServerSpecInput, type GameServerStatus } from '@gse/resources';
import {
  decide,
  isFinished,
  planServer,
  type Decision,
  type Effect,
  type Evidence,
  type JournalChange,
  type Observed,
  type ObservedAgent,
  type ObservedPod,
  type OpenOperation,
} from '../src/index.ts';
import { AGENT_SILENCE_MS } from '../src/lifecycle/policy.ts';
import { fakeGame } from './fake-game.ts';

/** What players heard, and when. */
export interface Heard {
  readonly at: number;
  readonly message: string;
  readonly disruptsAt: number;
}
/** A moment at which players were thrown out by the platform. */
export interface Disruption {
  readonly at: number;
  readonly online: number;
  /** A fresh report said that nobody is there. */ readonly provenEmpty: boolean;
}

/**
 * A small world around `decide`: a cluster that makes and takes pods, a game that starts, crashes and hangs, players who come
 * and go, and an API that keeps what is written. Time moves only by `pass`.
 */
export class World {
  now = Date.parse('2026-01-01T00:00:00Z');
  generation = 1;
  deleting = false;
  released = false;
  status: GameServerStatus = {};
  operations: OpenOperation[] = [];
  pod: { -readonly [K in keyof ObservedPod]: ObservedPod[K] } | undefined;
  agent: ObservedAgent | undefined;
  evidence: Evidence | undefined;
  online = 0;
  lines: string[] = [];
  heard: Heard[] = [];
  /** Notices of moments that the journal did not have yet. */
  unpublished: Heard[] = [];
  disruptions: Disruption[] = [];
  events: string[] = [];
  /** When the last decision wanted to be asked again although nothing changes. */
  requeueAfterMs: number | undefined;
  /** When set, only so many of the writes of the next decision happen: the operator is killed in between. */
  dieAfterWrites: number | undefined;
  isAgentDead = false;
  /** Nothing is heard of the agent, and its last report stands. */
  isAgentMute = false;
  isHung = false;
  /** The game never answers after its next start. */
  hangsAtStart = false;
  startsInMs = 8_000;
  /** The pod does not go, as on a node that is down. */
  isNodeDown = false;
  /** A version whose image cannot be pulled. */
  readonly missingVersion = '9.9';
  /** Whether the server has an address. */
  isReachable = true;
  /** What else the platform says. */
  platform: Partial<Observed> = {};
  /** Players who join by themselves as soon as the game is up. */
  regulars = 0;
  /** Keys of notices given: the agent gives each once. */
  readonly #given = new Set<string>();
  #spec: GameServerSpecInput;
  #podCount = 0;
  #podReadyAt: number | undefined;
  #stopsAt: number | undefined;

  constructor(spec: Partial<GameServerSpecInput> = {}) {
    this.#spec = { game: 'fake', licences: [{ id: 'eula', accepted: true }], ...spec };
  }

  patch(spec: Partial<GameServerSpecInput>): void {
    this.#spec = { ...this.#spec, ...spec };
    this.generation += 1;
  }

  order(type: GameOperationSpec['type'], more: Partial<GameOperationSpec> = {}): string {
    const name = `ordered-${this.operations.length + 1}`;
    this.operations.push({ name, createdAt: this.now, spec: { server: 'w', type, ...more }, status: {} });
    return name;
  }

  edit(name: string, spec: Partial<GameOperationSpec>): void {
    this.operations = this.operations.map((operation) =>
      operation.name === name ? { ...operation, spec: { ...operation.spec, ...spec } } : operation,
    );
  }

  operation(name: string): OpenOperation {
    const found = this.operations.find((operation) => operation.name === name);
    if (found === undefined) throw new Error(`no operation ${name}`);
    return found;
  }

  crash(end: { exitCode?: number; oomKilled?: boolean; lines?: string[] } = {}): void {
    if (this.pod?.game.state !== 'running') return;
    this.lines = end.lines ?? ['something went wrong'];
    this.pod = {
      ...this.pod,
      game: { state: 'ended' },
      ends: this.pod.ends + 1,
      lastEnd: { exitCode: end.exitCode ?? 1, oomKilled: end.oomKilled ?? false, finishedAt: this.now },
    };
    this.online = 0;
    this.report();
  }

  /** Somebody else takes the pod away, as a drain of its node does. */
  evict(): void {
    if (this.pod === undefined || this.pod.deleting) return;
    this.pod = { ...this.pod, deleting: true };
    this.#stopsAt = this.now + 2_000;
  }

  /** The node starts the game that has ended again, in the same pod. */
  startInPlace(): void {
    if (this.pod?.game.state !== 'ended' || this.pod.deleting) return;
    this.pod = { ...this.pod, game: { state: 'running', startedAt: this.now } };
    if (!this.isAgentMute) this.agent = undefined;
  }

  /** The machine beneath goes away and comes back; its node starts the game again in the same pod. */
  restartNode(): void {
    if (this.pod?.game.state !== 'running' || this.pod.deleting) return;
    this.pod = {
      ...this.pod,
      game: { state: 'waiting' },
      ends: this.pod.ends + 1,
      lastEnd: { exitCode: 137, oomKilled: false, byNode: true, finishedAt: this.now },
    };
    this.#podReadyAt = this.now + 1_000;
    this.agent = undefined;
    this.online = 0;
    this.isHung = false;
  }

  /** Lets time pass in steps, with the world and the operator doing their work at each. */
  pass(milliseconds: number, stepMs = 500): void {
    const end = this.now + milliseconds;
    while (this.now < end && !this.released) {
      this.now = Math.min(end, this.now + stepMs);
      this.turn();
      this.reconcile();
    }
  }

  /** One look of the operator; a killed one is followed by the next at once. */
  reconcile(): void {
    if (this.released) return;
    for (let look = 0; look < 5; look++) {
      const decision = this.decide();
      this.requeueAfterMs = decision.requeueAfterMs;
      const died = this.carryOut(decision);
      // What it had collected and not written down goes with the process.
      if (died) this.evidence = undefined;
      const again = decision.requeueAfterMs === 1;
      if (again) this.now += 1;
      if (!died && !again && decision.effects.every((effect) => effect.kind !== 'collectEvidence')) return;
    }
  }

  decide(): Decision {
    const spec = gameServerSpecSchema.parse(this.#spec);
    return decide({
      now: this.now,
      server: { name: 'w', uid: 'u', generation: this.generation, deleting: this.deleting },
      spec,
      game: fakeGame,
      plan: planServer(fakeGame, spec),
      observed: {
        network: this.isReachable
          ? { state: 'Ready', endpoints: [{ name: 'game', protocol: 'TCP', address: '127.0.0.1:1000' }] }
          : { state: 'Waiting', message: 'waits for an address', endpoints: [] },
        ...(this.pod && { pod: { ...this.pod, ...this.#made('wanted') } }),
        ...(this.agent && { agent: this.agent }),
        ...(this.evidence && { evidence: this.evidence }),
        ...this.platform,
      },
      previous: this.status,
      operations: this.operations.filter((operation) => !isFinished(operation)),
    });
  }

  private carryOut(decision: Decision): boolean {
    const undelivered = new Set<string>();
    for (const effect of decision.effects) {
      if (effect.kind === 'announce' && !this.announce(effect)) undelivered.add(effect.operation);
      if (effect.kind === 'collectEvidence' && this.pod?.uid === effect.podUid) this.evidence = { key: effect.key, lines: this.lines };
      if (effect.kind === 'event') this.events.push(`${effect.reason}: ${effect.message}`);
      if (effect.kind === 'release') this.released = true;
      // A pod that runs goes with the status, which counts who was on it.
      if (effect.kind === 'hurry' && this.pod?.uid === effect.podUid && this.pod.game.state === 'waiting') this.evict();
    }
    let left = this.dieAfterWrites ?? Number.POSITIVE_INFINITY;
    this.dieAfterWrites = undefined;
    const written = ({ name, status }: JournalChange): OpenOperation['status'] => {
      const copy = structuredClone(status);
      const announced = copy.announced?.map((notice, index, all) =>
        undelivered.has(name) && index === all.length - 1 ? { ...notice, delivered: false } : notice,
      );
      return { ...copy, ...(announced && { announced }) };
    };
    const write = (change: JournalChange): boolean => {
      if (left-- <= 0) return false;
      if (change.kind === 'open' && !this.operations.some((operation) => operation.name === change.name)) {
        this.operations.push({ name: change.name, createdAt: this.now, spec: change.spec, status: {} });
        if (left-- <= 0) return false;
      }
      this.operations = this.operations.map((operation) =>
        operation.name === change.name ? { ...operation, status: written(change) } : operation,
      );
      return true;
    };
    if (!decision.journal.filter((change) => !isFinished(change)).every(write)) return true;
    if (left-- <= 0) return true;
    this.status = structuredClone(decision.status);
    this.obey();
    return !decision.journal.filter(isFinished).every(write);
  }

  /** False where the game could not be told. */
  private announce({ key, message, disruptsAt }: Extract<Effect, { kind: 'announce' }>): boolean {
    if (this.pod?.game.state !== 'running' || this.isAgentDead || this.isHung) return false;
    if (this.#given.has(key)) return true;
    this.#given.add(key);
    const heard = { at: this.now, message, disruptsAt };
    this.heard.push(heard);
    const isPublished = this.operations.some(({ status }) => Date.parse(status.disruptsAt ?? '') === disruptsAt);
    if (disruptsAt > 0 && !isPublished) this.unpublished.push(heard);
    return true;
  }

  /** The cluster follows the status. */
  private obey(): void {
    const wanted = this.status.desiredReplicas ?? 0;
    if (wanted === 1 && this.pod === undefined) {
      this.#podCount += 1;
      const { applied } = this.#made('applied');
      const isMissing = applied?.version === this.missingVersion;
      this.pod = {
        uid: `pod-${this.#podCount}`,
        deleting: false,
        scheduled: true,
        game: { state: 'waiting' },
        ends: 0,
        ...(applied && { applied }),
        ...(isMissing && { trouble: { code: 'ImagePullBackOff', message: 'no such image' } }),
      };
      this.#podReadyAt = isMissing ? undefined : this.now + 1_000;
    }
    if (wanted === 0 && this.pod && !this.pod.deleting) {
      const isUp = this.pod.game.state === 'running' && this.now >= this.pod.game.startedAt + this.startsInMs;
      if (isUp && this.agent?.everHealthy) {
        const { podUid, receivedAt, players } = this.agent;
        const provenEmpty = podUid === this.pod.uid && this.now - receivedAt <= AGENT_SILENCE_MS && players.known && players.online === 0;
        this.disruptions.push({ at: this.now, online: this.online, provenEmpty });
      }
      this.pod = { ...this.pod, deleting: true };
      this.#stopsAt = this.now + 2_000;
    }
  }

  /** What a pod of the present order is made from. */
  #made<As extends 'applied' | 'wanted'>(as: As): Pick<ObservedPod, As> {
    const result = planServer(fakeGame, gameServerSpecSchema.parse(this.#spec));
    if (!result.ok) return {} as Pick<ObservedPod, As>;
    const { version, cpu, memory, settings } = result.plan;
    return { [as]: { generation: this.generation, version, cpu, memory, settings } } as Pick<ObservedPod, As>;
  }

  private turn(): void {
    const { pod } = this;
    if (pod === undefined) return;
    if (pod.deleting && !this.isNodeDown && this.#stopsAt !== undefined && this.now >= this.#stopsAt) {
      this.pod = undefined;
      this.agent = undefined;
      this.online = 0;
      this.isHung = false;
      return;
    }
    if (pod.game.state === 'waiting' && this.#podReadyAt !== undefined && this.now >= this.#podReadyAt) {
      this.pod = { ...pod, game: { state: 'running', startedAt: this.now } };
      this.isHung = this.hangsAtStart;
      this.hangsAtStart = false;
    }
    this.report();
  }

  /** The agent tells what it sees. */
  report(): void {
    const { pod } = this;
    if (this.isAgentMute) return;
    if (pod === undefined || this.isAgentDead) {
      if (this.agent) this.agent = { ...this.agent, health: 'Unknown', players: { known: false, reason: 'the agent does not answer' } };
      return;
    }
    const previous = this.agent?.podUid === pod.uid ? this.agent : undefined;
    if (pod.game.state !== 'running') return;
    const isUp = !this.isHung && this.now >= pod.game.startedAt + this.startsInMs;
    const everHealthy = (previous?.everHealthy ?? false) || isUp;
    if (isUp && !previous?.everHealthy) this.online = this.regulars;
    this.agent = {
      podUid: pod.uid,
      receivedAt: this.now,
      everHealthy,
      simulated: true,
      health: isUp ? 'Healthy' : everHealthy ? 'Unresponsive' : 'Starting',
      ...(everHealthy && !isUp && { reason: { code: 'GameUnresponsive', message: 'The game does not answer.' } }),
      ...(isUp && { healthySince: previous?.health === 'Healthy' ? (previous.healthySince ?? this.now) : this.now }),
      players: isUp ? { known: true, online: this.online, max: 20 } : { known: false, reason: 'the game does not answer' },
    };
  }
}
