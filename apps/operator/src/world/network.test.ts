import type { KubeEvent, Pod, Service } from '@gse/kube';
import { describe, expect, test } from 'vitest';
import { buildService } from '../workload/service.ts';
import { ordered } from '../workload/order.testkit.ts';
import { observeNetwork } from './network.ts';

function look(
  network: Record<string, unknown>,
  more: { service?: (service: Service) => Service; hostIP?: string; deleted?: boolean; warning?: string } = {},
) {
  const { server, game } = ordered({ game: 'fivem', network });
  const service = (more.service ?? ((one: Service) => one))(buildService(server, game));
  const pod = more.hostIP === undefined ? undefined : podOn(more.hostIP, more.deleted ?? false);
  const warning = more.warning === undefined ? undefined : ({ message: more.warning } as KubeEvent);
  return observeNetwork({ spec: server.spec, game, service, pod, warning });
}

function podOn(hostIP: string, isDeleted: boolean): Pod {
  const metadata = { name: 'my-world-0', ...(isDeleted && { deletionTimestamp: '2026-01-01T00:00:00Z' }) };
  return { apiVersion: 'v1', kind: 'Pod', metadata, spec: { containers: [] }, status: { hostIP } };
}

const withNodePorts = (service: Service): Service => ({
  ...service,
  spec: { ...service.spec, ports: (service.spec.ports ?? []).map((port, index) => ({ ...port, nodePort: 30001 + index })) },
});
const withAddress =
  (ip: string) =>
  (service: Service): Service => ({ ...service, status: { loadBalancer: { ingress: [{ ip }] } } });

const addresses = ({ endpoints }: ReturnType<typeof look>) => endpoints.map(({ address, protocol }) => `${address}/${protocol}`);

describe('where players connect', () => {
  test('is the address of the load balancer, with the numbers outside', () => {
    expect(addresses(look({ ports: { game: 31000, http: 31000 } }, { service: withAddress('192.0.2.7') }))).toEqual([
      '192.0.2.7:31000/UDP',
      '192.0.2.7:31000/TCP',
      '192.0.2.7:40120/TCP',
    ]);
    expect(addresses(look({}, { service: withAddress('2001:db8::7') }))[0]).toBe('[2001:db8::7]:30120/UDP');
  });

  test('is the node that the pod is on, and not known while it is on none', () => {
    expect(addresses(look({ type: 'NodePort' }, { service: withNodePorts, hostIP: '198.51.100.3' }))[0]).toBe('198.51.100.3:30001/UDP');
    expect(addresses(look({ type: 'HostPort', ports: { game: 31000 } }, { hostIP: '198.51.100.3' }))).toEqual([
      '198.51.100.3:31000/UDP',
      '198.51.100.3:30120/TCP',
      '198.51.100.3:40120/TCP',
    ]);
    for (const type of ['NodePort', 'HostPort']) {
      const away = look({ type }, { service: withNodePorts });
      expect(away).toMatchObject({ state: 'Waiting', message: expect.stringContaining('node') });
      expect(look({ type }, { service: withNodePorts, hostIP: '198.51.100.3', deleted: true }).endpoints).toEqual([]);
    }
  });

  test('is a name inside the cluster', () => {
    expect(addresses(look({ type: 'ClusterIP' }))[0]).toBe('my-world.tenant.svc:30120/UDP');
  });

  test('that the platform does not give is said with its words and the way out', () => {
    expect(look({}, { warning: 'no available IPs' })).toMatchObject({
      state: 'Waiting',
      reason: {
        code: 'NoAddress',
        message: expect.stringContaining('no available IPs'),
        fix: { patch: { spec: { network: { type: 'NodePort' } } } },
      },
    });
  });
});
