{{- /*
Every template here takes the root context of an application chart. What a game is stands in the chart's order.yaml.
*/ -}}

{{- /* Labels of what the chart itself makes. What the operator makes has its own, with gse.cozystack.io/server. */ -}}
{{- define "gse-lib.labels" -}}
app.kubernetes.io/name: {{ (.Files.Get "order.yaml" | fromYaml).game }}
app.kubernetes.io/instance: {{ .Release.Name }}
app.kubernetes.io/managed-by: {{ .Release.Service }}
helm.sh/chart: {{ printf "%s-%s" .Chart.Name .Chart.Version | replace "+" "_" | trunc 63 | trimSuffix "-" }}
{{- end -}}

{{- define "gse-lib.metadata" -}}
name: {{ .Release.Name }}
namespace: {{ .Release.Namespace }}
labels:
  {{- include "gse-lib.labels" . | nindent 2 }}
{{- end -}}

{{- /* Not empty where the platform renders the chart: it puts its own values beside those of the order. */ -}}
{{- define "gse-lib.is-platform" -}}
{{- if hasKey .Values "_cluster" }}true{{ end -}}
{{- end -}}
