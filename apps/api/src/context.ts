import type { Clock, KubeClient, Log } from '@gse/kube';
import type { AnyGame } from '@gse/sdk';
import type { Permissions } from './access/permissions.ts';
import type { Recorder } from './activity/recorder.ts';
import type { Agents } from './agents/agents.ts';
import type { Caches } from './caches.ts';
import type { MappingOf } from './ordering/mappings.ts';
import type { Ordering } from './ordering/ordering.ts';

/** What the routes share. */
export interface ApiContext {
  readonly caches: Caches;
  readonly permissions: Permissions;
  readonly agents: Agents;
  readonly recorder: Recorder;
  readonly ordering: Ordering;
  /** The API's own identity. Used for what callers may look at, after their permission was asked for. */
  readonly reader: KubeClient;
  readonly gameById: (this: void, id: string) => AnyGame | undefined;
  readonly mappingOf: MappingOf;
  /** Everything runs on one machine, at whose own address players arrive. */
  readonly isOneMachine: boolean;
  readonly clock: Clock;
  readonly log: Log;
  readonly randomBytes: (this: void, size: number) => Uint8Array;
  /** Fires when the API closes: streams end. */
  readonly closing: AbortSignal;
}
