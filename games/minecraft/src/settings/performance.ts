import type { SettingMeta } from '@gse/sdk';
import { z } from 'zod';
import { property } from './field.ts';

const GROUP = 'Performance';

/** What costs memory, processor and network. */
export const performance = {
  viewDistance: z
    .int()
    .min(3)
    .max(32)
    .default(10)
    .meta(
      property('view-distance', {
        group: GROUP,
        title: 'View distance',
        applies: 'restart',
        unit: 'chunks',
        description: 'How far players see. Memory and network grow with its square.',
      }),
    ),
  simulationDistance: z
    .int()
    .min(3)
    .max(32)
    .default(10)
    .meta(
      property('simulation-distance', {
        group: GROUP,
        title: 'Simulation distance',
        applies: 'restart',
        unit: 'chunks',
        description: 'How far from players things grow and move. CPU grows with its square.',
      }),
    ),
  entityBroadcastRangePercentage: z
    .int()
    .min(10)
    .max(1000)
    .default(100)
    .meta(
      property('entity-broadcast-range-percentage', {
        group: GROUP,
        title: 'Entity range',
        applies: 'restart',
        unit: '%',
        description: 'From how far away animals, monsters and players are shown.',
      }),
    ),
  networkCompressionThreshold: z
    .int()
    .min(-1)
    .max(65_535)
    .default(256)
    .meta(
      property('network-compression-threshold', {
        group: GROUP,
        title: 'Compress from',
        applies: 'restart',
        unit: 'bytes',
        description: 'Packets of this size and larger are compressed. -1 is never.',
      }),
    ),
  maxTickTime: z
    .int()
    .min(-1)
    .max(3_600_000)
    .default(60_000)
    .meta(
      property('max-tick-time', {
        group: GROUP,
        title: 'Watchdog',
        applies: 'restart',
        unit: 'ms',
        description: 'A single tick longer than this ends the server, which is then started again. -1 is off.',
      }),
    ),
  pauseWhenEmptySeconds: z
    .int()
    .min(-1)
    .max(86_400)
    .default(-1)
    .meta(
      property('pause-when-empty-seconds', {
        group: GROUP,
        title: 'Pause when empty',
        applies: 'restart',
        unit: 's',
        description: 'Stops the clock of the world when nobody has been online for this long. 0 or -1 is never, which plugins expect.',
      }),
    ),
  syncChunkWrites: z
    .boolean()
    .default(true)
    .meta(
      property('sync-chunk-writes', {
        group: GROUP,
        title: 'Safe chunk writes',
        applies: 'restart',
        description: 'Waits until chunks are on disk. Slower, and safer when the machine fails.',
      }),
    ),
  regionFileCompression: z
    .enum(['deflate', 'lz4', 'none'])
    .default('deflate')
    .meta(
      property('region-file-compression', {
        group: GROUP,
        title: 'World compression',
        applies: 'restart',
        description: 'deflate: small. lz4: fast. none: large and fastest (1.20.5 and newer).',
      }),
    ),
  tunedGarbageCollector: z
    .boolean()
    .default(false)
    .meta({
      group: GROUP,
      title: "Aikar's JVM flags",
      applies: 'restart',
      lands: 'container: USE_AIKAR_FLAGS',
      description: 'Shorter pauses on busy servers. Takes all of its memory at once, also when nobody plays.',
    } satisfies SettingMeta),
};
