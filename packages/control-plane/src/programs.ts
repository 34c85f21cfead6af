/** Where the programs of a control plane are. `pnpm control-plane` (scripts/control-plane.mjs) builds them there. */
import { accessSync, constants, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

/** The programs of a control plane, and helm, which installs into one. */
export const programNames = ['etcd', 'kube-apiserver', 'kube-controller-manager', 'kube-scheduler', 'helm'] as const;

/** One of {@link programNames}. */
export type ProgramName = (typeof programNames)[number];

/** The path of each program. */
export type Programs = Readonly<Record<ProgramName, string>>;

/** The Go module whose tools the programs are; helm's, which needs newer libraries, is inside it. */
export const moduleFolder = fileURLToPath(new URL('../programs', import.meta.url));

const checkout = fileURLToPath(new URL('../../..', import.meta.url));

/** The versions that the Go modules pin; they are the only place that names them. */
export function pinnedVersions(): { kubernetes: string; etcd: string; helm: string } {
  const control = join(moduleFolder, 'go.mod');
  return {
    kubernetes: requiredVersion(control, 'k8s.io/kubernetes'),
    etcd: requiredVersion(control, 'go.etcd.io/etcd/server/v3'),
    helm: requiredVersion(join(moduleFolder, 'helm', 'go.mod'), 'helm.sh/helm/v3'),
  };
}

function requiredVersion(goMod: string, module: string): string {
  const words = readFileSync(goMod, 'utf8').split(/\s+/);
  const version = words.find((word, index) => words[index - 1] === module && /^v\d/.test(word));
  if (version === undefined) throw new Error(`${goMod} does not require ${module}`);
  return version;
}

/** Where programs of the pinned versions are kept: inside the checkout, a folder per set of versions. */
export function cacheFolder(): string {
  const { kubernetes, etcd, helm } = pinnedVersions();
  return join(checkout, '.toolchain', 'control-plane', `kubernetes-${kubernetes}_etcd-${etcd}_helm-${helm}`);
}

/**
 * The programs: those in the folder that `KUBEBUILDER_ASSETS` names, when it has them all, otherwise those that
 * `pnpm control-plane` built. Undefined where there are none.
 */
export function findPrograms(env: NodeJS.ProcessEnv = process.env): Programs | undefined {
  const folders = [env['KUBEBUILDER_ASSETS'], cacheFolder()];
  const folder = folders.find((each) => each && programNames.every((name) => isExecutable(join(each, name))));
  if (folder === undefined) return undefined;
  const path = (name: ProgramName): string => join(folder, name);
  return {
    etcd: path('etcd'),
    'kube-apiserver': path('kube-apiserver'),
    'kube-controller-manager': path('kube-controller-manager'),
    'kube-scheduler': path('kube-scheduler'),
    helm: path('helm'),
  };
}

/** Why no control plane can be started here, as tests say it when they are skipped; undefined when one can. */
export function controlPlaneProblem(env: NodeJS.ProcessEnv = process.env): string | undefined {
  return findPrograms(env) ? undefined : 'needs a Kubernetes control plane: run pnpm control-plane';
}

function isExecutable(path: string): boolean {
  try {
    accessSync(path, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}
