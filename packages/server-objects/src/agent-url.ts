import { AGENT_PORT } from '@gse/agent-client';
import type { Pod } from '@gse/kube';
import { ANNOTATIONS } from '@gse/resources';

/** Where the agent of a pod is reached; undefined before the pod has an address. */
export function agentUrl(pod: Pod): string | undefined {
  const ports = pod.metadata.annotations?.[ANNOTATIONS.portMap];
  if (ports !== undefined && isOnThisMachine(pod)) {
    const mapped = mappedPort(ports);
    return mapped === undefined ? undefined : `http://${mapped}`;
  }
  const ip = pod.status?.podIP;
  return ip === undefined || ip === '' ? undefined : `http://${ip.includes(':') ? `[${ip}]` : ip}:${AGENT_PORT}`;
}

/**
 * Whether the one-machine node runs the pod; only then it has a port map instead of an address of its own. Everybody who
 * may make pods can write the annotation and would send us anywhere with it, but only a node writes where a pod is.
 */
function isOnThisMachine({ status }: Pod): boolean {
  return [status?.podIP, status?.hostIP].some((ip) => ip !== undefined && /^(127\.|::1$)/.test(ip));
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
