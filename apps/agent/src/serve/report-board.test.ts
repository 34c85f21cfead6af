import { systemClock } from '@gse/session';
import { expect, test } from 'vitest';
import { ReportBoard, type ReportContent } from './report-board.ts';

const content: ReportContent = {
  game: { process: 'up', health: 'Unresponsive', reason: { code: 'GameNotAnswering', message: 'no answer', evidence: ['after 4998 ms'] } },
  players: { known: false, reason: 'no answer' },
  drain: { state: 'none' },
  settings: {},
  settingsHash: 'a',
  version: '1',
  simulated: false,
};

test('the revision changes with what somebody would act on, and with nothing else', () => {
  const board = new ReportBoard(systemClock, content);
  const { revision } = board.report();
  board.set({ game: { ...content.game, reason: { ...content.game.reason!, evidence: ['after 5003 ms'] } } });
  board.set({ ...content });
  expect(board.report().revision).toBe(revision);
  board.set({ game: { process: 'up', health: 'Healthy' } });
  expect(board.report().revision).not.toBe(revision);
});

test('who waits is answered by a change, by the end of the wait, and by hanging up', async () => {
  const board = new ReportBoard(systemClock, content);
  const { revision } = board.report();
  const signal = new AbortController();
  const changed = board.waitForChange(revision, 60_000, signal.signal);
  expect(board.waiting).toBe(1);
  board.set({ drain: { state: 'saving' } });
  expect((await changed).drain.state).toBe('saving');
  const now = board.report().revision;
  expect((await board.waitForChange(now, 20, signal.signal)).revision).toBe(now);
  const hungUp = board.waitForChange(now, 60_000, signal.signal);
  signal.abort();
  await hungUp;
  expect(board.waiting).toBe(0);
  expect((await board.waitForChange('of an earlier life', 60_000, new AbortController().signal)).revision).toBe(now);
});
