import { describe, expect, test } from 'vitest';
import { readStatusJson } from './status-json.ts';
import { readStatus } from './status-text.ts';

/** Put together from what servers of builds 1.39 to 1.41 printed; the last row and the counts are made up. */
const CS2 = `Server:  Running [0.0.0.0:27015]
Client:  Disconnected
----- Status -----
@ Current  :  game
source   : console
hostname : Larry's Server
spawn    : 3
version  : 1.41.2.8/14128 10603 secure  public
steamid  : [G:1:15572258] (85568392935611682)
udp/ip   : 0.0.0.0:27015 (public 141.151.73.222:27015)
os/type  : Linux dedicated
sourcetv[0] : 127.0.1.1:27020 (public 141.151.73.222:27020) delay 30.0s
players  : 2 humans, 5 bots (0 max) (hibernating) (unreserved)
---------spawngroups----
loaded spawngroup(  1)  : SV:  [1: de_inferno | main lump | mapload]
---------players--------
  id     time ping loss      state   rate adr name
65535 [NoChan]    0    0 challenging      0unknown ''
   2      BOT    0    0     active      0 'Rebel'
   3    00:43   24    0     active 786432 85.216.99.177:62135 'XylotoGhost'
   5  1:02:03   18    0     active 1000000 192.0.2.44:27005 'O'Brien'
#end`;
const CSGO = `hostname: Old times
version : 1.38.8.1/13881 1575/8853 secure  [A:1:3453375493:11109]
map     : de_dust2
players : 1 humans, 1 bots (12/0 max) (not hibernating)

# userid name uniqueid connected ping loss state rate adr
# 46 2 "a "quoted" name" STEAM_1:1:15805829 39:44 40 0 active 80000 192.0.2.44:27005
#47 "Rebel" BOT active 64
#end`;

describe('status', () => {
  test('of Counter-Strike 2 tells people from bots and from those who knock', () => {
    expect(readStatus(CS2)).toMatchObject({
      people: [
        { slot: 3, name: 'XylotoGhost' },
        { slot: 5, name: "O'Brien" },
      ],
      bots: 5,
      map: 'de_inferno',
      onSteam: 'token',
    });
    // What the game shows as its maximum is "the real one" here.
    expect(readStatus(CS2)).not.toHaveProperty('max');
  });

  test('may have its source in front of every line', () => {
    expect(readStatus(CS2.replaceAll('\n', '\r\n[Client] '))?.people).toHaveLength(2);
  });

  test('without a token, and without Steam', () => {
    expect(readStatus(CS2.replace('[G:1:15572258]', '[A:1:2147483650:28714]'))?.onSteam).toBe('anonymous');
    expect(readStatus(CS2.replace('[G:1:15572258] (85568392935611682)', 'not logged in'))?.onSteam).toBe('offline');
  });

  test('of the game before has SteamIDs', () => {
    expect(readStatus(CSGO)).toMatchObject({
      people: [{ slot: 46, name: 'a "quoted" name', id: '76561197991877387' }],
      bots: 1,
      max: 12,
      map: 'de_dust2',
    });
  });

  test.each([
    ['nothing', ''],
    ['something else', "Unknown command 'status'!"],
    ['a list without its counts', CS2.replace(/^players .*$/m, '')],
    ['more people than there are', CS2.replace('2 humans', '1 humans')],
  ])('is not read out of %s', (_, answer) => {
    expect(readStatus(answer)).toBeUndefined();
  });
});

describe('status_json', () => {
  const client = { steamid64: '76561198012345678', steamid: '[U:1:52079950]', bot: false, name: 'Ada' };
  const server = {
    clients: [{ steamid64: '0', steamid: '[I:0:0]', bot: false, name: '' }, client],
    clients_bot: 3,
    steam_loggedon: true,
    steamid: '[G:1:2]',
  };
  const read = (changes: object): ReturnType<typeof readStatusJson> =>
    readStatusJson(JSON.stringify({ server: { ...server, ...changes } }));

  test('tells people by seat and SteamID', () => {
    expect(read({})).toEqual({
      people: [{ slot: 1, name: 'Ada', id: '76561198012345678' }],
      bots: 3,
      updatePending: false,
      onSteam: 'token',
      figures: {},
    });
  });

  test('does not count bots, empty seats and SourceTV', () => {
    const others = [
      { ...client, bot: true },
      { ...client, name: '' },
      { steamid64: '0', steamid: '', bot: false, name: 'SourceTV' },
    ];
    expect(read({ clients: others })?.people).toEqual([]);
  });

  test('tells of updates and of Steam', () => {
    expect(read({ sv_shutdown_requested: true, steam_loggedon: false })).toMatchObject({ updatePending: true, onSteam: 'offline' });
    expect(read({ steamid: '[A:1:2147483650:28714]' })).toMatchObject({ onSteam: 'anonymous' });
  });

  test('goes without figures that are none', () => {
    expect(read({ frame_time_95th_percentile: 0.005, frame_time_max: 'slow', player_network_loss_max: null })?.figures).toEqual({
      frame95: 0.005,
    });
  });

  test.each(['', '{', '[]', 'null', '{"server":{}}', '{"server":{"clients":5}}', '{"server":{"clients":[null]}}'])(
    'is not read out of %s',
    (answer) => {
      expect(readStatusJson(answer)).toBeUndefined();
    },
  );
});
