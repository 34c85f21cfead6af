{{- define "gse-monitoring.labels" -}}
app.kubernetes.io/name: gse-monitoring
app.kubernetes.io/instance: {{ .Release.Name }}
app.kubernetes.io/managed-by: {{ .Release.Service }}
helm.sh/chart: {{ printf "%s-%s" .Chart.Name .Chart.Version | replace "+" "_" | trunc 63 | trimSuffix "-" }}
{{- end -}}

{{- /*
"true" where the platform says that it monitors. Then it has, or will have, the kinds of VictoriaMetrics and Grafana. Its word
outranks whether they are there yet: nobody would render this chart again when they come, and a release that fails for want of
them is tried again.
*/ -}}
{{- define "gse-monitoring.isPlatform" -}}
{{- if eq (index (.Values._cluster | default dict) "monitoring-enabled" | toString) "true" }}true{{ end -}}
{{- end -}}

{{- /* Whose kinds the cluster has. Where it has both, VictoriaMetrics reads the others as well, so one is enough. */ -}}
{{- define "gse-monitoring.kinds" -}}
{{- if or (include "gse-monitoring.isPlatform" .) (.Capabilities.APIVersions.Has "operator.victoriametrics.com/v1beta1") -}}
victoria
{{- else if .Capabilities.APIVersions.Has "monitoring.coreos.com/v1" -}}
prometheus
{{- end -}}
{{- end -}}
