{{- /*
The Secret that game and agent read. It is there from the first day, empty or not: the operator adds what it makes itself,
and a credential that is given later finds it. Helm leaves keys alone that it did not write. It is kept when the release
goes, for the agent needs it to save the game; it goes with the GameServer.
*/ -}}
{{- define "gse-lib.credentials" -}}
apiVersion: v1
kind: Secret
metadata:
  name: {{ .Release.Name }}-credentials
  namespace: {{ .Release.Namespace }}
  labels:
    {{- include "gse-lib.labels" . | nindent 4 }}
  annotations:
    helm.sh/resource-policy: keep
    gse.cozystack.io/goes-with-server: "true"
type: Opaque
{{- with include "gse-lib.given-credentials" . | fromYaml }}
data:
  {{- toYaml . | nindent 2 }}
{{- end }}
{{- end -}}

{{- /* What the person who orders has given, encoded, by the ids of the adapter. */ -}}
{{- define "gse-lib.given-credentials" -}}
{{- $values := .Values -}}
{{- $given := dict -}}
{{- range $credential := (.Files.Get "order.yaml" | fromYaml).credentials -}}
  {{- with get $values $credential.name -}}{{- $_ := set $given $credential.id (b64enc .) -}}{{- end -}}
{{- end -}}
{{- toYaml $given -}}
{{- end -}}
