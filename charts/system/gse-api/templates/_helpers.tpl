{{/* Image of this release, unless another is named: that is taken as it stands. */}}
{{- define "gse-api.image" -}}
{{- .Values.image | default (include "gse-api.releaseImage" .) -}}
{{- end }}

{{/* Image of this release as nodes take it: a platform with a registry of its own has every image there, by its name. */}}
{{- define "gse-api.releaseImage" -}}
{{- $image := .Files.Get "files/image.txt" | trim -}}
{{- $registry := index (include "gse-api.cluster" . | fromJson) "images-registry" | default "" | trimSuffix "/" -}}
{{- if and $registry (not (hasPrefix (printf "%s/" $registry) $image)) }}{{ $registry }}/{{ end }}{{ $image -}}
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

{{/*
How browsers get in from outside: by an "ingress", by a "route" of Gateway API, or, empty, not at all. A platform that lists
the services it publishes has to list this one.
*/}}
{{- define "gse-api.wayIn" -}}
{{- $cluster := include "gse-api.cluster" . | fromJson -}}
{{- $enabled := toString .Values.ingress.enabled -}}
{{- $listed := index $cluster "expose-services" | toString | nospace | splitList "," -}}
{{- $isExpected := and (index $cluster "root-host") (or (not (hasKey $cluster "expose-services")) (has "gse" $listed)) -}}
{{- if or (eq $enabled "true") (and (eq $enabled "auto") $isExpected) -}}
{{- if or .Values.ingress.parentRefs (include "gse-api.isOnGateway" .) }}route{{ else }}ingress{{ end -}}
{{- end -}}
{{- end }}

{{/*
"true" where the platform's gateway takes the pages. A host elsewhere it must not be given: the platform's policy of hostnames
would then refuse every change of the Gateway, those for other services too. Class, issuer and certificate are an Ingress's.
*/}}
{{- define "gse-api.isOnGateway" -}}
{{- $cluster := include "gse-api.cluster" . | fromJson -}}
{{- $isOn := eq (index $cluster "gateway-enabled" | toString) "true" -}}
{{- $root := index $cluster "root-host" | default "" -}}
{{- $host := include "gse-api.host" . -}}
{{- $isBelow := and $root (or (eq $host $root) (hasSuffix (printf ".%s" $root) $host)) -}}
{{- $isForIngress := or .Values.ingress.className .Values.ingress.clusterIssuer .Values.ingress.tlsSecretName -}}
{{- if and $isOn $isBelow (not $isForIngress) }}true{{ end -}}
{{- end }}

{{/* Where Cozystack publishes: the class of its ingress, and the namespace of that ingress or of its gateway. Empty elsewhere. */}}
{{- define "gse-api.publishingTenant" -}}
{{- $cluster := include "gse-api.cluster" . | fromJson -}}
{{- if index $cluster "root-host" }}{{ index $cluster "expose-ingress" | default "tenant-root" }}{{ end -}}
{{- end }}

{{- define "gse-api.host" -}}
{{- $root := index (include "gse-api.cluster" . | fromJson) "root-host" -}}
{{- if .Values.ingress.host }}{{ .Values.ingress.host }}{{ else if $root }}gse.{{ $root }}{{ end -}}
{{- end }}

{{- define "gse-api.publicUrl" -}}
{{- if .Values.publicUrl }}{{ .Values.publicUrl }}{{ else if include "gse-api.wayIn" . }}https://{{ include "gse-api.host" . }}{{ end -}}
{{- end }}

{{/*
"true" where Cozystack's own Keycloak gets a client of ours. The platform's word decides and not whether the kind is there yet:
nobody would render this chart again when it comes, and a release that fails for want of it is tried again. Without an address
of ours an issuer could send nobody back.
*/}}
{{- define "gse-api.makesClient" -}}
{{- $isOn := eq (index (include "gse-api.cluster" . | fromJson) "oidc-enabled" | toString) "true" -}}
{{- if and $isOn (eq (toString .Values.oidc.enabled) "auto") (not .Values.oidc.issuer) (include "gse-api.publicUrl" .) }}true{{ end -}}
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
{{- else if include "gse-api.wayIn" . }}10.0.0.0/8,100.64.0.0/10,172.16.0.0/12,192.168.0.0/16,fc00::/7
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
