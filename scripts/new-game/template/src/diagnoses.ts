import type { Diagnosis } from '@gse/sdk';
import { moreMemory, moreStorage } from './fixes.ts';

/**
 * Known troubles, the most certain causes first. FILL IN: from real logs, at least eight. A pattern must not match what
 * players can write into the log: here chat stands behind a name in angle brackets, troubles behind `ERROR`. A fix is
 * `{ kind: 'patch', title, patch }`, `{ kind: 'operation', title, operation: 'restart' }` or `{ kind: 'link', title, href }`.
 */
export const diagnoses: readonly Diagnosis[] = [
  {
    id: 'DiskFull',
    title: 'The volume is full',
    pattern: /^\[\d\d:\d\d:\d\d\] ERROR: .*(?:No space left on device|Disk quota exceeded)/,
    meaning: 'The game could not write to its volume any more. What was played since the last save may be lost.',
    remedy: 'Grow the volume, or delete what is not needed.',
    fix: moreStorage,
    examples: ['[12:00:00] ERROR: cannot write world/world.sav: No space left on device'],
  },
  {
    id: 'PortInUse',
    title: 'A port is taken',
    pattern: /^\[\d\d:\d\d:\d\d\] ERROR: cannot listen on port \d{1,5}/,
    meaning: 'Another process already uses a port of the game.',
    remedy: 'Restart the server. When it comes back, look for a second server in the same network.',
    fix: { kind: 'operation', title: 'Restart the server', operation: 'restart' },
    examples: ['[12:00:00] ERROR: cannot listen on port 7777: Address already in use'],
  },
  {
    id: 'OutOfMemory',
    title: 'The server ran out of memory',
    // No line tells: the kernel ends the process.
    exit: { oomKilled: true },
    meaning: 'The game needed more memory than the server has. What was played since the last save is lost.',
    remedy: 'Choose a larger size.',
    fix: moreMemory,
    examples: [],
  },
];
