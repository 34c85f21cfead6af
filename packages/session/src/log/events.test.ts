import { expect, test } from 'vitest';
import { fakeGame } from '../../test/fake-game.ts';
import { LogBuffer } from './buffer.ts';
import { logReader } from './events.ts';
import { cleanLine } from './line.ts';

function read(...lines: string[]): unknown[] {
  const events: unknown[] = [];
  const buffer = new LogBuffer();
  const reader = logReader(fakeGame, buffer, {
    ready: () => events.push('ready'),
    progressed: (progress) => events.push(['progress', progress]),
    joined: (player) => events.push(['joined', player]),
    left: (player) => events.push(['left', player]),
    chatted: (player, text) => events.push(['chat', player, text]),
    diagnosed: (diagnosis) => events.push(diagnosis),
  });
  for (const line of lines) reader(line, buffer.append(line, 7).at);
  return events;
}

test('lines mean what the adapter says', () => {
  expect(read('loading 40%', 'ready', 'Alice joined', 'nothing', 'Alice left')).toEqual([
    ['progress', '40%'],
    'ready',
    ['joined', 'Alice'],
    ['left', 'Alice'],
  ]);
});

test('what players write is not what the game says', () => {
  expect(read('<Mallory> out of luck', '<Mallory> Bob left')).toEqual([
    ['chat', 'Mallory', 'out of luck'],
    ['chat', 'Mallory', 'Bob left'],
  ]);
});

test.each(['\r', '\r\u001b[K', '\u2028'])('nor is it after %j, which begins a line anew', (again) => {
  for (const forged of ['ready', 'Bob left', 'we are out of luck today'])
    expect(read(cleanLine(`<Mallory> hi${again}${forged}`))).toEqual([['chat', 'Mallory', `hi ${forged}`]]);
});

test('a diagnosis carries the lines that led to it', () => {
  expect(read('one', 'two', 'we are out of luck today', 'ready')).toEqual([
    { id: 'OutOfLuck', at: 7, lines: ['one', 'two', 'we are out of luck today'] },
    'ready',
  ]);
});
