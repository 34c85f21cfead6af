import type { Service } from '@gse/kube';
import { describe, expect, test } from 'vitest';
import { buildService, mustBeReplaced } from './service.ts';
import { ordered } from './order.testkit.ts';

function serviceFor(network: Record<string, unknown>, current?: Service, game = 'fivem'): Service {
  const { server, game: adapter } = ordered({ game, network });
  return buildService(server, adapter, current);
}

describe('the Service of a server', () => {
  test('has TCP and UDP of one number on one address, and shows games where players come from', () => {
    expect(serviceFor({})).toMatchObject({
      metadata: { name: 'my-world', namespace: 'tenant', ownerReferences: [{ uid: 'server-uid', controller: true }] },
      spec: {
        type: 'LoadBalancer',
        externalTrafficPolicy: 'Local',
        selector: { 'gse.cozystack.io/server': 'my-world' },
        ports: [
          { name: 'game', port: 30120, targetPort: 30120, protocol: 'UDP' },
          { name: 'http', port: 30120, targetPort: 30120, protocol: 'TCP' },
          { name: 'txadmin', port: 40120, targetPort: 40120, protocol: 'TCP' },
        ],
      },
    });
    expect(serviceFor({}).spec).not.toHaveProperty('allocateLoadBalancerNodePorts');
  });

  test('asks the load balancer for what the person asked for, with sharing keys that stay in the namespace', () => {
    const { metadata, spec } = serviceFor({
      address: '192.0.2.7',
      sharedAddress: 'arena',
      ports: { game: 31000, http: 31000 },
      loadBalancerClass: 'example.com/lb',
      allocateLoadBalancerNodePorts: false,
      annotations: { 'metallb.io/address-pool': 'games' },
    });
    expect(metadata.annotations).toEqual({
      'metallb.io/address-pool': 'games',
      'metallb.universe.tf/allow-shared-ip': 'tenant/arena',
      'lbipam.cilium.io/sharing-key': 'tenant/arena',
    });
    expect(spec).toMatchObject({
      loadBalancerIP: '192.0.2.7',
      loadBalancerClass: 'example.com/lb',
      allocateLoadBalancerNodePorts: false,
      externalTrafficPolicy: 'Cluster',
    });
    expect(spec.ports?.map(({ port, targetPort }) => `${port}>${targetPort}`)).toEqual(['31000>30120', '31000>30120', '40120>40120']);
  });

  test('as NodePort asks for numbers only where they were wished, and takes nothing of a load balancer along', () => {
    const { metadata, spec } = serviceFor({ type: 'NodePort', address: '192.0.2.7', sharedAddress: 'a', ports: { game: 31000 } });
    expect(metadata.annotations).toBeUndefined();
    expect(spec).not.toHaveProperty('loadBalancerIP');
    expect(spec.externalTrafficPolicy).toBe('Local');
    expect(spec.ports?.map(({ port, nodePort }) => [port, nodePort])).toEqual([
      [30120, 31000],
      [30120, undefined],
      [40120, undefined],
    ]);
  });

  test.each(['ClusterIP', 'HostPort'])('as %s is headless, unless it has an address already, which cannot be taken from it', (type) => {
    expect(serviceFor({ type }).spec).toMatchObject({ type: 'ClusterIP', clusterIP: 'None' });
    const exposed = { ...serviceFor({}), spec: { ...serviceFor({}).spec, clusterIP: '10.0.0.1' } };
    expect(serviceFor({ type }, exposed).spec).not.toHaveProperty('clusterIP');
  });

  test('is made anew where a headless one is to get an address', () => {
    expect(mustBeReplaced(serviceFor({ type: 'ClusterIP' }), serviceFor({}))).toBe(true);
    expect(mustBeReplaced(serviceFor({ type: 'ClusterIP' }), serviceFor({ type: 'HostPort' }))).toBe(false);
    expect(mustBeReplaced(serviceFor({}), serviceFor({ type: 'NodePort' }))).toBe(false);
  });
});
