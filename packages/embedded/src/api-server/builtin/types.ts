import type { BuiltinType } from './builtin-type.ts';
import { clusterTypes } from './cluster.ts';
import { coreTypes } from './core.ts';
import { coreEventType, newEventType } from './events.ts';
import { networkTypes } from './network.ts';
import { podType } from './pod.ts';
import { storageTypes } from './storage.ts';
import { workloadTypes } from './workloads.ts';

/** Every built-in kind; adding one is adding a row (and running `generate-schemas.ts`). */
export const builtinTypes: readonly BuiltinType[] = [
  podType,
  ...coreTypes,
  ...networkTypes,
  ...storageTypes,
  ...workloadTypes,
  ...clusterTypes,
  coreEventType,
  newEventType,
];
