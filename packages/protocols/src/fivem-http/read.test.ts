import { describe, expect, test } from 'vitest';
import { FUZZ_INPUTS, fuzzSeed, mutated } from '../../test/fuzz.ts';
import { FiveMHttpError } from '../errors.ts';
import { seededRandom } from '../testing/random.ts';
import { readFiveMPerf } from './perf.ts';
import { readFiveMDynamic, readFiveMInfo, readFiveMPlayers } from './read.ts';

const INFO = JSON.stringify({
  enhancedHostSupport: true,
  icon: 'iVBORw0KGgo=',
  requestSteamTicket: 'unset',
  enforceSteamAuth: false,
  resources: ['hardcap', 'chat', 'gse'],
  server: 'FXServer-master SERVER v1.0.0.35945 linux',
  vars: { sv_maxClients: '48', sv_projectName: '^1My City', onesync_enabled: 'true', locale: 'de-DE' },
  version: 123_456_789,
});
const DYNAMIC = '{"clients":3,"gametype":"Freeroam","hostname":"^1My ^4City","iv":"-1","mapname":"fivem-map-skater","sv_maxclients":"48"}';
const LICENSE = `license:${'0123456789abcdef'.repeat(2)}01234567`;
const PLAYERS = JSON.stringify([
  { endpoint: '127.0.0.1', id: 1, identifiers: [], name: 'Bob', ping: 42 },
  { endpoint: '203.0.113.7:1234', id: 2, identifiers: ['steam:110000112345678', LICENSE, 'ip:203.0.113.7'], name: '^2Ada ^0L', ping: 5 },
]);
const PERF = [
  '# HELP tickTime Time spent on server ticks',
  '# TYPE tickTime histogram',
  'tickTime_count{name="svMain"} 1000',
  'tickTime_sum{name="svMain"} 4.5',
  ...[0.005, 0.01, 0.05, 0.25].map((limit, at) => `tickTime_bucket{name="svMain",le="${limit}"} ${900 + at * 30}`),
  'tickTime_bucket{name="svMain",le="+Inf"} 1000',
  'tickTime_count{name="svNetwork"} 5000',
  'tickTime_sum{name="svNetwork"} 1e-1',
  'tickTime_bucket{name="svNetwork",le="+Inf"} 5000',
  '',
].join('\n');

describe('info.json', () => {
  test('is read', () => {
    expect(readFiveMInfo(INFO)).toEqual({
      server: 'FXServer-master SERVER v1.0.0.35945 linux',
      build: 35_945,
      resources: ['hardcap', 'chat', 'gse'],
      vars: new Map([
        ['sv_maxClients', '48'],
        ['sv_projectName', '^1My City'],
        ['onesync_enabled', 'true'],
        ['locale', 'de-DE'],
      ]),
    });
  });

  test.each([
    ['nothing in it', '{}', { server: '', resources: [] }],
    ['null everywhere', '{"server":null,"resources":null,"vars":null}', { server: '', resources: [] }],
    ['a resource that is a number', '{"resources":["a",1,null,{"b":1},""]}', { resources: ['a'] }],
    [
      'variables of other types',
      '{"vars":{"a":1,"b":true,"c":{},"d":null}}',
      {
        vars: new Map([
          ['a', '1'],
          ['b', 'true'],
        ]),
      },
    ],
    ['a build that was made by hand', '{"server":"FXServer-no-version (didn\'t run build tools?)"}', { resources: [] }],
    ['text behind it', `${INFO}trailing`, { build: 35_945 }],
  ])('with %s is read', (_what, text, expected) => expect(readFiveMInfo(text)).toMatchObject(expected));

  test('with an icon of megabytes and thousands of resources stays small', () => {
    const info = readFiveMInfo(JSON.stringify({ icon: 'A'.repeat(7_000_000), resources: Array.from({ length: 9000 }, (_, n) => `r${n}`) }));
    expect(JSON.stringify(info).length).toBeLessThan(100_000);
  });
});

