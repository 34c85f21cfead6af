{{- /*
The spec of the GameServer that the values mean. A value that is as it would be anyway is left out, so that what somebody
asked for can be seen.
*/ -}}
{{- define "gse-lib.spec" -}}
{{- $values := .Values -}}
{{- $order := .Files.Get "order.yaml" | fromYaml -}}
{{- $spec := dict "game" $order.game -}}
{{- range $order.spec -}}
  {{- $value := get $values .name -}}
  {{- if and (hasKey $values .name) (not (kindIs "invalid" $value)) (ne (toJson $value) (toJson .default)) -}}
    {{- $node := $spec -}}
    {{- range initial .path -}}
      {{- if not (hasKey $node .) -}}{{- $_ := set $node . dict -}}{{- end -}}
      {{- $node = get $node . -}}
    {{- end -}}
    {{- $_ := set $node (last .path) $value -}}
  {{- end -}}
{{- end -}}
{{- $licences := list -}}
{{- range $order.licences -}}
  {{- if eq (get $values .name | toJson) "true" -}}{{- $licences = append $licences (dict "id" .id "accepted" true) -}}{{- end -}}
{{- end -}}
{{- if $licences -}}{{- $_ := set $spec "licences" $licences -}}{{- end -}}
{{- if include "gse-lib.without-node-ports" . -}}
  {{- $network := get $spec "network" | default dict -}}
  {{- $_ := set $network "allocateLoadBalancerNodePorts" false -}}
  {{- $_ := set $spec "network" $network -}}
{{- end -}}
{{- toYaml $spec -}}
{{- end -}}

{{- /* Not empty where load balancers need no node ports: on the platform, except where RobotLB is the load balancer. */ -}}
{{- define "gse-lib.without-node-ports" -}}
{{- if and (include "gse-lib.is-platform" .) (eq (.Values.exposure | default "LoadBalancer") "LoadBalancer") -}}
  {{- if not (lookup "cozystack.io/v1alpha1" "Package" "" "cozystack.hetzner-robotlb") }}true{{ end -}}
{{- end -}}
{{- end -}}
