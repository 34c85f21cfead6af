{{- /*
What somebody needs to connect, for the dashboard: the server inside the cluster, and the credentials that were given with
the order. The address outside stands at the Service, once the cluster has one.
*/ -}}
{{- define "gse-lib.connection" -}}
{{- $order := .Files.Get "order.yaml" | fromYaml -}}
{{- $usual := ternary "cozy.local" "cluster.local" (eq (include "gse-lib.is-platform" .) "true") -}}
{{- $domain := index (.Values._cluster | default dict) "cluster-domain" | default $usual -}}
{{- $port := $order.port.number -}}
{{- /* A load balancer listens at the number that was ordered, and so does its Service; every other Service at the game's own. */ -}}
{{- if eq (.Values.exposure | default "LoadBalancer") "LoadBalancer" -}}
  {{- $port = index (.Values.ports | default dict) $order.port.name | default $port -}}
{{- end -}}
apiVersion: v1
kind: Secret
metadata:
  name: {{ .Release.Name }}-connection
  namespace: {{ .Release.Namespace }}
  labels:
    {{- include "gse-lib.labels" . | nindent 4 }}
type: Opaque
data:
  host: {{ printf "%s.%s.svc.%s" .Release.Name .Release.Namespace $domain | b64enc }}
  port: {{ $port | int | toString | b64enc }}
  protocol: {{ $order.port.protocol | b64enc }}
  {{- with include "gse-lib.given-credentials" . | fromYaml }}
  {{- toYaml . | nindent 2 }}
  {{- end }}
{{- end -}}