describe('dynamic.json', () => {
  test('is read, its counts as numbers', () => {
    expect(readFiveMDynamic(DYNAMIC)).toEqual({
      hostname: 'My City',
      gametype: 'Freeroam',
      mapname: 'fivem-map-skater',
      clients: 3,
      maxClients: 48,
    });
  });

  test.each(['{}', '{"clients":null}', '{"clients":"many"}', '{"clients":-1}', '{"clients":1e300}', '{"clients":[3]}'])(
    'has no number of players where it tells none (%s)',
    (text) => expect(readFiveMDynamic(text)).not.toHaveProperty('clients'),
  );
});

describe('players.json', () => {
  test('is read, without addresses', () => {
    const read = readFiveMPlayers(PLAYERS);
    expect(read).toEqual({
      online: 2,
      players: [
        { id: 1, name: 'Bob', ping: 42, identifiers: [] },
        { id: 2, name: 'Ada L', ping: 5, identifiers: ['steam:110000112345678', LICENSE] },
      ],
    });
    expect(JSON.stringify(read)).not.toContain('203.0.113');
  });

  test('counts those that it cannot read', () => {
    expect(readFiveMPlayers('[{"id":1,"name":"Bob"},{"id":"x"},null,7,{"id":2,"name":"^1"},{"name":"noId"}]')).toEqual({
      online: 6,
      players: [{ id: 1, name: 'Bob', identifiers: [] }],
    });
  });

  test.each(['', '{}', 'null', '"Nope."', 'Rate limit exceeded.', '{"0":{}}'])('that is no list is an error, not nobody (%j)', (text) => {
    expect(() => readFiveMPlayers(text)).toThrow(expect.objectContaining({ code: 'GSE_FIVEM_HTTP_PROTOCOL', kind: 'protocol' }));
  });
});

describe('/perf/', () => {
  test('is read', () => {
    expect(readFiveMPerf(PERF)).toEqual([
      {
        thread: 'svMain',
        count: 1000,
        sumSeconds: 4.5,
        buckets: [
          { atMostSeconds: 0.005, count: 900 },
          { atMostSeconds: 0.01, count: 930 },
          { atMostSeconds: 0.05, count: 960 },
          { atMostSeconds: 0.25, count: 990 },
          { atMostSeconds: Infinity, count: 1000 },
        ],
      },
      { thread: 'svNetwork', count: 5000, sumSeconds: 0.1, buckets: [{ atMostSeconds: Infinity, count: 5000 }] },
    ]);
  });

  test('has no figures of a thread that is not whole, and is an error where it is something else', () => {
    expect(readFiveMPerf('tickTime_count{name="svMain"} 10\n')).toEqual([]);
    expect(readFiveMPerf('# HELP other Something\nother_total 5\n')).toEqual([]);
    expect(() => readFiveMPerf('<html>')).toThrow(FiveMHttpError);
  });
});

describe('mutated documents', () => {
  const fuzz = (what: string, text: string, read: (text: string) => unknown): void => {
    const seed = fuzzSeed(what);
    const random = seededRandom(seed);
    const bytes = Buffer.from(text);
    let understood = 0;
    for (let round = 0; round < FUZZ_INPUTS; round++) {
      const input = mutated(bytes, random).toString('utf8');
      try {
        const result = read(input);
        if (
          /\\u0000|\\u001b|null/.test(
            JSON.stringify(result, (_, value: unknown) => (value instanceof Map ? undefined : value === Infinity ? 'Inf' : value)),
          )
        )
          throw new Error(JSON.stringify(result));
        understood += 1;
      } catch (error) {
        if (!(error instanceof FiveMHttpError))
          throw new Error(`FUZZ_SEED=${seed} round ${round}: ${JSON.stringify(input)}`, { cause: error });
      }
    }
    expect(understood).toBeGreaterThan(FUZZ_INPUTS / 20);
  };

  test('give what can be read or one typed error: info.json', () => fuzz('info.json', INFO, readFiveMInfo));
  test('give what can be read or one typed error: dynamic.json', () => fuzz('dynamic.json', DYNAMIC, readFiveMDynamic));
  test('give what can be read or one typed error: players.json', () => fuzz('players.json', PLAYERS, readFiveMPlayers));
  test('give what can be read or one typed error: /perf/', () => fuzz('perf', PERF, readFiveMPerf));
});
