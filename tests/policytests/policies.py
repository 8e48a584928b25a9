"""One policy whose tests end in every way, and hostile words."""

MIXED = """{
  // a made-up tailnet
  "groups": {"group:infra": ["alice@example.com", "bob@example.com"]},
  "tagOwners": {"tag:db": [], "tag:web": [], "tag:idle": []},
  "hosts": {"vip": "100.64.0.5"},
  "grants": [
    {"src": ["group:infra"], "dst": ["tag:db"], "ip": ["tcp:5432", "tcp:22"]},
    {"src": ["tag:web"], "dst": ["tag:db"], "ip": ["tcp:5432"]},
    {"src": ["*"], "dst": ["tag:web"], "ip": ["443"], "srcPosture": ["posture:mac"]},
    {"src": ["tag:idle"], "dst": ["10.0.0.0/8"], "ip": ["*"], "via": ["tag:web"]},
    {"src": ["group:infra"], "dst": ["tag:db"], "ip": ["tcp:22"]},
    {"src": ["group:infra"], "dst": ["tag:db"],
     "app": {"tailscale.com/cap/secrets": [{"action": ["get"], "secret": ["dev/*", "prod/*"]}]}}
  ],
  "postures": {"posture:mac": ["node:os == 'macos'"]},
  "ssh": [
    {"action": "check", "src": ["group:infra"], "dst": ["tag:db"], "users": ["root"], "checkPeriod": "4h"},
    {"action": "accept", "src": ["group:infra"], "dst": ["tag:db"], "users": ["autogroup:nonroot"]}
  ],
  "tests": [
    {"src": "alice@example.com", "accept": ["tag:db:5432"], "deny": ["tag:db:80"]},
    {"src": "alice@example.com", "accept": ["tag:db:80", "tag:web:443"], "deny": ["tag:db:22"]},
    {"src": "tag:web", "accept": ["vip:5432", "tag:db:*"]},
    {"src": "tag:web", "accept": ["vip:5432"]},
    {"src": "tag:we\\u001b[31mb", "accept": ["tag:db:22"]}
  ],
  "sshTests": [
    {"src": "alice@example.com", "dst": ["tag:db"], "check": ["root"], "accept": ["ops"]},
    {"src": "alice@example.com", "dst": ["tag:db"], "accept": ["root"]},
    {"src": "tag:web", "dst": ["tag:db"], "accept": ["root"]}
  ]
}
"""
