#!/usr/bin/env bash
# The part of docker/test.sh that runs inside a container of the image, with
# nothing writable but the home folder and /tmp, and no network:
#
#   inside.sh CHECK
set -euo pipefail

lesson=(/opt/littlesteps/notebooks/*.ipynb)

fail() { echo "$*" >&2; exit 1; }

# The kernel spec comes from the image: a volume mounted over the home folder
# must not take it along.
kernel() {
  jupyter kernelspec list --json 2>/dev/null | python3 -c '
import json, sys
specs = json.load(sys.stdin)["kernelspecs"]
sys.exit(None if "gonb" in specs else f"no kernel gonb, only {sorted(specs)}")'
}

# Outside of the home folder and /tmp nothing can be written, not even by a user
# who may.
sealed() {
  for folder in / /opt/littlesteps /opt/littlesteps/.venv /opt/go/compiled /opt/go/mod /usr/local/bin; do
    if touch "$folder/probe" 2>/dev/null; then fail "$folder can be written"; fi
  done
  [ "$(id -u)" -ne 0 ] || fail "the user is root"
  grep -q '^NoNewPrivs:.*1$' /proc/self/status || fail "programs may gain privileges"
  grep -q '^CapBnd:.*0000000000000000$' /proc/self/status || fail "capabilities are left"
  if (: </dev/tcp/1.1.1.1/443) 2>/dev/null; then fail "the network is there"; fi
}

# A first cell needs nothing compiled but itself: then it is as fast as the tenth.
compiled() {
  export CGO_ENABLED=0 GOWORK=
  GOFLAGS=$(python3 -c 'import json; print(json.load(open("/opt/littlesteps/.venv/share/jupyter/kernels/gonb/kernel.json"))["env"]["GOFLAGS"])')
  export GOFLAGS
  mkdir /tmp/cell
  cd /tmp/cell
  python3 - >main.go <<'PYTHON'
import json, re, glob
imports = set()
for path in glob.glob("/opt/littlesteps/notebooks/*.ipynb"):
    for cell in json.load(open(path))["cells"]:
        if cell["cell_type"] == "code":
            for block in re.findall(r"^import \((.*?)^\)", "".join(cell["source"]), re.M | re.S):
                imports.update(re.findall(r'"([^"]+)"', block))
print("package main\n\nimport (")
for path in sorted(imports):
    print(f'\t_ "{path}"')
print(")\n\nfunc main() {}")
PYTHON
  grep -q littlesteps/pkg/ main.go || fail "no import was found in the notebooks"
  go mod init cell 2>/dev/null
  go work init . /opt/littlesteps
  built=$(go build -v -o cell . 2>&1) || fail "$built"
  [ "$built" = cell ] || fail "not compiled yet: $built"
  sleep 3 # files that are older than 2 s make Go write into its cache
  go build -o cell .
}

# Everything that set-up made is there and right: otherwise it would begin to
# make it, which fails here.
complete() {
  steps doctor
  for inside in deb/debian/tini pypi/jupyterhub pypi/jupyterlab npm/react golang/github.com/janpfeifer/gonb \
    golang/github.com/gomlx/gomlx golang/github.com/go-gota/gota golang/golang.org/x/tools/gopls golang/stdlib; do
    grep -q "\"pkg:$inside@" /opt/littlesteps/sbom.spdx.json || fail "the SBOM lacks $inside, which is surely inside"
  done
  command -v jupyterhub-singleuser >/dev/null || fail "no jupyterhub-singleuser"
  jupyterhub-singleuser --version >/dev/null
  [ -n "$(find "$GOPLSCACHE" -type l -print -quit)" ] || fail "gopls hasn't read the packages: each learner's would"
  jupyter server extension list 2>&1 | grep -q 'nbgitpuller.*OK' || fail "nbgitpuller is no working extension"
}

# The learner's work is kept, and what is missing is put there.
furnished() {
  cd "$LITTLESTEPS_WORK"
  steps notebooks --variant learner --to /tmp/learner "${lesson[@]}" >/dev/null
  for path in "${lesson[@]}"; do
    cmp "/tmp/learner/$(basename "$path")" "$(basename "$path")"
  done
  ! grep -l '"solution"' ./*.ipynb || fail "learners are served solutions"
  first=${lesson[0]##*/}
  echo mine >"$first"
  littlesteps-start true
  [ "$(cat "$first")" = mine ] || fail "the learner's $first was written over"
  rm "$first"
  littlesteps-start cmp "/tmp/learner/$first" "$first"
  mkdir /tmp/teachers
  LITTLESTEPS_WORK=/tmp/teachers LITTLESTEPS_VARIANT=teacher littlesteps-start grep -q '"solution"' "/tmp/teachers/$first" || fail "the teacher is served no solutions"
}

