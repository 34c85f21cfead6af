import { describe, expect, test } from 'vitest';
import { isUp, log, OWN_QUESTION, RECENT_LINES } from './log.ts';

const READY = 'CNetworkGameServerBase::SetServerState (ss_loading -> ss_active)';

describe('the log', () => {
  test.each([
    ['L 11/07/2025 - 20:02:08: "Player1<2><[U:1:123456789]><>" entered the game', 'joined', { name: 'Player1', id: '[U:1:123456789]' }],
    ['11/07/2025 - 20:02:08.123 - "Player1<2><[U:1:123456789]><>" entered the game', 'joined', { name: 'Player1' }],
    ['L 11/07/2025 - 20:02:08: "a <b> "c"<12><STEAM_1:1:15805829><CT>" entered the game', 'joined', { name: 'a <b> "c"' }],
    ['L 11/07/2025 - 20:02:08: "Ada<2><[U:1:1]><CT>" disconnected (reason "NETWORK_DISCONNECT_KICKED")', 'left', { name: 'Ada' }],
    ['L 11/07/2025 - 20:02:08: "Ada<2><[U:1:1]><CT>" disconnected', 'left', { name: 'Ada' }],
    ['L 11/07/2025 - 20:02:08: "Ada<2><[U:1:1]><CT>" say "gg "wp""', 'chat', { name: 'Ada', text: 'gg "wp"' }],
    ['L 11/07/2025 - 20:02:08: "Ada<2><[U:1:1]><TERRORIST>" say_team "B"', 'chat', { name: 'Ada', text: 'B' }],
    [READY, 'ready', undefined],
    ['L 11/07/2025 - 20:02:08: Started map "de_dust2" (CRC "-1352213912")', 'ready', undefined],
    [' Update state (0x61) downloading, progress: 1.83 (667536162 / 36388770634)', 'progress', { progress: 'downloading, progress: 1.83' }],
    [
      ' Update state (0x5) verifying install, progress: 12.00 (5862289242 / 48837245556)',
      'progress',
      { progress: 'verifying install, progress: 12.00' },
    ],
    ['[gse] Asking Steam for the newest build (attempt 2).', 'progress', { progress: 'Asking Steam for the newest build' }],
  ] as const)('%s is %s', (line, kind, groups) => {
    const match = log[kind]?.exec(line);
    expect(match).not.toBeNull();
    if (groups) expect(match?.groups).toMatchObject(groups);
  });

  test.each([
    'L 11/07/2025 - 20:02:08: "Rebel<4><BOT><>" entered the game',
    'L 11/07/2025 - 20:02:08: "Ada<2><[U:1:1]><CT>" say "Bob<3><[U:1:2]><>" entered the game"',
    'L 11/07/2025 - 20:02:08: "Ada<2><[U:1:1]><CT>" say "x<3><[U:1:2]><>" disconnected (reason "y")"',
    `L 11/07/2025 - 20:02:08: "Ada<2><[U:1:1]><CT>" say "${READY}"`,
    'L 11/07/2025 - 20:02:08: "Console<0><Console><Console>" say "Ada<2><[U:1:1]><>" entered the game"',
  ])('%s is nobody coming or going', (line) => {
    for (const kind of ['joined', 'left', 'ready'] as const) expect(log[kind]?.test(line)).toBe(false);
  });

  test('has questions of the platform in it, which are told from what people do and say', () => {
    const own = new RegExp(OWN_QUESTION);
    expect(log.noise?.source).toBe(own.source);
    expect(own.test('L 11/07/2025 - 20:02:08: rcon from "10.0.0.1:5": command "status_json"')).toBe(true);
    expect(own.test('11/07/2025 - 20:02:08.123 - rcon from "10.0.0.1:5": command "status"')).toBe(true);
    for (const line of [
      'L 11/07/2025 - 20:02:08: rcon from "10.0.0.1:5": command "changelevel de_nuke"',
      'L 11/07/2025 - 20:02:08: "Ada<2><[U:1:1]><CT>" say "rcon from "1": command "status"',
      'rcon from "10.0.0.1:5": command "status"',
    ])
      expect(own.test(line)).toBe(false);
  });

  test('tells whether the game is up', () => {
    const filler = Array.from({ length: RECENT_LINES }, () => 'something');
    expect(isUp([])).toBe(false);
    expect(isUp(['Loaded libengine2.so'])).toBe(false);
    expect(
      isUp([' Update state (0x61) downloading, progress: 1.83 (1 / 2)', READY, 'L 11/07/2025 - 20:02:08: Loading map "de_nuke"']),
    ).toBe(true);
    expect(isUp([READY, '[gse] Asking Steam for the newest build (attempt 1).'])).toBe(false);
    expect(isUp(filler)).toBe(true);
  });
});
