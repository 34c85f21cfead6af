import type { JsonObject } from '../json.ts';

/** The metadata every object has once it is stored. */
export interface ApiMetadata extends JsonObject {
  name?: string;
  namespace?: string;
  generateName?: string;
  uid?: string;
  resourceVersion?: string;
  generation?: number;
  creationTimestamp?: string;
  deletionTimestamp?: string;
  deletionGracePeriodSeconds?: number;
  labels?: JsonObject;
  annotations?: JsonObject;
  finalizers?: string[];
  ownerReferences?: JsonObject[];
  managedFields?: JsonObject[];
}

/** A Kubernetes object whose kind is known only at run time. */
export interface ApiObject extends JsonObject {
  apiVersion: string;
  kind: string;
  metadata: ApiMetadata;
}
