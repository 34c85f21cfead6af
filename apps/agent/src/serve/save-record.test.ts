import { systemClock, type Session } from '@gse/session';
import { expect, test } from 'vitest';
import { SaveRecord } from './save-record.ts';

/** A session that can do no more than save. */
const saving = (save: Session['save']): Session => ({ save, isBusy: false }) as Session;

const fails = async (): Promise<never> => {
  throw new Error('disk full');
};

test('before the first save nothing is known of the last', () => {
  expect(new SaveRecord(systemClock).figures).toEqual({ saved: 0, failed: 0, last: undefined });
});

test('saves and failures are counted, and a failure is handed on', async () => {
  const record = new SaveRecord(systemClock);
  await record.counted(saving(async () => undefined)).save();
  await expect(record.counted(saving(fails)).save()).rejects.toThrow('disk full');
  expect(record.figures).toMatchObject({ saved: 1, failed: 1, last: { isSaved: false } });
  await record.counted(saving(async () => undefined)).save();
  expect(record.figures).toMatchObject({ saved: 2, failed: 1, last: { isSaved: true } });
});

test('a save that its caller called off is no failure of the game, one that ran out of time is', async () => {
  const record = new SaveRecord(systemClock);
  await expect(record.counted(saving(fails)).save(AbortSignal.abort(new DOMException('gone', 'AbortError')))).rejects.toThrow();
  expect(record.figures.failed).toBe(0);
  await expect(record.counted(saving(fails)).save(AbortSignal.abort(new DOMException('late', 'TimeoutError')))).rejects.toThrow();
  expect(record.figures.failed).toBe(1);
});

test('whether the session is busy is asked for each time', () => {
  let isBusy = false;
  const session = new SaveRecord(systemClock).counted({
    save: fails,
    get isBusy() {
      return isBusy;
    },
  } as unknown as Session);
  expect(session.isBusy).toBe(false);
  isBusy = true;
  expect(session.isBusy).toBe(true);
});
