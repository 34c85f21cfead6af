import { z } from 'zod';

/** How players reach the server. Fields that a type has no use for are ignored, so that switching types loses none of them. */
export const networkSchema = z
  .object({
    type: z.enum(['ClusterIP', 'NodePort', 'LoadBalancer', 'HostPort']).default('LoadBalancer').meta({
      description:
        "ClusterIP: inside the cluster only. NodePort: a port of the node it runs on, given by the cluster. LoadBalancer: an address of its own. HostPort: the game's own port numbers on the node it runs on; where pod security is baseline or restricted, the cluster refuses it.",
    }),
    address: z
      .string()
      .regex(/^[0-9a-fA-F:.]+$/)
      .max(45)
      .optional()
      .meta({
        description:
          'LoadBalancer: the IP address to have, from the pool of the platform. Without one the platform chooses, and the address is kept as long as the server is not deleted.',
      }),
    sharedAddress: z
      .string()
      .regex(/^[a-z0-9]([-a-z0-9]*[a-z0-9])?$/)
      .max(40)
      .optional()
      .meta({
        description:
          "LoadBalancer: servers of this namespace with the same word here share one address, where the platform is MetalLB or Cilium. Each needs port numbers of its own (ports). The games then do not see the players' own addresses.",
      }),
    ports: z.record(z.string().max(15), z.int().min(1).max(65_535)).optional().meta({
      description:
        "Port numbers outside, by the name of the game's port; a port that is not named keeps the game's own number. LoadBalancer: any. NodePort: of the cluster's range. HostPort: any above 1023.",
    }),
    loadBalancerClass: z.string().max(253).optional().meta({
      description: 'LoadBalancer: which implementation gives the address, where the cluster has several. Fixed after the first start.',
    }),
    allocateLoadBalancerNodePorts: z.boolean().optional().meta({
      description:
        'LoadBalancer: false saves the node ports that load balancers such as MetalLB and Cilium do not need. Default: as the cluster does.',
    }),
    annotations: z.record(z.string().max(253), z.string().max(1000)).optional().meta({
      description: "Annotations for the load balancer, put on the Service. Only those that concern this server's own address are allowed.",
    }),
  })
  .meta({ description: 'How players reach the server.' });
