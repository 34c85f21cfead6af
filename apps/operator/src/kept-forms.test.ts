import { covers, type Pod, type StatefulSet } from '@gse/kube';
import type { GameOperation } from '@gse/server-objects';
import { expect, test } from 'vitest';
import { keptConfigMap, keptOperation, keptPod, keptSecret, keptStatefulSet, SharedParts } from './kept-forms.ts';

function setOf(name: string): StatefulSet {
  const container = { image: 'i', env: [{ name: 'A', value: '1' }], resources: { limits: { memory: '1Gi' } } };
  return {
    apiVersion: 'apps/v1',
    kind: 'StatefulSet',
    metadata: { name },
    spec: {
      serviceName: name,
      replicas: 1,
      selector: { matchLabels: { name } },
      template: {
        metadata: { annotations: { of: name } },
        spec: {
          securityContext: { runAsUser: 1000 },
          initContainers: [{ name: 'prepare', ...structuredClone(container) }],
          containers: [{ name: 'game', ...structuredClone(container), command: ['run', name] }],
          volumes: [{ name: `of-${name}` }],
        },
      },
    },
  };
}

test('a kept StatefulSet says what the original says, and shares with others what they have in common', () => {
  const parts = new SharedParts();
  const [a, b] = [keptStatefulSet(setOf('a'), parts), keptStatefulSet(setOf('b'), parts)];
  expect([a, b]).toEqual([setOf('a'), setOf('b')]);
  expect(covers(a, setOf('a'))).toBe(true);
  const specs = [a, b].map((set) => set.spec.template.spec);
  expect(specs[0]?.initContainers?.[0]).toBe(specs[1]?.initContainers?.[0]);
  expect(specs[0]?.containers[0]?.env).toBe(specs[1]?.containers[0]?.env);
  expect(specs[0]?.containers[0]?.command).not.toEqual(specs[1]?.containers[0]?.command);
});

test('of a pod is kept where it is, what its containers may use, and how they are', () => {
  const pod: Pod = {
    apiVersion: 'v1',
    kind: 'Pod',
    metadata: { name: 'a-0', annotations: { x: 'y' } },
    spec: { nodeName: 'n', containers: [{ name: 'game', image: 'i', env: [], resources: { limits: { memory: '1Gi' } } }] },
    status: { phase: 'Running', podIP: '10.0.0.1' },
  };
  const { metadata, status } = pod;
  expect(keptPod(pod, new SharedParts())).toEqual({
    apiVersion: 'v1',
    kind: 'Pod',
    metadata,
    status,
    spec: { nodeName: 'n', containers: [{ name: 'game', resources: { limits: { memory: '1Gi' } } }] },
  });
});

test('an open operation is kept whole, a finished one without its steps and notices', () => {
  const operation = (phase: 'Running' | 'Succeeded'): GameOperation => ({
    apiVersion: 'v1',
    kind: 'GameOperation',
    metadata: { name: 'o' },
    spec: { server: 's', type: 'start' },
    status: { phase, message: 'm', steps: [{ name: 'start', startedAt: '2026-01-01T00:00:00Z' }], announced: [] },
  });
  expect(keptOperation(operation('Running'))).toEqual(operation('Running'));
  expect(keptOperation(operation('Succeeded')).status).toEqual({ phase: 'Succeeded', message: 'm' });
});

test('shared parts that are too many are forgotten, and go on being right', () => {
  const parts = new SharedParts();
  for (let n = 0; n < 5000; n++) expect(parts.of({ n })).toEqual({ n });
  const first = parts.of({ n: 'again' });
  expect(parts.of({ n: 'again' })).toBe(first);
});

test('what somebody puts our labels on takes no more room than what we make', () => {
  const large = 'x'.repeat(1_000_000);
  const metadata = { name: 'a', labels: { b: 'c' }, annotations: { large, 'gse.cozystack.io/wanted': 'hash' } };
  const kept = { ...metadata, annotations: { 'gse.cozystack.io/wanted': 'hash' } };
  expect(
    keptConfigMap({ apiVersion: 'v1', kind: 'ConfigMap', metadata, data: { 'server.json': '{}', large }, binaryData: { large } }),
  ).toEqual({
    apiVersion: 'v1',
    kind: 'ConfigMap',
    metadata: kept,
    data: { 'server.json': '{}' },
  });
  const { data = {}, ...secret } = keptSecret({ apiVersion: 'v1', kind: 'Secret', metadata, data: { token: 'dG9rZW4=', large } });
  expect(secret).toEqual({ apiVersion: 'v1', kind: 'Secret', metadata: kept });
  expect(data['token']).toBe('dG9rZW4=');
  expect(data['large']).toMatch(/^.{1,20}$/);
});

test('every name in a Secret is kept, whatever stands before it', () => {
  const names = Array.from({ length: 200 }, (_, index) => `APP_${index}`);
  const data = Object.fromEntries([...names, 'rconPassword'].map((name) => [name, 'eA==']));
  const kept = keptSecret({ apiVersion: 'v1', kind: 'Secret', metadata: { name: 'a' }, data });
  expect(kept.data).toEqual(data);
});
