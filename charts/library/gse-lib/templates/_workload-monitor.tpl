{{- /*
Tells the platform what to bill and whether it works. The selector is the one label that the operator puts on pod, claim
and Service alike.
*/ -}}
{{- define "gse-lib.workload-monitor" -}}
{{- if include "gse-lib.is-platform" . -}}
{{- $game := (.Files.Get "order.yaml" | fromYaml).game -}}
{{- $replicas := ternary 0 1 (eq (.Values.state | default "Running") "Stopped") -}}
apiVersion: cozystack.io/v1alpha1
kind: WorkloadMonitor
metadata:
  {{- include "gse-lib.metadata" . | nindent 2 }}
    {{- with .Values.size }}
    workloads.cozystack.io/resource-preset: {{ . }}
    {{- end }}
spec:
  replicas: {{ $replicas }}
  minReplicas: {{ $replicas }}
  kind: {{ $game }}
  type: {{ $game }}
  version: {{ .Chart.Version | quote }}
  selector:
    gse.cozystack.io/server: {{ .Release.Name }}
{{- end }}
{{- end -}}
