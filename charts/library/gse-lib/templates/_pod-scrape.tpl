{{- /*
Lets the monitoring of the tenant read the figures of the agent beside the game, where the cluster has such monitoring. The
agent asks for its token; collectors of metrics are let through by the server's NetworkPolicy. The namespace in the figures
is that of the pod, whatever the agent says. Whether the kind is there decides, not whether the platform says that it monitors:
for want of a scrape no server is to be refused.
*/ -}}
{{- define "gse-lib.pod-scrape" -}}
{{- $isVictoria := .Capabilities.APIVersions.Has "operator.victoriametrics.com/v1beta1" -}}
{{- if or $isVictoria (.Capabilities.APIVersions.Has "monitoring.coreos.com/v1") -}}
{{- if $isVictoria -}}
apiVersion: operator.victoriametrics.com/v1beta1
kind: VMPodScrape
{{- else -}}
apiVersion: monitoring.coreos.com/v1
kind: PodMonitor
{{- end }}
metadata:
  {{- include "gse-lib.metadata" . | nindent 2 }}
spec:
  selector:
    matchLabels:
      gse.cozystack.io/server: {{ .Release.Name }}
  podMetricsEndpoints:
    - port: agent
      path: /v1/metrics
      interval: 30s
      authorization:
        type: Bearer
        credentials:
          name: {{ .Release.Name }}-credentials
          key: agentToken
      {{ ternary "relabelConfigs" "relabelings" $isVictoria }}:
        - {targetLabel: job, replacement: gse-agent}
        - {sourceLabels: [__meta_kubernetes_pod_node_name], targetLabel: node}
        - {targetLabel: tier, replacement: cluster}
      {{ ternary "metricRelabelConfigs" "metricRelabelings" $isVictoria }}:
        - {action: labeldrop, regex: exported_namespace}
{{- end }}
{{- end -}}
