// The node.
export { createNode, type GameNode, type NodeOptions } from './create-node.ts';
export { type KubeletOptions } from './kubelet/kubelet-server.ts';
export { nodeInstance } from './node-instance.ts';
export { isNodeError, NodeError, type NodeErrorCode } from './errors.ts';
export { type RestartBackoffOptions } from './pod/restart-backoff.ts';

// Where a pod's ports are on this machine.
export { formatPortMap, parsePortMap, portMapAnnotation } from './ports/port-map.ts';

// What runs containers.
export type {
  ContainerExit,
  ContainerIdentity,
  ContainerRuntime,
  ContainerSpec,
  ContainerUsage,
  ContainerUser,
  ExecResult,
  ListedContainer,
  Mount,
  PortMapping,
  PullProgress,
  RuntimeLogOptions,
} from './runtime/container-runtime.ts';

// Docker and Podman.
export { detectEngine, type DetectOptions, type Engine, type EngineDetection } from './engine/detect.ts';
export { EngineRuntime, type EngineRuntimeOptions } from './engine/engine-runtime.ts';

// Programs of this checkout in place of containers.
export { LocalProgramRuntime, type LocalProgramRuntimeOptions, type ProgramChoice } from './local/local-runtime.ts';
export type { LocalProgram, LocalProgramContext, ProgramUsage } from './local/local-program.ts';
