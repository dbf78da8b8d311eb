"""The door for other programs: /api, /v1, /healthz, /metrics."""
