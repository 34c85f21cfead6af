import { z } from 'zod';

/** A part of a pod in Kubernetes' own words, which the API server checks when the pod is made. */
const verbatim = { 'x-kubernetes-preserve-unknown-fields': true } as const;

/** Where in the cluster the pod runs: fields of a pod's spec, passed through as they are. What changes takes effect with the next restart. */
export const placementSchema = z
  .object({
    nodeSelector: z.record(z.string().max(317), z.string().max(63)).optional().meta({
      description: 'Labels that the node must have.',
    }),
    tolerations: z
      .array(
        z.object({
          key: z.string().max(317).optional(),
          operator: z.enum(['Exists', 'Equal']).optional(),
          value: z.string().max(63).optional(),
          effect: z.enum(['NoSchedule', 'PreferNoSchedule', 'NoExecute']).optional(),
          tolerationSeconds: z.int().optional(),
        }),
      )
      .max(20)
      .optional()
      .meta({ description: 'Taints of nodes that the pod bears.' }),
    affinity: z
      .record(z.string(), z.unknown())
      .optional()
      .meta({ ...verbatim, description: 'nodeAffinity, podAffinity and podAntiAffinity as in a pod.' }),
    topologySpreadConstraints: z
      .array(z.record(z.string(), z.unknown()).meta(verbatim))
      .max(10)
      .optional()
      .meta({ description: 'How servers are spread over zones or nodes, as in a pod.' }),
    priorityClassName: z.string().max(253).optional().meta({ description: 'PriorityClass of the pod.' }),
    schedulerName: z.string().max(253).optional().meta({
      description: "Scheduler that chooses the node. Leave it out on Cozystack: the platform sets it from the tenant's scheduling class.",
    }),
    runtimeClassName: z.string().max(253).optional().meta({
      description: 'RuntimeClass of the pod, such as one that runs it in a virtual machine of its own.',
    }),
  })
  .meta({ description: 'Where in the cluster the server runs.' });
