{{- define "gse-monitoring.labels" -}}
app.kubernetes.io/name: gse-monitoring
app.kubernetes.io/instance: {{ .Release.Name }}
app.kubernetes.io/managed-by: {{ .Release.Service }}
helm.sh/chart: {{ printf "%s-%s" .Chart.Name .Chart.Version | replace "+" "_" | trunc 63 | trimSuffix "-" }}
{{- end -}}

{{- /* Whose kinds the cluster has. Where it has both, VictoriaMetrics reads the others as well, so one is enough. */ -}}
{{- define "gse-monitoring.kinds" -}}
{{- if .Capabilities.APIVersions.Has "operator.victoriametrics.com/v1beta1" -}}
victoria
{{- else if .Capabilities.APIVersions.Has "monitoring.coreos.com/v1" -}}
prometheus
{{- end -}}
{{- end -}}
