// A real Kubernetes control plane, for tests.
export { startControlPlane, type Component, type ControlPlane, type ControlPlaneOptions } from './control-plane.ts';
export { type ComponentName } from './components.ts';
export { type Credentials } from './kubeconfig.ts';
export { freePort } from './ports.ts';
export { ControlPlaneError, type ControlPlaneErrorCode } from './errors.ts';

// Where its programs are.
export {
  cacheFolder,
  controlPlaneProblem,
  findPrograms,
  moduleFolder,
  pinnedVersions,
  programNames,
  type ProgramName,
  type Programs,
} from './programs.ts';