# All notebooks from their first to their last cell, and a page of one.
notebooks() {
  cd "$LITTLESTEPS_WORK"
  steps run
  first=${lesson[0]##*/}
  steps html --no-run --strict "build/$first"
  page=build/html/${first%.ipynb}.html
  grep -q '<svg' "$page" || fail "no figure in $page"
}

one_notebook() {
  cd "$LITTLESTEPS_WORK"
  steps run 01_little_steps
}

# The server of the container, below the base URL that the test gave it, wants a
# token, and gives the explorers' program to whoever has it.
server() {
  python3 - "$1" "$2" <<'PYTHON'
import sys, urllib.error, urllib.request
base, token = sys.argv[1:]
class Stay(urllib.request.HTTPRedirectHandler):
    def redirect_request(self, *args): return None
client = urllib.request.build_opener(Stay)
def status(path, headers={}):
    try:
        request = urllib.request.Request("http://127.0.0.1:8888" + path, headers=headers)
        return client.open(request, timeout=20).status
    except urllib.error.HTTPError as answer:
        return answer.code
key = {"Authorization": "token " + token}
for path, headers, want in [
    (base + "api/contents/01_little_steps.ipynb", {}, 403),
    (base + "api/contents/01_little_steps.ipynb", {"Authorization": "token wrong"}, 403),
    (base + "lab", {}, 302),
    (base + "api/contents/01_little_steps.ipynb", key, 200),
    (base + "api/kernelspecs/gonb", key, 200),
    (base + "lab", key, 200),
    (base + "static/littlesteps/explorer.wasm.gz", key, 200),
    ("/api", key, 404),
]:
    got = status(path, headers)
    if got != want:
        sys.exit(f"{path} with {headers} answers {got}, not {want}")
PYTHON
}

# Under a hub, played here by a few lines: the learner's server starts with the
# hub's own program, is well, lets in whom the hub names, and sends others to it.
hub_server() {
  python3 - <<'PYTHON' &
import http.server, json
class Hub(http.server.BaseHTTPRequestHandler):
    def answer(self):
        self.rfile.read(int(self.headers.get("Content-Length") or 0))
        user = {"name": "ada", "kind": "user", "admin": False, "groups": [], "scopes": ["access:servers!user=ada"]}
        known = not self.path.endswith("/user") or self.headers.get("Authorization") == "token adas"
        body = json.dumps({**user, "version": "5"}).encode()
        self.send_response(200 if known else 403)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)
    do_GET = do_POST = answer
    def log_message(self, *args): pass
http.server.ThreadingHTTPServer(("127.0.0.1", 8081), Hub).serve_forever()
PYTHON
  export JUPYTERHUB_API_TOKEN=hubs JUPYTERHUB_API_URL=http://127.0.0.1:8081/hub/api JUPYTERHUB_BASE_URL=/ \
    JUPYTERHUB_USER=ada JUPYTERHUB_HOST='' JUPYTERHUB_SERVER_NAME='' JUPYTERHUB_CLIENT_ID=jupyterhub-user-ada \
    JUPYTERHUB_SERVICE_PREFIX=/user/ada/ JUPYTERHUB_SERVICE_URL=http://0.0.0.0:8888/user/ada/ \
    JUPYTERHUB_ACTIVITY_URL=http://127.0.0.1:8081/hub/api/users/ada/activity \
    JUPYTERHUB_OAUTH_CALLBACK_URL=/user/ada/oauth_callback JUPYTERHUB_DEFAULT_URL=/lab \
    JUPYTERHUB_OAUTH_ACCESS_SCOPES='["access:servers!server=ada/", "access:servers!user=ada"]'
  jupyterhub-singleuser >/tmp/hub.log 2>&1 &
  for _ in $(seq 60); do
    if littlesteps-start health 2>/dev/null; then break; fi
    sleep 1
  done
  littlesteps-start health || { cat /tmp/hub.log >&2; exit 1; }
  server /user/ada/ adas
}

# The server hangs, as a program may: it is there, and doesn't answer.
stop_server() {
  python3 - <<'PYTHON'
import glob, os, signal
for path in glob.glob("/proc/[0-9]*/cmdline"):
    if b"jupyterlab" in open(path, "rb").read().split(b"\0"):
        os.kill(int(path.split("/")[2]), signal.SIGSTOP)
PYTHON
}

"$@"
