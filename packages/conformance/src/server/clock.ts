import { setTimeout as sleep } from 'node:timers/promises';
import { systemClock, type Clock } from '@gse/session';
import { ConformanceFinding, messageOf } from '../errors.ts';

/** The machine's clock with every wait shortened: a factor of 0.1 makes a deadline of ten seconds one second. */
export function hurriedClock(factor: number): Clock {
  return { now: () => systemClock.now(), after: (ms, callback) => systemClock.after(ms * factor, callback) };
}

const PAUSE_MS = 10;
/** Longest wait for something that takes milliseconds; machines are busy at times. */
const PATIENCE_MS = 20_000;

/** Asks again and again until the answer is yes; a finding with the last trouble when it never is. */
export async function eventually(what: string, ask: () => boolean | Promise<boolean>, patienceMs = PATIENCE_MS): Promise<void> {
  const until = Date.now() + patienceMs;
  let trouble = '';
  for (;;) {
    try {
      if (await ask()) return;
      trouble = '';
    } catch (error) {
      trouble = `: ${messageOf(error)}`;
    }
    if (Date.now() >= until) throw new ConformanceFinding(`${what}; waited ${patienceMs / 1000} seconds for it${trouble}`);
    await sleep(PAUSE_MS);
  }
}

/** The promise's value, or a finding when it does not settle in time. */
export async function within<Value>(what: string, promise: Promise<Value>, patienceMs = PATIENCE_MS): Promise<Value> {
  const stop = new AbortController();
  const late = sleep(patienceMs, undefined, { signal: stop.signal }).then(() => {
    throw new ConformanceFinding(`${what}; waited ${patienceMs / 1000} seconds for it`);
  });
  late.catch(() => undefined);
  try {
    return await Promise.race([promise, late]);
  } finally {
    stop.abort();
  }
}
