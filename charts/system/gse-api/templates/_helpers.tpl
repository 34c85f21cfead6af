{{/* Image of this release, unless another is asked for. */}}
{{- define "gse-api.image" -}}
{{- .Values.image | default (.Files.Get "files/image.txt" | trim) -}}
{{- end }}

{{/* What finds the pods of this chart. Never changes: a Deployment's selector cannot. */}}
{{- define "gse-api.selector" -}}
app.kubernetes.io/name: gse-api
app.kubernetes.io/instance: {{ .Release.Name }}
{{- end }}

{{- define "gse-api.labels" -}}
{{ include "gse-api.selector" . }}
app.kubernetes.io/version: {{ .Chart.AppVersion | quote }}
app.kubernetes.io/managed-by: {{ .Release.Service }}
app.kubernetes.io/part-of: gse
helm.sh/chart: {{ printf "%s-%s" .Chart.Name .Chart.Version | replace "+" "_" }}
{{- end }}

{{/* What Cozystack says of itself; empty elsewhere. Every value is a string. */}}
{{- define "gse-api.cluster" -}}
{{- .Values._cluster | default dict | toJson -}}
{{- end }}

{{/* "true" where the pages have a way in from outside. */}}
{{- define "gse-api.hasIngress" -}}
{{- $cluster := include "gse-api.cluster" . | fromJson -}}
{{- $enabled := toString .Values.ingress.enabled -}}
{{- if or (eq $enabled "true") (and (eq $enabled "auto") (index $cluster "expose-ingress") (index $cluster "root-host")) }}true{{ end -}}
{{- end }}

{{- define "gse-api.host" -}}
{{- $root := index (include "gse-api.cluster" . | fromJson) "root-host" -}}
{{- if .Values.ingress.host }}{{ .Values.ingress.host }}{{ else if $root }}gse.{{ $root }}{{ end -}}
{{- end }}

{{- define "gse-api.publicUrl" -}}
{{- if .Values.publicUrl }}{{ .Values.publicUrl }}{{ else if include "gse-api.hasIngress" . }}https://{{ include "gse-api.host" . }}{{ end -}}
{{- end }}

{{/* "true" where Cozystack's own Keycloak gets a client of ours. */}}
{{- define "gse-api.makesClient" -}}
{{- $cluster := include "gse-api.cluster" . | fromJson -}}
{{- if and (eq (toString .Values.oidc.enabled) "auto") (eq (index $cluster "oidc-enabled" | toString) "true") (.Capabilities.APIVersions.Has "v1.edp.epam.com/v1") (not .Values.oidc.issuer) }}true{{ end -}}
{{- end }}

{{- define "gse-api.issuer" -}}
{{- if include "gse-api.makesClient" . -}}
https://keycloak.{{ index (include "gse-api.cluster" . | fromJson) "root-host" }}/realms/cozy
{{- else if and (ne (toString .Values.oidc.enabled) "false") .Values.oidc.issuer -}}
{{ .Values.oidc.issuer }}
{{- end -}}
{{- end }}

{{- define "gse-api.internalIssuer" -}}
{{- if .Values.oidc.internalUrl }}{{ .Values.oidc.internalUrl }}
{{- else if include "gse-api.makesClient" . }}{{ index (include "gse-api.cluster" . | fromJson) "keycloak-internal-url" | default "" }}
{{- end -}}
{{- end }}

{{- define "gse-api.trustedProxies" -}}
{{- if .Values.trustedProxies }}{{ join "," .Values.trustedProxies }}
{{- else if include "gse-api.hasIngress" . }}10.0.0.0/8,100.64.0.0/10,172.16.0.0/12,192.168.0.0/16,fc00::/7
{{- end -}}
{{- end }}

{{- define "gse-api.clientSecret" -}}
{{- if .Values.oidc.existingSecret }}{{ .Values.oidc.existingSecret }}{{ else if include "gse-api.makesClient" . }}gse-api-oidc{{ end -}}
{{- end }}

{{- define "gse-api.sealKeySecret" -}}
{{- .Values.sealKey.existingSecret | default "gse-api-seal-key" -}}
{{- end }}

{{/* A value that was made once: the one in the cluster, or a new one. Call: (list <context> <Secret> <key> <new value>) */}}
{{- define "gse-api.madeOnce" -}}
{{- $context := index . 0 -}}
{{- $secret := lookup "v1" "Secret" $context.Release.Namespace (index . 1) | default dict -}}
{{- index ($secret.data | default dict) (index . 2) | default (index . 3 | b64enc) -}}
{{- end }}
