import { describe, expect, test } from 'vitest';
import { samples } from './metrics.ts';
import { parseGameTime, parseServerInfo } from './server-info.ts';

/** Captured from a server in 2024. */
const CAPTURED =
  '{ "Hostname": "My Cool Server", "MaxPlayers": 50, "Players": 0, "Queued": 0, "Joining": 0, "EntityCount": 114685, "GameTime": "05/22/2024 11:30:14", "Uptime": 363, "Map": "Procedural Map", "Framerate": 204.0, "Memory": 1638, "MemoryUsageSystem": 7766, "Collections": 151, "NetworkIn": 0, "NetworkOut": 0, "Restarting": false, "SaveCreatedTime": "04/17/2023 06:00:42", "Version": 2380, "Protocol": "2380.236.1" }';

test('figures are those the game tells', () => {
  const figures = Object.fromEntries(samples(parseServerInfo(CAPTURED) ?? {}).map(({ name, value }) => [name, value]));
  expect(figures).toEqual({
    frames_per_second: 204,
    entities: 114_685,
    game_memory_bytes: 1638 * 1024 ** 2,
    process_memory_bytes: 7766 * 1024 ** 2,
    players_queued: 0,
    players_joining: 0,
    network_received_bytes_per_second: 0,
    network_sent_bytes_per_second: 0,
    uptime_seconds: 363,
    network_protocol: 2380,
    world_created_timestamp_seconds: Date.UTC(2023, 3, 17, 6, 0, 42) / 1000,
  });
});

describe('what the game does not tell', () => {
  test('is left out, never zero', () => {
    expect(samples(parseServerInfo('{"Framerate":60}') ?? {}).map(({ name }) => name)).toEqual(['frames_per_second']);
    expect(parseServerInfo('{"Players":"3","Framerate":-1,"EntityCount":5}')).toEqual({ EntityCount: 5 });
  });
  test.each(['', 'Server not ready', '[]', 'null', '3'])('%j is no answer', (answer) => {
    expect(parseServerInfo(answer)).toBeUndefined();
  });
});

test.each([
  ['08/14/2026 16:00:11', Date.UTC(2026, 7, 14, 16, 0, 11) / 1000],
  ['14/08/2026 16:00:11', undefined],
  ['2026-08-14T16:00:11Z', undefined],
  ['', undefined],
])('the time %s is %s', (text, expected) => {
  expect(parseGameTime(text)).toBe(expected);
});
