import { expect, test } from 'vitest';
import { parsePlayerList } from './players.ts';

/** Captured from a server. */
const CAPTURED = `[\r
  {\r
    "SteamID": "76561198012345678",\r
    "OwnerSteamID": "0",\r
    "DisplayName": "PlayerName",\r
    "Ping": 42,\r
    "Address": "192.168.1.10:12345",\r
    "ConnectedSeconds": 3600,\r
    "VoiationLevel": 0.0,\r
    "CurrentLevel": 0.0,\r
    "UnspentXp": 0.0,\r
    "Health": 100.0\r
  }\r
]`;

test('the list of a server is read by SteamID and name, and no further', () => {
  expect(parsePlayerList(CAPTURED)).toEqual({ online: 1, named: [{ id: '76561198012345678', name: 'PlayerName' }] });
  expect(parsePlayerList('[]')).toEqual({ online: 0, named: [] });
});

test('accounts of these days have a name, too', () => {
  expect(
    parsePlayerList('[{"SteamID":"76561200012345678","DisplayName":"New"},{"SteamID":"76561198012345678","DisplayName":"Old"}]'),
  ).toEqual({
    online: 2,
    named: [
      { id: '76561200012345678', name: 'New' },
      { id: '76561198012345678', name: 'Old' },
    ],
  });
});

test.each([
  ['nothing', ''],
  ['words', 'Server not ready'],
  ['an object', '{}'],
  ['null', 'null'],
])('%s is no list, and so not an empty one', (_, answer) => {
  expect(parsePlayerList(answer)).toBeUndefined();
});

test('an entry without a SteamID counts all the same, and a name that cannot be shown is replaced by the SteamID', () => {
  const list = [
    1,
    null,
    { SteamID: 7 },
    { SteamID: '123' },
    { SteamID: '76561198012345678', DisplayName: '\u202e\u0000 ' },
    { SteamID: '76561198012345679', DisplayName: 'A\nB' },
  ];
  expect(parsePlayerList(JSON.stringify(list))).toEqual({
    online: 6,
    named: [
      { id: '76561198012345678', name: '76561198012345678' },
      { id: '76561198012345679', name: 'AB' },
    ],
  });
});
