{{- /* The GameServer of an order. It has the release's name, so that two games may have servers of one name. */ -}}
{{- define "gse-lib.game-server" -}}
{{- include "gse-lib.check" . -}}
apiVersion: gse.cozystack.io/v1alpha1
kind: GameServer
metadata:
  {{- include "gse-lib.metadata" . | nindent 2 }}
spec:
  {{- include "gse-lib.spec" . | nindent 2 }}
{{- end -}}
