import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import { fakeGame } from '../../test/fake-game.ts';
import { GameDefinitionError } from '../errors.ts';
import type { AnyGame } from './definition.ts';
import { defineGame } from './definition.ts';
import { misfits } from './check.ts';

const meta = { group: 'g', title: 't', description: 'd', applies: 'restart' };
const [diagnosis] = fakeGame.diagnoses;
const port = { protocols: ['TCP'], number: 1, exposed: true, primary: true, title: '' } as const;
const connection = { protocol: 'Test', port: 'game', open: () => Promise.reject(new Error('never opened')) };

function broken(change: Partial<AnyGame>, base: AnyGame = fakeGame): string[] {
  return [...misfits({ ...base, ...change })].map(({ path, problem }) => `${path} ${problem}`);
}

describe('a definition', () => {
  it('that fits is taken', () => {
    expect(broken({})).toEqual([]);
  });

  it('that does not fit throws the first misfit with game and path', () => {
    expect(() => defineGame({ ...fakeGame, settings: fakeGame.settings, defaultPreset: 'huge' })).toThrow(GameDefinitionError);
    expect(() => defineGame({ ...fakeGame, settings: fakeGame.settings, defaultPreset: 'huge' })).toThrow(
      'game fake: defaultPreset is huge; presets are small',
    );
  });

  it('with a live setting nobody can tell the game is refused', () => {
    const { applyLive: _, ...mute } = fakeGame;
    expect(broken({}, mute)).toEqual(['settings.difficulty.applies is live, but the game has no applyLive']);
  });

  it.each<readonly [string, Partial<AnyGame>, string]>([
    ['an id that cannot be in a spec', { id: 'My Game' }, 'id is not a short name'],
    ['a setting without meta', { settings: z.object({ a: z.string().default('') }) }, 'settings.a needs .meta('],
    ['meta lost behind a later call', { settings: z.object({ a: z.string().meta(meta).default('') }) }, 'settings.a needs .meta('],
    [
      'a setting that applies at no time',
      {
        settings: z.object({
          a: z
            .string()
            .default('')
            .meta({ ...meta, applies: 'later' }),
        }),
      },
      'settings.a.applies is none of live, restart, wipe',
    ],
    [
      'a setting that must be given',
      { settings: z.object({ a: z.string().meta(meta) }) },
      'settings.a has no default that it accepts itself',
    ],
    ['a setting that may be missing', { settings: z.object({ a: z.string().optional().meta(meta) }) }, 'settings.a has no default'],
    [
      'a default its own rule refuses',
      { settings: z.object({ a: z.string().prefault('abc').pipe(z.string().max(2)).meta(meta) }) },
      'settings.a has no default that it accepts itself',
    ],
    [
      'defaults that check refuses',
      { check: () => [{ path: 'motd', message: 'too polite' }] },
      'settings.motd has a default that check() refuses: too polite',
    ],
    ['a kind that is another name', { orderKind: 'OtherServer' }, 'orderKind is OtherServer, which is not the id in other capitals'],
    ['a default preset that is none', { defaultPreset: 'toString' }, 'defaultPreset is toString; presets are small'],
    [
      'a preset in words',
      { presets: { small: { title: '', cpu: '1', memory: '4 GB', storage: '1Gi', reason: '' } } },
      'presets.small.memory is 4 GB, which is no Kubernetes quantity',
    ],
    [
      'a preset of nothing',
      { presets: { small: { title: '', cpu: '0', memory: '1Gi', storage: '1Gi', reason: '' } } },
      'presets.small.cpu is 0',
    ],
    [
      'no port for players',
      { ports: { game: { ...port, exposed: false } } },
      'ports need exactly one that is exposed and primary; none is',
    ],
    [
      'two ports for players',
      { ports: { game: port, other: { ...port, number: 2 } } },
      'ports need exactly one that is exposed and primary; game and other are',
    ],
    ['a port number out of range', { ports: { game: { ...port, number: 70_000 } } }, 'ports.game.number is not between'],
    ['a port of no transport', { ports: { game: { ...port, protocols: [] } } }, 'ports.game.protocols are none'],
    ['a port name too long for Kubernetes', { ports: { remoteControlPort: port } }, 'ports.remoteControlPort is not a short name'],
    [
      'two ports in one place',
      { ports: { game: port, query: { protocols: ['UDP', 'TCP'], number: 1, exposed: true, title: '' } } },
      'ports has 1/TCP twice',
    ],
    [
      'a connection to no port',
      { connections: { rcon: { ...connection, port: 'rcon' } } },
      'connections.rcon.port is rcon, which is not declared in ports',
    ],
    [
      'a connection with no such secret',
      { connections: { rcon: { ...connection, secret: 'password' } } },
      'connections.rcon.secret is password, which is not declared in secrets',
    ],
    [
      'a secret that can be guessed',
      { secrets: { password: { title: '', description: '', generate: 4 } } },
      'secrets.password.generate is less than 16',
    ],
    [
      'a made secret that may be absent',
      { secrets: { password: { title: '', description: '', generate: 20, optional: true } } },
      'secrets.password is generated, so it cannot be optional',
    ],
    [
      'a recommended version it cannot run',
      { versions: { ...fakeGame.versions, recommended: 'latest' } },
      'versions.recommended is latest, which versions.accepts refuses',
    ],
    [
      'a channel it cannot run',
      { versions: { ...fakeGame.versions, channels: { beta: 'b1' } } },
      'versions.channels.beta is b1, which versions.accepts refuses',
    ],
    ['a pattern with a memory', { versions: { ...fakeGame.versions, accepts: /^\d+\.\d+$/g } }, 'versions.accepts has the flag g or y'],
    ['a log pattern with a memory', { log: { file: 'log', ready: /ready/y } }, 'log.ready has the flag g or y'],
    ['a diagnosis twice', { diagnoses: diagnosis ? [diagnosis, diagnosis] : [] }, 'diagnoses has BrokenWorld twice'],
    [
      'a diagnosis that matches nothing',
      { diagnoses: [{ id: 'Odd', title: '', meaning: '', remedy: '', examples: [] }] },
      'diagnoses.Odd matches nothing',
    ],
    [
      'a diagnosis that misses its own example',
      { diagnoses: [{ id: 'Odd', title: '', pattern: /x/, meaning: '', remedy: '', examples: ['y'] }] },
      'diagnoses.Odd.examples has one that the pattern does not match: y',
    ],
    [
      'a diagnosis that is no reason code',
      { diagnoses: [{ id: 'odd-one', title: '', pattern: /x/, meaning: '', remedy: '', examples: ['x'] }] },
      'diagnoses.odd-one is not CamelCase',
    ],
    ['a licence twice', { licences: [...fakeGame.licences, ...fakeGame.licences] }, 'licences has eula twice'],
    [
      'a need nobody is asked for',
      { needs: { database: { kind: 'mysql', title: '', description: '', secret: 'dsn' } } },
      'needs.database.secret is dsn, which is not declared in secrets',
    ],
    [
      'a need that is optional in one place only',
      {
        secrets: { ...fakeGame.secrets, dsn: { title: '', description: '' } },
        needs: { database: { kind: 'mysql', title: '', description: '', secret: 'dsn', optional: true } },
      },
      'needs.database.optional does not say the same as secrets.dsn.optional',
    ],
    ['a backup of what is outside', { backup: { include: ['../etc'], exclude: [] } }, 'backup.include has "../etc"'],
    ['a wipe of nothing', { wipes: { map: { title: '', description: '', remove: [] } } }, 'wipes.map.remove is empty'],
    ['a wipe of everything there is', { wipes: { map: { title: '', description: '', remove: ['/'] } } }, 'wipes.map.remove has "/"'],
    [
      'a wipe that reseeds nothing',
      { wipes: { map: { title: '', description: '', remove: ['world'], reseeds: 'sead' } } },
      'wipes.map.reseeds is sead, which is no setting',
    ],
    [
      'an event that forces no wipe there is',
      { calendar: [{ id: 'monthly', title: '', description: '', wipe: 'map', next: () => new Date('2100-01-01') }] },
      'calendar.monthly.wipe is map, which is not declared',
    ],
    [
      'an event in the past',
      { calendar: [{ id: 'monthly', title: '', description: '', next: (after) => after }] },
      'calendar.monthly.next is not later than 2024-02-29',
    ],
    ['a budget of no time', { budgets: { ...fakeGame.budgets, saveSeconds: 0 } }, 'budgets.saveSeconds is 0, which is not above zero'],
    ['a probe without a pause', { health: { intervalSeconds: Number.NaN, failures: 3 } }, 'health.intervalSeconds is NaN'],
  ])('with %s is refused', (_, change, expected) => {
    expect(broken(change)).toContainEqual(expect.stringContaining(expected));
  });
});
