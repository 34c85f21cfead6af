import { API_VERSION, GAME_SERVER_KIND } from '@gse/resources';
import { stringify } from 'yaml';
import type { GameServer } from '@gse/server-objects';
import type { Place } from '../kinds.ts';

/** A server as it is ordered, without anything the platform writes. */
export function manifestOf(place: Place, spec: GameServer['spec']): Pick<GameServer, 'apiVersion' | 'kind' | 'metadata' | 'spec'> {
  return { apiVersion: API_VERSION, kind: GAME_SERVER_KIND.kind, metadata: { name: place.name, namespace: place.namespace }, spec };
}

/** The order as YAML, as `kubectl apply` takes it. */
export function manifestYaml(place: Place, spec: GameServer['spec']): string {
  return stringify(manifestOf(place, spec), { lineWidth: 120, aliasDuplicateObjects: false });
}
