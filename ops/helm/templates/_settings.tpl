{{/* The run file. What the chart decides stands last, so that it counts. */}}
{{- define "cluster.settings" -}}
{{- with .Values.run.settings }}
{{- . | trimSuffix "\n" }}
{{ end -}}
training.run.curriculum.gym-folder = "/gym"
training.node.http-host = "0.0.0.0"
training.node.http-anonymous = read
training.node.http-port = {{ .Values.ports.http }}
{{- if .Values.http.tokensSecret }}
training.node.http-tokens-file = "/etc/cluster/http/tokens"
{{- end }}
{{- if .Values.http.tlsSecret }}
training.node.http-certificate = "/etc/cluster/http-tls/tls.crt"
training.node.http-key = "/etc/cluster/http-tls/tls.key"
{{- end }}
{{- if .Values.dataPlane.tlsSecret }}
training.node.data-plane.certificate = "/etc/cluster/tls/tls.crt"
training.node.data-plane.key = "/etc/cluster/tls/tls.key"
training.node.data-plane.authority = "/etc/cluster/tls/ca.crt"
{{- end }}
{{- if .Values.dataPlane.tokenSecret }}
include "/etc/cluster/token/data-plane.hocon"
{{- end }}
{{- end -}}
