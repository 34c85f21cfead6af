import { expect } from 'vitest';
import { until } from '../../support/machine.ts';
import { announcedAs } from './end-state.ts';
import { TestServer, type ServerWorld } from './server.ts';

/** A stop that came this much before what was told was early: notices are rounded to seconds. */
const ROUNDING_MS = 1_500;
/** Notices of one moment tell it within this; the next moment is further away. */
const SAME_MOMENT_MS = 4_000;

/** A running server with a player on it who has built something that is not saved yet. */
export class Occupied implements AsyncDisposable {
  readonly server: TestServer;
  readonly #warnings: readonly number[];
  readonly #podUid: string;
  readonly #pods: number;

  private constructor(server: TestServer, warnings: readonly number[]) {
    this.server = server;
    this.#warnings = warnings;
    this.#podUid = server.pod?.metadata.uid ?? '';
    this.#pods = server.restarts.length;
  }

  /** Orders it in a namespace of its own, where somebody has to operate it. */
  static async in(world: ServerWorld, namespace: string, warnings: readonly number[]): Promise<Occupied> {
    await using undo = new AsyncDisposableStack();
    const server = undo.use(await TestServer.in(world, namespace));
    await server.order({ game: 'factorio', state: 'Running', intent: 'None', disruption: { announceSeconds: [...warnings] } });
    await server.runs();
    await server.join('Ann');
    await server.command('simulate build tower');
    undo.move();
    return new Occupied(server, warnings);
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.server[Symbol.asyncDispose]();
  }

  /** Orders the stop and waits for the first notice. */
  async beginStop(): Promise<void> {
    await this.server.patch({ state: 'Stopped' });
    await until(() => this.server.told().length >= 1, { what: 'the first notice', within: 60_000, everyMs: 20 });
  }

  /** The stop happens as it was ordered: every notice once, no stop before its time, the world saved, the pod gone once. */
  async endsWell(): Promise<void> {
    await this.endsInTruth();
    expect(this.#notices().map(({ seconds }) => announcedAs(seconds, this.#warnings))).toEqual(this.#warnings);
    // What could not be written down at its time may stand there as undelivered, or in one with the next.
    expect(this.#stops().at(-1)?.status?.announced?.at(-1)?.delivered).toBe(true);
  }

  /** The stop happens, if need be after a new countdown: nothing is said twice of one moment, and no stop comes before its time. */
  async endsInTruth(): Promise<void> {
    const { server } = this;
    await server.when('is stopped', (now) => now?.status?.phase === 'Stopped', 240_000);
    await server.rests();
    const left = server.leftAt(this.#podUid) ?? 0;
    const said = new Map<number, number[]>();
    for (const { at, seconds, message } of this.#notices()) {
      expect(left - at, `"${message}", and it came early`).toBeGreaterThan(seconds * 1000 - ROUNDING_MS);
      const moment = at + seconds * 1000;
      const known = [...said.keys()].find((other) => Math.abs(other - moment) <= SAME_MOMENT_MS) ?? moment;
      said.set(known, [...(said.get(known) ?? []), announcedAs(seconds, this.#warnings)]);
    }
    for (const notices of said.values()) expect(new Set(notices).size, `notices of one moment: ${notices.join(', ')}`).toBe(notices.length);
    expect(server.saved()).toContain('tower');
    this.isUntouched();
    expect(this.#stops().map(({ status }) => status?.phase)).toEqual(['Succeeded']);
  }

  /** No container was started again, and no other pod came. */
  isUntouched(): void {
    expect([this.server.restartsOf(this.#podUid), this.server.restarts.length]).toEqual([0, this.#pods]);
  }

  /** The evicted pod has gone within its grace period, and another one is there. */
  async isReplaced(): Promise<void> {
    const { server } = this;
    const graceMs = (server.pod?.spec.terminationGracePeriodSeconds ?? 0) * 1000;
    await until(() => ![undefined, this.#podUid].includes(server.pod?.metadata.uid), {
      what: `${server.namespace}: another pod in place of the evicted one`,
      within: graceMs,
      everyMs: 50,
    });
  }

  #notices(): { at: number; seconds: number; message: string }[] {
    return this.server.heard().map(({ at, message }) => {
      const seconds = /^Server stops in (\d+) seconds?$/.exec(message)?.[1];
      expect(seconds, message).toBeDefined();
      return { at, message, seconds: Number(seconds) };
    });
  }

  #stops() {
    return this.server.operations.filter(({ spec }) => spec.type === 'stop');
  }
}

export function pause(ms: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, ms));
}
