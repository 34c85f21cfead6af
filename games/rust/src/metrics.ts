import type { MetricSample, MetricSpec } from '@gse/sdk';
import { run } from './context.ts';
import type { RustContext } from './context.ts';
import { parseGameTime, parseServerInfo, type ServerInfo } from './server-info.ts';

const MIB = 1024 ** 2;

/** Every figure the game may tell, in the order that dashboards show them. */
export const metricList: readonly MetricSpec[] = [
  { name: 'frames_per_second', title: 'Frames per second' },
  { name: 'entities', title: 'Things in the world' },
  { name: 'game_memory_bytes', title: 'Memory by its own count' },
  { name: 'process_memory_bytes', title: 'Memory of the process' },
  { name: 'players_queued', title: 'Players who wait for a place' },
  { name: 'players_joining', title: 'Players who load the world' },
  { name: 'network_received_bytes_per_second', title: 'Received from players' },
  { name: 'network_sent_bytes_per_second', title: 'Sent to players' },
  { name: 'uptime_seconds', title: 'Time since the start' },
  { name: 'network_protocol', title: 'Network protocol' },
  { name: 'world_created_timestamp_seconds', title: 'Last wipe' },
];

/** How the server does, from the one command that tells everything. */
export async function metrics(context: RustContext): Promise<readonly MetricSample[]> {
  const info = parseServerInfo(await run(context, 'serverinfo'));
  return info === undefined ? [] : samples(info);
}

/** The figures of an answer; what the game does not tell is left out. */
export function samples(info: ServerInfo): readonly MetricSample[] {
  const wiped = info.SaveCreatedTime === undefined ? undefined : parseGameTime(info.SaveCreatedTime);
  const figures: readonly (readonly [name: string, value: number | undefined, help: string])[] = [
    ['frames_per_second', info.Framerate, 'Frames of the server per second; below 30 players feel it'],
    ['entities', info.EntityCount, 'Things in the world; 150000 are fine, 300000 are heavy'],
    ['game_memory_bytes', info.Memory === undefined ? undefined : info.Memory * MIB, 'Memory that the game holds by its own count'],
    [
      'process_memory_bytes',
      info.MemoryUsageSystem === undefined ? undefined : info.MemoryUsageSystem * MIB,
      'Memory of the process as the game sees it; grows over the weeks of a wipe',
    ],
    ['players_queued', info.Queued, 'Players who wait for a place'],
    ['players_joining', info.Joining, 'Players who are loading the world'],
    ['network_received_bytes_per_second', info.NetworkIn, 'What players send'],
    ['network_sent_bytes_per_second', info.NetworkOut, 'What players get'],
    ['uptime_seconds', info.Uptime, 'Time since the start of the game'],
    ['network_protocol', info.Version, 'Number of the protocol; players need a game of the same'],
    ['world_created_timestamp_seconds', wiped, 'When the world was made, which is the last wipe'],
  ];
  return figures.flatMap(([name, value, help]) => (value === undefined ? [] : [{ name, value, help }]));
}
