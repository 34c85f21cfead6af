import { gameServerSpecSchema, type GameServerSpecInput } from '@gse/resources';
import { describe, expect, it } from 'vitest';
import { fakeGame } from '../../test/fake-game.ts';
import type { AnyGame } from '../game/definition.ts';
import { outsidePort } from './network.ts';
import { planServer } from './plan.ts';

const game: AnyGame = {
  ...fakeGame,
  ports: {
    game: { protocols: ['UDP'], number: 1000, exposed: true, primary: true, title: 'Game' },
    http: { protocols: ['TCP'], number: 1000, exposed: true, title: 'Downloads' },
    query: { protocols: ['UDP'], number: 1001, exposed: true, title: 'Query' },
    rcon: { protocols: ['TCP'], number: 1002, exposed: false, title: 'Console' },
  },
};

function problems(network: GameServerSpecInput['network']): string[] {
  const result = planServer(game, gameServerSpecSchema.parse({ game: 'fake', network }));
  return result.ok ? [] : result.problems.map(({ path, message }) => `${path}: ${message}`);
}

describe('numbers outside', () => {
  it('are the game’s own unless others are wished', () => {
    expect(outsidePort(game, undefined, 'game')).toBe(1000);
    expect(outsidePort(game, { type: 'HostPort', ports: { game: 2000 } }, 'game')).toBe(2000);
    expect(outsidePort(game, { type: 'HostPort', ports: { game: 2000 } }, 'query')).toBe(1001);
  });

  it('may be one for two transports, and not for two ports of one', () => {
    expect(problems({ ports: { game: 2000, http: 2000 } })).toEqual([]);
    expect(problems({ ports: { game: 2000, query: 2000 } })).toEqual([expect.stringMatching(/^spec\.network\.ports\.query: 2000 .*game/)]);
    expect(problems({ ports: { game: 1001 } })).toHaveLength(1);
  });

  it.each(['rcon', 'nothing', 'constructor'])('are refused for %s, by which nobody reaches the game', (name) => {
    expect(problems({ ports: { [name]: 2000 } })).toEqual([expect.stringContaining('game, http, query')]);
  });
});

describe('annotations for the load balancer', () => {
  it.each(['metallb.io/address-pool', 'service.beta.kubernetes.io/aws-load-balancer-type', 'load-balancer.hetzner.cloud/location'])(
    'may be %s',
    (key) => expect(problems({ annotations: { [key]: 'x' } })).toEqual([]),
  );

  it.each([
    'metallb.universe.tf/allow-shared-ip',
    'lbipam.cilium.io/sharing-key',
    'lbipam.cilium.io/sharing-cross-namespace',
    'external-dns.alpha.kubernetes.io/hostname',
    'kubectl.kubernetes.io/last-applied-configuration',
    'service.beta.kubernetes.io',
    'evil.service.beta.kubernetes.io/x',
    '',
  ])('may not be %j, which reaches beyond the server', (key) => {
    expect(problems({ annotations: { [key]: 'x' } })).toEqual([expect.stringContaining('is not passed on; allowed are')]);
  });
});

describe('a wished address', () => {
  it.each(['192.0.2.7', '2001:db8::7'])('may be %s', (address) => expect(problems({ address })).toEqual([]));
  it.each(['192.0.2.256', '192.0.2', '1.2.3.4.5', ':::', 'ab'])('is refused as %s', (address) =>
    expect(problems({ address })).toHaveLength(1),
  );
});
