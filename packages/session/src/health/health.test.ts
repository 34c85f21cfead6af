import { expect, test } from 'vitest';
import { GameCallError, type CallFailureKind } from '../errors.ts';
import type { ProbeOutcome } from '../session.ts';
import { newRun, nextHealth, type HealthEvent, type HealthState } from './health.ts';

const rules = { startSeconds: 60, failures: 3 };
const healthy: ProbeOutcome = { state: 'healthy', version: '1.0' };
const failed = (kind: CallFailureKind = 'timeout', code = 'GameNotAnswering'): ProbeOutcome => ({
  state: 'failed',
  failure: new GameCallError(kind, { code, message: `${code}.` }),
});

/** Plays events, one per second from second 1 on. */
function play(...events: (ProbeOutcome | HealthEvent)[]): HealthState {
  return events.reduce<HealthState>(
    (state, event, index) => nextHealth(state, 'type' in event ? event : { type: 'probed', outcome: event }, rules, (index + 1) * 1000),
    newRun({ startedAt: 0 }),
  );
}
const at = (seconds: number, state: HealthState, outcome: ProbeOutcome): HealthState =>
  nextHealth(state, { type: 'probed', outcome }, rules, seconds * 1000);

const table: [string, HealthState, Partial<HealthState>][] = [
  ['never asked is Unknown', newRun(), { health: 'Unknown' }],
  ['a game that does not listen yet is Starting, without a reason', play(failed('refused')), { health: 'Starting' }],
  [
    'a game that says so is Starting, with its progress',
    play({ state: 'starting', progress: '40%' }),
    { health: 'Starting', progress: '40%' },
  ],
  [
    'a start that hangs is left alone inside its budget',
    at(59, play(...Array.from({ length: 20 }, () => failed())), failed()),
    { health: 'Starting' },
  ],
  [
    'the first answer makes it Healthy',
    play(failed('refused'), healthy),
    { health: 'Healthy', version: '1.0', firstHealthyAt: 2000, healthySince: 2000 },
  ],
  ['one failure is not yet trouble', play(healthy, failed()), { health: 'Healthy', failures: 1 }],
  ['two neither', play(healthy, failed(), failed()), { health: 'Healthy', failures: 2 }],
  [
    'as many as the policy says are',
    play(healthy, failed(), failed(), failed()),
    { health: 'Unresponsive', reason: { code: 'GameNotAnswering', message: 'GameNotAnswering.' } },
  ],
  [
    'what the game itself calls unresponsive counts as well',
    play(healthy, ...Array.from({ length: 3 }, (): ProbeOutcome => ({ state: 'unresponsive', reason: 'frozen' }))),
    { health: 'Unresponsive', reason: { code: 'GameNotAnswering', message: 'frozen' } },
  ],
  [
    'an answer in between begins the count anew',
    play(healthy, failed(), failed(), healthy, failed(), failed()),
    { health: 'Healthy', failures: 2, healthySince: 1000 },
  ],
  [
    'it recovers with the next answer, healthy since then',
    play(healthy, failed(), failed(), failed(), healthy),
    { health: 'Healthy', failures: 0, firstHealthyAt: 1000, healthySince: 5000 },
  ],
  [
    'failures while the game saves are not counted',
    play(healthy, ...Array.from({ length: 9 }, (): HealthEvent => ({ type: 'probed', outcome: failed(), isBusy: true }))),
    { health: 'Healthy', failures: 0 },
  ],
  [
    'degraded is healthy with a reason',
    play({ state: 'healthy', degraded: 'lagging' }),
    { health: 'Degraded', reason: { code: 'GameDegraded', message: 'lagging' }, firstHealthyAt: 1000 },
  ],
  [
    'a rejected password is Degraded, not silence',
    play(healthy, failed('auth', 'RconPasswordRejected')),
    { health: 'Degraded', failures: 0, reason: { code: 'RconPasswordRejected', message: 'RconPasswordRejected.' } },
  ],
  ['also while starting: somebody may be on', play(failed('auth', 'RconPasswordRejected')), { health: 'Degraded', firstHealthyAt: 1000 }],
  [
    'a game that starts over in its process is Starting again, with a new budget',
    play(healthy, { state: 'starting' }),
    { health: 'Starting', startedAt: 2000, version: '1.0' },
  ],
  ['gone is Unknown, and nothing of the run is left', play(healthy, { type: 'gone' }), { health: 'Unknown', failures: 0 }],
  ['another run begins anew', play(healthy, { type: 'gone' }, { type: 'started' }), { health: 'Unknown', startedAt: 3000 }],
  ['progress of the log shows while starting', play({ type: 'progressed', progress: '50%' }), { progress: '50%' }],
  ['and is no news afterwards', play(healthy, { type: 'progressed', progress: '50%' }), { health: 'Healthy' }],
];

test.each(table)('%s', (_, state, expected) => {
  expect(state).toMatchObject(expected);
  if (!('reason' in expected) && state.health !== 'Unknown') expect(state.health === 'Degraded' ? undefined : state.reason).toBeUndefined();
});

test('after the budget a start is called by its name and still left alone', () => {
  const late = at(61, play(failed()), failed());
  expect(late).toMatchObject({ health: 'Starting', reason: { code: 'StartBudgetExceeded' } });
  expect(at(62, late, healthy)).toMatchObject({ health: 'Healthy' });
  expect(at(62, late, healthy).reason).toBeUndefined();
  // The reason does not change with every second, or every second would be news.
  expect(at(99, late, failed()).reason).toEqual(late.reason);
});

test('before the first sign of the game no budget runs: its image may still be on its way', () => {
  const early = at(1000, newRun(), failed('refused'));
  expect(early).toMatchObject({ health: 'Starting' });
  expect(early.reason).toBeUndefined();
});

test('what an earlier agent knew of the run is not forgotten', () => {
  expect(at(70, newRun({ startedAt: 0, firstHealthyAt: 5000 }), failed())).toMatchObject({
    health: 'Unknown',
    failures: 1,
    firstHealthyAt: 5000,
  });
});

test('a run that is gone does not carry over its health', () => {
  const gone = play(healthy, { type: 'gone' });
  expect(gone.firstHealthyAt).toBeUndefined();
  expect(gone.healthySince).toBeUndefined();
});
