import { z } from 'zod';
import { about } from './field.ts';

const meta = about('Network');

/** What costs bandwidth. */
export const network = {
  maxUploadKilobytesPerSecond: z
    .int()
    .min(0)
    .max(10_000_000)
    .default(0)
    .meta(
      meta('live', {
        title: 'Upload limit',
        description: 'For sending the map to joining players; 0 is no limit.',
        unit: 'kB/s',
        lands: 'server-settings.json: max_upload_in_kilobytes_per_second',
      }),
    ),
  maxUploadSlots: z
    .int()
    .min(0)
    .max(1000)
    .default(5)
    .meta(
      meta('restart', {
        title: 'Uploads at once',
        description: 'How many joining players download the map at the same time; 0 is no limit.',
        lands: 'server-settings.json: max_upload_slots',
      }),
    ),
  minimumLatencyInTicks: z
    .int()
    .min(0)
    .max(300)
    .default(0)
    .meta(
      meta('restart', {
        title: 'Least latency',
        description: 'Delays everybody by at least so much; evens out wavering connections.',
        unit: 'ticks',
        lands: 'server-settings.json: minimum_latency_in_ticks',
      }),
    ),
  maxHeartbeatsPerSecond: z
    .int()
    .min(6)
    .max(240)
    .default(60)
    .meta(
      meta('restart', {
        title: 'Network rate',
        description: 'How often updates are sent. Lower saves bandwidth and adds delay.',
        unit: 'per second',
        lands: 'server-settings.json: max_heartbeats_per_second',
      }),
    ),
  minimumSegmentSize: z
    .int()
    .min(1)
    .max(1000)
    .default(25)
    .meta(
      meta('restart', {
        title: 'Smallest message segment',
        description: 'Size of the pieces of long messages when many players are online.',
        lands: 'server-settings.json: minimum_segment_size',
      }),
    ),
  minimumSegmentSizePeerCount: z
    .int()
    .min(1)
    .max(65_535)
    .default(20)
    .meta(
      meta('restart', {
        title: 'Players for the smallest segment',
        description: 'From so many players on, the smallest segments are used.',
        unit: 'players',
        lands: 'server-settings.json: minimum_segment_size_peer_count',
      }),
    ),
  maximumSegmentSize: z
    .int()
    .min(1)
    .max(1000)
    .default(100)
    .meta(
      meta('restart', {
        title: 'Largest message segment',
        description: 'Size of the pieces of long messages when few players are online.',
        lands: 'server-settings.json: maximum_segment_size',
      }),
    ),
  maximumSegmentSizePeerCount: z
    .int()
    .min(1)
    .max(65_535)
    .default(10)
    .meta(
      meta('restart', {
        title: 'Players for the largest segment',
        description: 'Up to so many players, the largest segments are used.',
        unit: 'players',
        lands: 'server-settings.json: maximum_segment_size_peer_count',
      }),
    ),
};
