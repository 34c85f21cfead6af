import type { Pod, PodStatus } from '@gse/kube';
import { ANNOTATIONS } from '@gse/resources';
import { expect, test } from 'vitest';
import { agentUrl } from './index.ts';

const pod = (status: PodStatus, portMap?: string): Pod => ({
  apiVersion: 'v1',
  kind: 'Pod',
  metadata: { name: 'world-0', ...(portMap !== undefined && { annotations: { [ANNOTATIONS.portMap]: portMap } }) },
  spec: { containers: [] },
  status,
});
const MAPPED = JSON.stringify({ '8099/TCP': '127.0.0.1:40001' });

test('the agent of a pod is at its address', () => {
  expect(agentUrl(pod({ podIP: '10.1.2.3' }))).toBe('http://10.1.2.3:8099');
  expect(agentUrl(pod({ podIP: 'fd00::7' }))).toBe('http://[fd00::7]:8099');
  expect(agentUrl(pod({}))).toBeUndefined();
});

test('on one machine it is behind the mapped port', () => {
  expect(agentUrl(pod({ podIP: '127.0.0.1', hostIP: '192.168.1.5' }, MAPPED))).toBe('http://127.0.0.1:40001');
  expect(agentUrl(pod({ hostIP: '127.0.0.1' }, MAPPED))).toBe('http://127.0.0.1:40001');
  for (const odd of ['', 'null', '[]', '{"8099/TCP": 1}', '{}']) expect(agentUrl(pod({ podIP: '127.0.0.1' }, odd))).toBeUndefined();
});

test('on a cluster nobody leads us elsewhere with an annotation', () => {
  const elsewhere = JSON.stringify({ '8099/TCP': '169.254.169.254:80' });
  expect(agentUrl(pod({ podIP: '10.1.2.3', hostIP: '10.0.0.1' }, elsewhere))).toBe('http://10.1.2.3:8099');
  expect(agentUrl(pod({ hostIP: '10.0.0.1' }, elsewhere))).toBeUndefined();
  expect(agentUrl(pod({}, elsewhere))).toBeUndefined();
});
