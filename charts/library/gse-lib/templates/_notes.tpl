{{- define "gse-lib.notes" -}}
Watch it until players can join, and see where:

  kubectl get gameserver {{ .Release.Name }} --namespace {{ .Release.Namespace }} --watch
{{- end -}}
