{{/* Image of this release, unless another is named: that is taken as it stands. */}}
{{- define "gse-operator.image" -}}
{{- .Values.image | default (include "gse-operator.releaseImage" .) -}}
{{- end }}

{{/* Image of the agent beside every game. */}}
{{- define "gse-operator.agentImage" -}}
{{- .Values.agentImage | default (include "gse-operator.image" .) -}}
{{- end }}

{{/* Image of this release as nodes take it: a platform with a registry of its own has every image there, by its name. */}}
{{- define "gse-operator.releaseImage" -}}
{{- $image := .Files.Get "files/image.txt" | trim -}}
{{- $registry := index (include "gse-operator.cluster" . | fromJson) "images-registry" | default "" | trimSuffix "/" -}}
{{- if and $registry (not (hasPrefix (printf "%s/" $registry) $image)) }}{{ $registry }}/{{ end }}{{ $image -}}
{{- end }}

{{/* What Cozystack says of itself; empty elsewhere. Every value is a string. */}}
{{- define "gse-operator.cluster" -}}
{{- .Values._cluster | default dict | toJson -}}
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
