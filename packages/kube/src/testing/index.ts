// For tests of whoever talks to a Kubernetes API.
export {
  startFaultProxy,
  type FaultProxy,
  type FaultProxyOptions,
  type FaultRule,
  type PassingRequest,
  type ProxyFault,
} from './fault-proxy.ts';
