{{/* Name of everything in a release; room is left for group, ordinal and hash. */}}
{{- define "cluster.name" -}}
{{- .Release.Name | trunc 30 | trimSuffix "-" -}}
{{- end -}}

{{/* The headless Service that gives pods their names. */}}
{{- define "cluster.service" -}}
{{- include "cluster.name" . }}-nodes
{{- end -}}

{{/* What selects a release's pods: never the chart's version, for selectors cannot change. */}}
{{- define "cluster.selector" -}}
app.kubernetes.io/name: {{ .Chart.Name }}
app.kubernetes.io/instance: {{ .Release.Name }}
{{- end -}}

{{- define "cluster.labels" -}}
{{ include "cluster.selector" . }}
app.kubernetes.io/version: {{ .Chart.AppVersion | quote }}
app.kubernetes.io/managed-by: {{ .Release.Service }}
helm.sh/chart: {{ printf "%s-%s" .Chart.Name .Chart.Version }}
{{- end -}}

{{/* How a pod's HTTP port is spoken to: http or https. */}}
{{- define "cluster.scheme" -}}
http{{ if .Values.http.tlsSecret }}s{{ end }}
{{- end -}}

{{/* Ending of every pod's name. */}}
{{- define "cluster.domain" -}}
{{ include "cluster.service" . }}.{{ .Release.Namespace }}.svc.{{ .Values.clusterDomain }}
{{- end -}}
