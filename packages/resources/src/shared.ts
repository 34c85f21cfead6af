import { z } from 'zod';

/** A Kubernetes quantity such as 500m, 2 or 4Gi; a bare whole number may be written without quotes. */
export const quantitySchema = z.union([
  z.int().min(0),
  z
    .string()
    .regex(/^[0-9]+(\.[0-9]+)?(m|k|M|G|T|Ki|Mi|Gi|Ti)?$/)
    .max(20),
]);

/** A way out of a state, as data: what to patch, which operation to order, or where to read. */
export const fixSchema = z.object({
  kind: z.enum(['patch', 'operation', 'link']).meta({
    description: 'patch: merge `patch` into the GameServer. operation: order `operation`. link: read `href`.',
  }),
  title: z.string().max(200).meta({ description: 'Words for the button.' }),
  patch: z.record(z.string(), z.unknown()).optional().meta({
    description: 'JSON merge patch of the GameServer.',
    'x-kubernetes-preserve-unknown-fields': true,
  }),
  operation: z.string().max(40).optional().meta({ description: 'Type of the operation to order.' }),
  href: z.string().max(500).optional(),
});
/** A way out of a state. */
export type Fix = z.output<typeof fixSchema>;

/** Why something does not move: a code for machines, a sentence for people, and the fix where one exists. */
export const reasonSchema = z.object({
  code: z.string().max(80).meta({ description: 'Stable CamelCase code.' }),
  message: z.string().max(2000).meta({ description: 'A sentence for people.' }),
  fix: fixSchema.optional(),
  evidence: z.array(z.string().max(1000)).max(40).optional().meta({ description: 'Log lines or answers it was read from.' }),
});
/** Why something does not move. */
export type Reason = z.output<typeof reasonSchema>;

/** A Kubernetes condition. */
export const conditionSchema = z.object({
  type: z.string().max(316),
  status: z.enum(['True', 'False', 'Unknown']),
  reason: z.string().max(1024),
  message: z.string().max(32768),
  lastTransitionTime: z.iso.datetime(),
  observedGeneration: z.int().optional(),
});
/** A Kubernetes condition. */
export type Condition = z.output<typeof conditionSchema>;
