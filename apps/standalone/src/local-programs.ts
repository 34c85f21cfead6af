import type { Container, Pod } from '@gse/kube';
import { LABELS } from '@gse/resources';

/** Image that stands for this checkout: containers of it run as local programs, so nothing has to be built or pulled. */
export const LOCAL_IMAGE = 'gse.local/gse:checkout';

/** Which program of this checkout runs in place of a container, and beside which others. */
export interface ProgramChoice {
  readonly name: string;
  readonly args: string[];
  readonly group: string;
}

/** Chooses the program: agents are the real ones, game containers are simulated where no engine runs them. */
export function programFor(
  container: Container,
  pod: Pod,
  isSimulated: boolean,
  agentImage: string = LOCAL_IMAGE,
): ProgramChoice | undefined {
  if (container.image === agentImage) {
    return { name: isSimulated ? 'agent-simulated' : 'agent', args: container.args ?? [], group: 'agents' };
  }
  const game = pod.metadata.labels?.[LABELS.game];
  const dataPath = container.volumeMounts?.find((mount) => mount.name === 'data')?.mountPath;
  if (!isSimulated || game === undefined || dataPath === undefined) return undefined;
  return { name: 'simulator', args: [game, dataPath], group: 'games (simulated)' };
}
