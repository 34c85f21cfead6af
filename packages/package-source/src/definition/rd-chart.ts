import type { AnyGame } from '@gse/sdk';
import { chartYaml } from '../chart/chart-yaml.ts';
import { madeFrom, type EditionFiles, type EditionInfo } from '../edition.ts';
import { manifests } from '../manifest.ts';
import type { OrderMapping } from '../order/mapping.ts';
import { orderPolicy } from '../policy/orders.ts';
import { serverPolicy } from '../policy/servers.ts';
import { applicationDefinition, ARTIFACT_PREFIX } from './application-definition.ts';
import { orderingRole } from './cluster-role.ts';

/** The chart that registers a game with the platform: `system/<game>-server-rd`. */
export function rdChart(game: AnyGame, order: OrderMapping, { version }: EditionInfo): EditionFiles {
  const folder = `system/${order.name}-rd`;
  const remark = madeFrom(game);
  return new Map([
    [
      `${folder}/Chart.yaml`,
      chartYaml(remark, { name: `${order.name}-rd`, description: `Registers ${game.title} servers with the platform`, version }),
    ],
    [`${folder}/values.yaml`, `# ${remark}\n${VALUES}`],
    [`${folder}/cozyrds/${order.name}.yaml`, marked(remark, [applicationDefinition(game, order)])],
    [`${folder}/policies/orders.yaml`, marked(remark, orderPolicy(game, order))],
    [`${folder}/policies/servers.yaml`, marked(remark, serverPolicy(game, order))],
    [`${folder}/templates/cozyrd.yaml`, `{{- /* ${remark} */ -}}\n${DEFINITION}`],
    [`${folder}/templates/cluster-role.yaml`, `{{- /* ${remark} */ -}}\n${onPlatform(manifests(orderingRole(order)))}`],
    [`${folder}/templates/policies.yaml`, `{{- /* ${remark} */ -}}\n${POLICIES}`],
  ]);
}

function marked(remark: string, documents: readonly object[]): string {
  return `# ${remark}\n${manifests(...documents)}`;
}

const VALUES = `
# False on plain Kubernetes: there is no ApplicationDefinition, and nothing to order in apps.cozystack.io.
cozystack: true
`;

/** The platform names charts after their PackageSource, and a tap renames that one: the prefix arrives as a value. */
const DEFINITION = `{{- if .Values.cozystack }}
{{- $prefix := .Values.cozystackArtifactPrefix | default "gse-default" }}
{{- range $path, $_ := .Files.Glob "cozyrds/*" }}
---
{{ $.Files.Get $path | replace "${ARTIFACT_PREFIX}" $prefix }}
{{- end }}
{{- end }}
`;

/** As they are: CEL and the texts in it may have braces that Helm would take for its own. */
const POLICIES = `${onPlatform('{{ .Files.Get "policies/orders.yaml" }}\n')}---
{{ .Files.Get "policies/servers.yaml" }}
`;

function onPlatform(text: string): string {
  return `{{- if .Values.cozystack }}\n${text}{{- end }}\n`;
}
