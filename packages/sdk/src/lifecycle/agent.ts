import type { DecideInput, ObservedAgent } from './input.ts';
import { AGENT_SILENCE_MS } from './policy.ts';

/** The agent's last report of the pod that is there now; what was heard of an earlier pod says nothing about this one. */
export function agentOf({ observed: { pod, agent } }: DecideInput): ObservedAgent | undefined {
  return pod !== undefined && agent?.podUid === pod.uid ? agent : undefined;
}

/** True when the last report is too old to act on. */
export function isSilent(input: DecideInput): boolean {
  const agent = agentOf(input);
  return agent !== undefined && input.now - agent.receivedAt > AGENT_SILENCE_MS;
}
