import { AGENT_PORT } from '@gse/agent-client';
import type { Pod } from '@gse/kube';
import { ANNOTATIONS } from '@gse/resources';

/** Where the agent of a pod is reached; undefined before the pod has an address. */
export function agentUrl(pod: Pod): string | undefined {
  const mapped = portMap(pod)[`${AGENT_PORT}/TCP`];
  if (typeof mapped === 'string') return `http://${mapped}`;
  // With a port map the pod has no address of its own.
  if (pod.metadata.annotations?.[ANNOTATIONS.portMap] !== undefined) return undefined;
  const ip = pod.status?.podIP;
  if (ip === undefined || ip === '') return undefined;
  return `http://${ip.includes(':') ? `[${ip}]` : ip}:${AGENT_PORT}`;
}

function portMap(pod: Pod): Readonly<Record<string, unknown>> {
  try {
    const parsed: unknown = JSON.parse(pod.metadata.annotations?.[ANNOTATIONS.portMap] ?? '{}');
    return typeof parsed === 'object' && parsed !== null ? (parsed as Record<string, unknown>) : {};
  } catch {
    return {};
  }
}
