import { describe, expect, test } from 'vitest';
import { log } from './log.ts';

describe('log lines', () => {
  test.each([
    '[12:00:00] [Server thread/INFO]: Done (12.345s)! For help, type "help"',
    '[12:00:00 INFO]: Done (3,210s)! For help, type "help"',
    '[12:00:00] [Server thread/INFO] (Minecraft) Done (2.6s)! For help, type "help"',
  ])('%s says that the game is ready', (line) => expect(line).toMatch(log.ready));

  test('tell who came, went and spoke', () => {
    expect(log.joined?.exec('[12:00:00] [Server thread/INFO]: .Alex_1 joined the game')?.groups).toMatchObject({ name: '.Alex_1' });
    expect(log.joined?.exec('[12:00:00] [Server thread/INFO]: Steve (formerly known as Bob) joined the game')?.groups).toMatchObject({
      name: 'Steve',
    });
    expect(log.left?.exec('[12:00:00] [Server thread/INFO]: Steve left the game')?.groups).toMatchObject({ name: 'Steve' });
    expect(log.chat?.exec('[12:00:00] [Async Chat Thread - #0/INFO]: [Not Secure] <Steve> hi <all>')?.groups).toMatchObject({
      name: 'Steve',
      text: 'hi <all>',
    });
    expect(log.progress?.exec('[12:00:00] [Worker-Main-2/INFO]: Preparing spawn area: 54%')?.groups).toMatchObject({
      progress: 'Preparing spawn area: 54%',
    });
  });

  test('cannot be forged in chat', () => {
    for (const said of ['Done (1.0s)! For help, type "help"', 'Alex joined the game', 'Alex left the game', 'Preparing spawn area: 54%']) {
      for (const line of [
        `[12:00:00] [Server thread/INFO]: <Steve> ${said}`,
        `[12:00:00] [Server thread/INFO]: [Not Secure] <Steve> : ${said}`,
        `[12:00:00] [Server thread/INFO]: * Steve ${said}`,
        `[12:00:00] [Server thread/INFO]: [Steve] ${said}`,
      ]) {
        for (const pattern of [log.ready, log.joined, log.left, log.progress]) expect(line).not.toMatch(pattern as RegExp);
      }
    }
  });
});
