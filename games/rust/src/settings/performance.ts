import { z } from 'zod';
import { convars, startOptions } from './field.ts';

const cfg = convars('Saving and performance');
const start = startOptions('Saving and performance');

/** How often it saves and how hard it works. */
export const performance = {
  saveIntervalSeconds: z
    .int()
    .min(60)
    .max(3600)
    .default(600)
    .meta(
      cfg('server.saveinterval', {
        title: 'Save every',
        unit: 'seconds',
        description: 'What a crash can cost. Players freeze for a moment at each save, longer in a large world; so not too often.',
      }),
    ),
  saveBackups: z
    .int()
    .min(2)
    .max(20)
    .default(2)
    .meta(
      cfg('server.savebackupcount', {
        title: 'Older saves kept',
        unit: 'saves',
        description: 'How many of the last saves stay beside the newest one, to go back to when it is damaged.',
      }),
    ),
  fpsLimit: z
    .int()
    .min(10)
    .max(256)
    .default(256)
    .meta(
      cfg('fps.limit', {
        title: 'Most frames a second',
        unit: 'fps',
        description: 'The server works no faster than this. Lower figures save processor time; below 60 players begin to notice.',
      }),
    ),
  tickRate: z
    .int()
    .min(10)
    .max(100)
    .default(30)
    .meta(
      start('server.tickrate', 'restart', {
        title: 'Tick rate',
        unit: 'per second',
        description: 'How often players get news of each other. The game itself has 10, most servers 30; more costs processor and network.',
      }),
    ),
  encryption: z
    .int()
    .min(0)
    .max(2)
    .default(2)
    .meta(
      start('server.encryption', 'restart', {
        title: 'Encryption',
        description: '2 encrypts what players send and get, as the game wants it. 0 is for servers on a private network.',
      }),
    ),
};
