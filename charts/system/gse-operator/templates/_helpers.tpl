{{/* Image of this release, unless another is asked for. */}}
{{- define "gse-operator.image" -}}
{{- include "gse-operator.asTaken" (list . (.Values.image | default (.Files.Get "files/image.txt" | trim))) -}}
{{- end }}

{{/* Image of the agent beside every game. */}}
{{- define "gse-operator.agentImage" -}}
{{- if .Values.agentImage }}{{ include "gse-operator.asTaken" (list . .Values.agentImage) }}{{ else }}{{ include "gse-operator.image" . }}{{ end -}}
{{- end }}

{{/* An image as nodes take it: a platform with a registry of its own has every image there, by its name. Call: (list <context> <image>) */}}
{{- define "gse-operator.asTaken" -}}
{{- $image := index . 1 | trimPrefix "/" -}}
{{- $registry := index (include "gse-operator.cluster" (index . 0) | fromJson) "images-registry" | default "" | trimSuffix "/" -}}
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
