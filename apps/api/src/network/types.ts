import { gameServerSpecSchema } from '@gse/resources';
import type { z } from 'zod';

const network = gameServerSpecSchema.shape.network.unwrap().shape;

/** How players reach a server: values of `spec.network.type`. */
export const networkTypeSchema = network.type.unwrap();
export type NetworkType = z.output<typeof networkTypeSchema>;

/** All of them, the usual one first. */
export const NETWORK_TYPES: readonly NetworkType[] = ['LoadBalancer', 'NodePort', 'HostPort', 'ClusterIP'];
