{{- /*
Refuses what values.schema.json cannot: a licence that nobody accepted, a credential that is missing, an amount beyond its
limits, a name that is too long. All at once, in the words of the admission policies.
*/ -}}
{{- define "gse-lib.check" -}}
{{- $values := .Values -}}
{{- $order := .Files.Get "order.yaml" | fromYaml -}}
{{- $refusals := list -}}
{{- range $order.licences -}}
  {{- if ne (get $values .name | toJson) "true" -}}{{- $refusals = append $refusals .refusal -}}{{- end -}}
{{- end -}}
{{- range $order.credentials -}}
  {{- if and .refusal (not (get $values .name)) -}}{{- $refusals = append $refusals .refusal -}}{{- end -}}
{{- end -}}
{{- range $order.amounts -}}
  {{- $value := $values -}}
  {{- range .path -}}{{- $value = get ($value | default dict) . -}}{{- end -}}
  {{- if ne (toString $value) "" -}}
    {{- $amount := include "gse-lib.amount" $value | float64 -}}
    {{- $isLess := lt $amount (include "gse-lib.amount" .least | float64) -}}
    {{- $isMore := gt $amount (include "gse-lib.amount" .most | float64) -}}
    {{- if or $isLess $isMore -}}{{- $refusals = append $refusals .refusal -}}{{- end -}}
  {{- end -}}
{{- end -}}
{{- if gt (len .Release.Name) 52 -}}
  {{- $refusals = append $refusals (printf "the name of the release must be text up to 52 characters; %s has %d" .Release.Name (len .Release.Name)) -}}
{{- end -}}
{{- if $refusals -}}{{- fail (join "; " $refusals) -}}{{- end -}}
{{- end -}}
