import { ownerReference, type ObjectMeta, type OwnerReference } from '@gse/kube';
import { LABELS } from '@gse/resources';
import type { GameServer } from '../kinds.ts';

/** Value of the managed-by label; informers select on it. */
export const MANAGED_BY = 'gse';
/** Name of the claim template; the claim is `data-<server>-0`. */
export const DATA_VOLUME = 'data';

/** The one set of labels on everything made for a server. */
export function labelsOf(server: GameServer): Record<string, string> {
  return {
    ...selectorOf(server),
    [LABELS.name]: server.spec.game,
    [LABELS.instance]: server.metadata.name,
    [LABELS.managedBy]: MANAGED_BY,
    [LABELS.game]: server.spec.game,
  };
}

/** The one selector that matches pod, Service, claim and Secret of a server. */
export function selectorOf(server: GameServer): Record<string, string> {
  return { [LABELS.server]: server.metadata.name };
}

/** Secret with the credentials of game and agent. */
export function secretName(server: GameServer): string {
  return server.spec.secretName ?? `${server.metadata.name}-credentials`;
}

/** ConfigMap with what the agent needs to know. */
export function configName(server: GameServer): string {
  return `${server.metadata.name}-config`;
}

/** The only pod of a server. */
export function podName(server: GameServer): string {
  return `${server.metadata.name}-0`;
}

/** The claim of the world volume. */
export function claimName(server: GameServer): string {
  return `${DATA_VOLUME}-${server.metadata.name}-0`;
}

/** Metadata of an object made for a server: named, labelled and owned by it. */
export function ownedMeta(server: GameServer, name: string): ObjectMeta & { ownerReferences: OwnerReference[] } {
  return { name, namespace: server.metadata.namespace, labels: labelsOf(server), ownerReferences: [ownerReference(server)] };
}
