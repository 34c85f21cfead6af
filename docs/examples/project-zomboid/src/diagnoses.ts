import type { Diagnosis } from '@gse/sdk';
import { moreMemory, moreStorage } from './fixes.ts';
import { line } from './log.ts';

/** Known troubles, the most certain causes first. Chat stands in a file of its own, so nobody can make them up. */
export const diagnoses: readonly Diagnosis[] = [
  {
    id: 'DiskFull',
    title: 'The volume is full',
    pattern: line('ERROR', '.{0,400}(?:No space left on device|Disk quota exceeded)'),
    meaning: 'The game could not write to its volume any more. What was played since the last save may be lost.',
    remedy: 'Grow the volume, or delete what is not needed.',
    fix: moreStorage,
    examples: ['ERROR: General     , 1668712345678> java.io.IOException: No space left on device at IsoChunk.Save'],
  },
  {
    id: 'PortInUse',
    title: 'A port is taken',
    pattern: line('LOG', String.raw`RakNet\.Startup\(\) return code: 5 `),
    meaning: 'Another process already uses a port of the game.',
    remedy: 'Restart the server. When it comes back, look for a second server in the same network.',
    fix: { kind: 'operation', title: 'Restart the server', operation: 'restart' },
    examples: ['LOG  : Network     , 1668712345678> RakNet.Startup() return code: 5 (0 means success)'],
  },
  {
    id: 'OutOfMemory',
    title: 'The server ran out of memory',
    pattern: line('ERROR', String.raw`.{0,200}java\.lang\.OutOfMemoryError`),
    exit: { oomKilled: true },
    meaning: 'The game needed more memory than the server has. What was played since the last save is lost.',
    remedy: 'Choose a larger size.',
    fix: moreMemory,
    examples: ['ERROR: General     , 1668712345678> java.lang.OutOfMemoryError: Java heap space'],
  },
];
