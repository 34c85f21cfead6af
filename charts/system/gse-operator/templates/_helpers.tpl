{{/* Image of this release, unless another is asked for. */}}
{{- define "gse-operator.image" -}}
{{- .Values.image | default (.Files.Get "files/image.txt" | trim) -}}
{{- end }}

{{/* What finds the pods of this chart. Never changes: a Deployment's selector cannot. */}}
{{- define "gse-operator.selector" -}}
app.kubernetes.io/name: gse-operator
app.kubernetes.io/instance: {{ .Release.Name }}
{{- end }}

{{- define "gse-operator.labels" -}}
{{ include "gse-operator.selector" . }}
app.kubernetes.io/version: {{ .Chart.AppVersion | quote }}
app.kubernetes.io/managed-by: {{ .Release.Service }}
app.kubernetes.io/part-of: gse
helm.sh/chart: {{ printf "%s-%s" .Chart.Name .Chart.Version | replace "+" "_" }}
{{- end }}
