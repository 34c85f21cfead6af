import { manifests } from '../manifest.ts';

interface Chart {
  readonly name: string;
  readonly description: string;
  readonly version: string;
  readonly type?: 'application' | 'library';
  /** Charts of the same version that it needs, and where they are in a checkout. */
  readonly dependencies?: readonly { readonly name: string; readonly repository: string }[];
}

/** A Chart.yaml under a first line that says where it comes from. */
export function chartYaml(remark: string, { name, description, version, type = 'application', dependencies = [] }: Chart): string {
  const chart = {
    apiVersion: 'v2',
    name,
    description,
    type,
    version,
    appVersion: version,
    ...(dependencies.length > 0 && { dependencies: dependencies.map((dependency) => ({ ...dependency, version })) }),
  };
  return `# ${remark}\n${manifests(chart)}`;
}
