// What a cluster's controller manager does, as far as game servers need it.
export { createBuiltinControllers, type BuiltinControllers, type BuiltinControllersOptions } from './builtin-controllers.ts';
export { createLoadBalancer, type LoadBalancerOptions } from './load-balancer.ts';
export { createPortProbe } from './service/port-probe.ts';
export type { IsPortFree } from './service/ports.ts';
