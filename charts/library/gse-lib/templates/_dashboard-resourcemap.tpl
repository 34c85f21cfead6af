{{- /* Lets the people of a tenant see in the dashboard what of the release is theirs to see. Elsewhere RBAC is the hoster's. */ -}}
{{- define "gse-lib.dashboard-resourcemap" -}}
{{- if and (include "gse-lib.is-platform" .) (hasPrefix "tenant-" .Release.Namespace) -}}
apiVersion: rbac.authorization.k8s.io/v1
kind: Role
metadata:
  name: {{ .Release.Name }}-dashboard-resources
  namespace: {{ .Release.Namespace }}
  labels:
    {{- include "gse-lib.labels" . | nindent 4 }}
rules:
  - apiGroups: [""]
    resources: [services]
    resourceNames: [{{ .Release.Name }}]
    verbs: [get, list, watch]
  - apiGroups: [""]
    resources: [secrets]
    resourceNames: [{{ .Release.Name }}-connection]
    verbs: [get, list, watch]
  - apiGroups: [cozystack.io]
    resources: [workloadmonitors]
    resourceNames: [{{ .Release.Name }}]
    verbs: [get, list, watch]
---
apiVersion: rbac.authorization.k8s.io/v1
kind: RoleBinding
metadata:
  name: {{ .Release.Name }}-dashboard-resources
  namespace: {{ .Release.Namespace }}
  labels:
    {{- include "gse-lib.labels" . | nindent 4 }}
roleRef:
  apiGroup: rbac.authorization.k8s.io
  kind: Role
  name: {{ .Release.Name }}-dashboard-resources
subjects:
  {{- include "gse-lib.tenant-subjects" . | trim | nindent 2 }}
{{- end }}
{{- end -}}

{{- /*
Who may use things of this tenant: its account and its groups from "use" upwards, and those of every tenant above it.
Names of tenants have no dashes, so the namespace tells the whole line: tenant-a-b lies in tenant-a, which lies in
tenant-root.
*/ -}}
{{- define "gse-lib.tenant-subjects" -}}
{{- $line := list "tenant-root" -}}
{{- $at := "tenant" -}}
{{- range splitList "-" (trimPrefix "tenant-" .Release.Namespace) -}}
  {{- $at = printf "%s-%s" $at . -}}
  {{- $line = append $line $at -}}
{{- end -}}
{{- range $tenant := uniq $line }}
- {kind: ServiceAccount, name: {{ $tenant }}, namespace: {{ $tenant }}}
{{- range list "use" "admin" "super-admin" }}
- {kind: Group, apiGroup: rbac.authorization.k8s.io, name: {{ $tenant }}-{{ . }}}
{{- end }}
{{- end }}
{{- end -}}
