import { games } from '@gse/catalog';
import { describe, expect, test } from 'vitest';
import { buildNetworkPolicy } from './network-policy.ts';
import { ordered } from './order.testkit.ts';

describe('the NetworkPolicy of a server', () => {
  test.each(games.map(({ id }) => id))('lets players of %s in at its exposed ports and at nothing else', (id) => {
    const { server, game } = ordered({ game: id });
    const { ingress = [] } = buildNetworkPolicy(server, game, { systemNamespace: 'gse-system' }).spec;
    const open = ingress.filter((rule) => rule.from === undefined).flatMap((rule) => rule.ports ?? []);
    const exposed = Object.values(game.ports).filter((port) => port.exposed);
    expect(open).toEqual(exposed.flatMap(({ number, protocols }) => protocols.map((protocol) => ({ protocol, port: number }))));
    // A rule without ports would be a rule for all of them.
    expect(open.length).toBeGreaterThan(0);
  });

  test('lets only our own pods and collectors of metrics to the agent', () => {
    const { server, game } = ordered();
    const { spec } = buildNetworkPolicy(server, game, { systemNamespace: 'cozy-gse' });
    const agent = spec.ingress?.filter((rule) => rule.from !== undefined);
    expect(agent).toHaveLength(1);
    expect(agent?.[0]?.ports).toEqual([{ protocol: 'TCP', port: 8099 }]);
    expect(agent?.[0]?.from?.[0]).toEqual({
      namespaceSelector: { matchLabels: { 'kubernetes.io/metadata.name': 'cozy-gse' } },
      podSelector: { matchExpressions: [{ key: 'gse.cozystack.io/component', operator: 'In', values: ['operator', 'api'] }] },
    });
  });

  test('lets the game out to names, to its own namespace and to the internet, and to no private network', () => {
    const { server, game } = ordered();
    const { egress = [], policyTypes } = buildNetworkPolicy(server, game, { systemNamespace: 'gse-system' }).spec;
    expect(policyTypes).toEqual(['Ingress', 'Egress']);
    const [names, own, internet] = egress;
    expect(names?.ports?.map(({ port }) => port)).toEqual([53, 53]);
    expect(own).toEqual({ to: [{ podSelector: {} }] });
    const v4 = internet?.to?.[0]?.ipBlock;
    for (const network of ['10.0.0.0/8', '172.16.0.0/12', '192.168.0.0/16', '169.254.0.0/16', '100.64.0.0/10'])
      expect(v4?.except).toContain(network);
  });
});
