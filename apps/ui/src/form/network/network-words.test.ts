import { describe, expect, it } from 'vitest';
import type { Game, NetworkOffer } from '../../api/types.ts';
import { addressTrouble } from './address-trouble.ts';
import { networkProblems } from './network-problems.ts';
import { fieldsFor, networkTitle, portGroups, portsText, withPort } from './network-words.ts';

const port = (name: string, number: number, more: Partial<Game['ports'][number]> = {}): Game['ports'][number] => ({
  name,
  title: name.toUpperCase(),
  protocols: ['UDP'],
  number,
  exposed: true,
  primary: false,
  ...more,
});
const game = {
  ports: [port('query', 28_017), port('http', 28_015), port('game', 28_015, { primary: true }), port('rcon', 28_016, { exposed: false })],
  common: [{ path: 'network.ports.game', mustBe: 'a whole number from 1 to 65535' }],
} as unknown as Game;

describe('ports that players reach', () => {
  const [main, query] = portGroups(game);

  it('are one where they are one number in the game, the most important first', () => {
    expect(portGroups(game).map(({ names }) => names)).toEqual([['game', 'http'], ['query']]);
  });

  it('get a number together, and lose it together', () => {
    if (main === undefined || query === undefined) throw new Error('no ports');
    const both = withPort(withPort(undefined, main, '25570'), query, '25571');
    expect(both).toEqual({ game: 25_570, http: 25_570, query: 25_571 });
    expect(withPort(both, main, '')).toEqual({ query: 25_571 });
    expect(withPort({}, main, '12a')).toEqual({ game: '12a', http: '12a' });
    expect(portsText(game, both)).toBe('GAME: 25570, QUERY: 25571');
  });
});

describe('a wish for the network', () => {
  it.each([
    [{ address: '192.0.2.10', sharedAddress: 'friends', ports: { game: 25_570 } }, []],
    [{ address: '2001:db8::7' }, []],
    [{ address: '192.0.2.300' }, ['network.address']],
    [{ address: 'example.org' }, ['network.address']],
    [{ sharedAddress: 'Our Friends' }, ['network.sharedAddress']],
    [{ ports: { game: 0, query: 65_536, http: '12a' } }, ['network.ports.game', 'network.ports.query', 'network.ports.http']],
    [{ type: 'HostPort', ports: { game: 80 } }, ['network.ports.game']],
    [{ type: 'LoadBalancer', ports: { game: 80 } }, []],
  ])('%j is wrong where it says so', (network, paths) => {
    expect(networkProblems(game, { network }).map(({ path }) => path)).toEqual(paths);
  });

  it('is refused in the words of every other door', () => {
    expect(networkProblems(game, { network: { ports: { game: 'x' } } })[0]?.message).toBe('Must be a whole number from 1 to 65535.');
  });
});

describe('what is offered', () => {
  const machine: NetworkOffer = { types: ['LoadBalancer', 'ClusterIP'], fields: ['ports'], place: 'machine' };
  const cluster: NetworkOffer = { types: ['LoadBalancer', 'NodePort'], fields: ['address', 'sharedAddress', 'ports'], place: 'cluster' };

  it('is what the way has a use for', () => {
    expect(fieldsFor('LoadBalancer', cluster)).toEqual(['address', 'sharedAddress', 'ports']);
    expect(fieldsFor('NodePort', cluster)).toEqual(['ports']);
    expect(fieldsFor('LoadBalancer', machine)).toEqual(['ports']);
    expect(fieldsFor('ClusterIP', machine)).toEqual([]);
  });

  it('is called otherwise on one machine, which has one address', () => {
    expect([networkTitle(undefined), networkTitle('LoadBalancer', 'machine')]).toEqual(['An address of its own', 'Open to players']);
    expect(networkTitle('NodePort', 'machine')).toBe(networkTitle('NodePort'));
  });
});

it('an address that cannot be had is told in the words of the platform', () => {
  const fix = { patch: { spec: { network: { type: 'NodePort' } } } };
  expect(addressTrouble({ reason: { message: 'exceeded quota', fix } })).toBe('exceeded quota');
  expect(addressTrouble({ network: { state: 'Waiting', message: 'none yet' }, reason: { message: 'it crashed' } })).toBe('none yet');
  expect(addressTrouble({ network: { state: 'Ready' } })).toBeUndefined();
  expect(addressTrouble({})).toBeUndefined();
});
