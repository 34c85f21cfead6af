import { AGENT_PORT } from '@gse/agent-client';
import type { Pod } from '@gse/kube';
import { ANNOTATIONS } from '@gse/resources';

/** Where the agent of a pod is reached; undefined before the pod has an address. */
export function agentUrl(pod: Pod): string | undefined {
  const ports = pod.metadata.annotations?.[ANNOTATIONS.portMap];
  // With a port map the pod has no address of its own.
  if (ports !== undefined) {
    const mapped = mappedPort(ports);
    return mapped === undefined ? undefined : `http://${mapped}`;
  }
  const ip = pod.status?.podIP;
  return ip === undefined || ip === '' ? undefined : `http://${ip.includes(':') ? `[${ip}]` : ip}:${AGENT_PORT}`;
}

function mappedPort(ports: string): string | undefined {
  try {
    const parsed: unknown = JSON.parse(ports);
    const mapped = typeof parsed === 'object' && parsed !== null ? (parsed as Record<string, unknown>)[`${AGENT_PORT}/TCP`] : undefined;
    return typeof mapped === 'string' ? mapped : undefined;
  } catch {
    return undefined;
  }
}
