#!/usr/bin/env bash
# Builds the image from the Dockerfile as it is, and tests it as a class uses it:
# hardened, without the network, with an empty home folder.
#
#   docker/test.sh                 build, and test
#   docker/test.sh --image NAME    test an image that is there
#   docker/test.sh --spoil NAME    spoil an image in the ways that the tests are for,
#                                  and see them fail
#
# Docker builds and runs it where there is an engine. Elsewhere, as root on Debian,
# buildah and podman do, from base images that are put together here of Debian's
# packages and Go's own archive. Where neither can, it says SKIP and ends with
# status 77: then nothing was tested.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."

readonly untested=77
image=littlesteps:test
work=$(mktemp -d "${TMPDIR:-/tmp}/littlesteps-image-XXXXXX")
passed=0
failed=0
skipped=0

say() { echo "--- $*"; }

# skip says why the image can't be tested, and ends.
skip() {
  echo "SKIP  the image: $*"
  skipped=$((skipped + 1))
  close && exit $untested
  exit 1
}

close() {
  echo "image: $passed passed, $failed failed, $skipped skipped"
  [ "$failed" -eq 0 ]
}

# check NAME COMMAND... counts whether the command succeeds.
check() {
  local name=$1 began=$SECONDS status
  shift
  # Not as a condition: there a function would go on after what failed in it.
  set +e
  (set -e; "$@") >"$work/output" 2>&1
  status=$?
  set -e
  if [ $status -eq 0 ] && grep '^SKIP' "$work/output"; then
    skipped=$((skipped + 1))
  elif [ $status -eq 0 ]; then
    passed=$((passed + 1))
    echo "ok    $name ($((SECONDS - began)) s)"
  else
    failed=$((failed + 1))
    echo "FAIL  $name ($((SECONDS - began)) s)"
    tail -n 25 "$work/output" | sed 's/^/      /'
  fi
}

clean_up() {
  [ ! -s "$work/container" ] || engine rm --force "$(cat "$work/container")" >/dev/null 2>&1 || true
  rm -rf "$work"
}
trap clean_up EXIT

# --- The engine

kind=
find_engine() {
  if command -v docker >/dev/null && docker info >/dev/null 2>&1; then
    kind=docker
  elif [ "$(id -u)" -ne 0 ]; then
    skip "no Docker engine answers, and buildah needs root"
  else
    local lacking=()
    for program in buildah podman runc mmdebstrap; do
      command -v "$program" >/dev/null || lacking+=("$program")
    done
    [ ${#lacking[@]} -eq 0 ] || skip "no Docker engine answers, and these are missing: ${lacking[*]}"
    kind=podman
  fi
}

# engine calls Docker, or podman in a way that needs no systemd.
engine() {
  case $kind in
  docker) docker "$@" ;;
  podman) podman --cgroup-manager=cgroupfs --runtime runc "$@" ;;
  esac
}

# podman would raise these limits, and may not everywhere.
limits=(--ulimit nofile=4096:4096 --ulimit nproc=4096:4096)

# hardened [FLAG...] runs a container as a class does. The home folder is an empty
# one of this machine, which belongs to group 0.
hardened() {
  local flags=(--network none --read-only --cap-drop ALL --security-opt no-new-privileges
    --memory 2g --pids-limit 512 --tmpfs '/tmp:rw,exec,nosuid,nodev,mode=1777'
    --volume "$PWD/docker/inside.sh:/inside.sh:ro")
  if [ "$kind" = podman ]; then
    # Without systemd podman can't ask for the container's health by itself.
    flags+=("${limits[@]}" --no-healthcheck)
  fi
  engine run "${flags[@]}" "$@"
}

# home makes an empty home folder.
home() {
  local folder
  folder=$(mktemp -d "$work/home-XXXXXX")
  chown 0:0 "$folder" 2>/dev/null || true # with Docker it needn't be root who tests
  chmod 0777 "$folder"
  echo "$folder"
}

# inside [FLAG...] -- CHECK runs a check of inside.sh in a container of its own.
inside() {
  local flags=()
  while [ "$1" != -- ]; do
    flags+=("$1")
    shift
  done
  shift
  hardened --rm --volume "$(home):/home/jovyan" "${flags[@]}" "$image" bash /inside.sh "$@"
}

# --- The build

argument() { sed -n "s/^ARG $1=//p" docker/Dockerfile | head -1; }

# stand_in imports a base image under its real name: Debian as mmdebstrap makes it,
# and the Go that the go command gets from the module proxy.
stand_ins() {
  local base go version suite
  base=$(argument BASE_IMAGE) go=$(argument GO_IMAGE)
  version=${go##*:} suite=${version##*-} version=${version%%-*}
  if ! engine image exists "$base"; then
    say "putting together $base"
    mmdebstrap --quiet --variant=minbase "$suite" "$work/base.tar" >"$work/output" 2>&1 || { cat "$work/output"; return 1; }
    engine import --quiet "$work/base.tar" "$base"
    rm "$work/base.tar"
  fi
  if ! engine image exists "$go"; then
    say "putting together $go"
    local root
    root=$(cd /tmp && GOTOOLCHAIN=go$version GOFLAGS='' go env GOROOT)
    [ "$(head -1 "$root/VERSION")" = "go$version" ] || { echo "$root is not Go $version"; return 1; }
    # Not all of it is needed, and none of it from another place than upstream's.
    printf 'FROM scratch\nCOPY . /usr/local/go\n' >"$work/Dockerfile"
    printf 'api\ndoc\ntest\nmisc\n' >"$work/ignore"
    buildah bud --quiet --pull-never --isolation chroot --format docker --ignorefile "$work/ignore" \
      --file "$work/Dockerfile" --tag "$go" "$root"
  fi
  engine run --rm --network none "${limits[@]}" "$base" true ||
    skip "podman can't run a container here"
}

build() {
  # What this machine says about certificates and mirrors reaches the build, and
  # not the image.
  local flags=(--file docker/Dockerfile --tag "$image" --build-arg VERSION=test
    --build-arg "REVISION=$(git rev-parse HEAD 2>/dev/null || echo unknown)"
    --build-arg "GOPROXY=$(go env GOPROXY)" --build-arg "GOSUMDB=$(go env GOSUMDB)")
  if [ -s "${SSL_CERT_FILE:-}" ]; then flags+=(--secret "id=ca,src=$SSL_CERT_FILE"); fi
  if [ -s "${PIP_CONFIG_FILE:-/etc/pip.conf}" ]; then flags+=(--secret "id=pip,src=${PIP_CONFIG_FILE:-/etc/pip.conf}"); fi
  case $kind in
  docker) DOCKER_BUILDKIT=1 docker build "${flags[@]}" . ;;
  podman)
    buildah bud --pull-never --isolation chroot --format docker "${flags[@]}" .
    ;;
  esac
}

# --- What is looked at without running it

tools() {
  python3 -m venv "$work/tools"
  "$work/tools/bin/python" -m pip install --quiet --disable-pip-version-check --require-hashes --no-deps \
    --only-binary :all: -r docker/test-tools.txt
}

lint() {
  local files=(docker/Dockerfile)
  [ ! -e docker/hub/Dockerfile ] || files+=(docker/hub/Dockerfile)
  "$work/tools/bin/hadolint" "${files[@]}"
  "$work/tools/bin/shellcheck" --severity warning docker/*.sh .ci/run
  cmp docker/Dockerfile .binder/Dockerfile # Binder takes no link
  python3 -m json.tool .devcontainer/devcontainer.json >"$work/json"
  if [ "$kind" = docker ]; then
    ! docker buildx version >/dev/null 2>&1 || docker buildx build --check --file docker/Dockerfile .
    ! docker compose version >/dev/null 2>&1 || docker compose --file docker/compose.yaml config --quiet
  fi
}

configured() {
  local user command size
  user=$(engine image inspect --format '{{.Config.User}}' "$image")
  [ "$user" = 1000:0 ] || { echo "the image's user is \"$user\", not 1000:0"; return 1; }
  command=$(engine image inspect --format '{{.Config.Entrypoint}} {{.Config.Cmd}} {{.Config.Env}} {{.Config.Labels}} {{.Config.Healthcheck}}' "$image")
  for want in 'tini -g --' 'littlesteps-start health' org.opencontainers.image.version: GOPROXY=off; do
    [[ $command == *"$want"* ]] || { echo "no $want in $command"; return 1; }
  done
  [[ $command != *allow-root* ]] || { echo "the image lets root in: $command"; return 1; }
  size=$(engine image inspect --format '{{.Size}}' "$image")
  echo "$((size / 1000000)) MB" | tee "$work/size"
  [ "$size" -lt 2500000000 ] || { echo "the image has $size bytes"; return 1; }
}

listed() {
  hardened --rm --entrypoint cat "$image" /opt/littlesteps/sbom.spdx.json >"$work/sbom.spdx.json"
  "$work/tools/bin/pyspdxtools" --infile "$work/sbom.spdx.json"
}

# --- What is tried with a server that runs

# hold runs a command in the container of the server.
hold() { engine exec "$(cat "$work/container")" "$@"; }
health() { hold littlesteps-start health; }

# served starts the image's own command below a base URL, as somebody else than
# the image's user, and asks it.
served() {
  local token=t0ken
  hardened --detach --user 123456:0 --volume "$(home):/home/jovyan" --env JUPYTER_TOKEN=$token "$image" \
    steps lab -- --ip=0.0.0.0 --port=8888 --no-browser --ServerApp.base_url=/user/ada/ >"$work/container"
  if health; then
    echo "it is well before it has started"
    return 1
  fi
  for _ in $(seq 60); do
    if health 2>/dev/null; then break; fi
    sleep 1
  done
  health || { engine logs "$(cat "$work/container")"; return 1; }
  hold bash /inside.sh server /user/ada/ $token
  hold bash /inside.sh stop_server
  if health; then
    echo "it is well although the server doesn't answer"
    return 1
  fi
  engine kill "$(cat "$work/container")"
  engine rm --force "$(cat "$work/container")"
  rm "$work/container"
}

root_refused() {
  local said
  if said=$(hardened --rm --user 0:0 --volume "$(home):/home/jovyan" "$image" 2>&1); then return 1; fi
  echo "$said"
  [[ $said == *"as root"* ]]
}

# graded lets `steps grade` run honest and hostile notebooks in the image. A test
# that was skipped has graded nothing.
graded() {
  local engine=docker
  [ "$kind" = docker ] || engine="podman --cgroup-manager=cgroupfs --runtime runc"
  LITTLESTEPS_TEST_ENGINE=$engine LITTLESTEPS_TEST_IMAGE=$image \
    go test -v -count=1 -timeout 20m -run '^TestInContainers$' ./pkg/internal/grade >"$work/graded" 2>&1 || true
  cat "$work/graded"
  grep -q '^--- PASS: TestInContainers' "$work/graded"
}

# --- All of it

# all tests an image that is there.
all() {
  check "its user, start, labels and size" configured
  check "it lists what is inside, in SPDX" listed
  check "the kernel doesn't come from the home folder" inside -- kernel
  check "nothing can be written, nobody is privileged" inside -- sealed
  check "set-up is complete, the hub's server is inside" inside -- complete
  check "what cells import is compiled" inside -- compiled
  check "the learner's folder is made ready and kept" inside -- furnished
  check "all notebooks run, one is exported" inside -- notebooks
  check "a notebook runs as any other user" inside --user 123456:0 -- one_notebook
  check "its server, under a base URL, and its health" served
  check "its server under a hub" inside -- hub_server
  check "it does not start as root" root_refused
  check "hostile notebooks are graded in it" graded
}

# spoiled NAME PATTERN CHECK...: the image, spoiled by the Dockerfile on standard
# input, fails the check, and says so.
spoiled() {
  local name=$1 want=$2
  shift 2
  { echo "FROM $original"; cat; } >"$work/Dockerfile"
  if [ "$kind" = docker ]; then
    docker build --quiet --tag littlesteps:spoiled - <"$work/Dockerfile" >/dev/null
  else
    buildah bud --quiet --pull-never --isolation chroot --format docker --file "$work/Dockerfile" --tag littlesteps:spoiled "$work/tools" >/dev/null
  fi
  image=littlesteps:spoiled
  refuses() {
    if "$@" >"$work/said" 2>&1; then
      echo "the test passes"
      return 1
    fi
    tail -n 5 "$work/said" | sed 's/^/      /' >&3
    grep -E "$want" "$work/said"
  }
  check "it is seen: $name" refuses "$@"
  engine image rm --force "$image" >/dev/null
}

spoil() {
  mkdir "$work/tools"
  exec 3>&1
  spoiled "a notebook that doesn't run" 'failed in cell|undefined' inside -- notebooks <<'SPOIL'
USER root
RUN sed -i 's/fmt.Print/fmt.NoSuchPrint/' /opt/littlesteps/notebooks/*.ipynb
USER 1000:0
SPOIL
  spoiled "the user is root" "the image's user is \"0\"" configured <<'SPOIL'
USER 0
SPOIL
  spoiled "root runs it" 'the user is root' inside -- sealed <<'SPOIL'
USER 0
SPOIL
  spoiled "the kernel spec lies in the home folder" 'no kernel gonb' inside -- kernel <<'SPOIL'
USER root
RUN mkdir -p /home/jovyan/.local/share/jupyter && mv /opt/littlesteps/.venv/share/jupyter/kernels /home/jovyan/.local/share/jupyter/
USER 1000:0
SPOIL
  spoiled "something would be downloaded at run time: a module" 'gomlx.*(permission denied|GOPROXY=off)' inside -- compiled <<'SPOIL'
USER root
RUN rm -rf /opt/go/mod/github.com/gomlx
USER 1000:0
SPOIL
  spoiled "something would be downloaded at run time: a Python package" 'set-up writes into the checkout' inside -- notebooks <<'SPOIL'
USER root
RUN rm /opt/littlesteps/.venv/stamps/packages
USER 1000:0
SPOIL
  spoiled "something would be compiled at run time" 'not compiled yet' inside -- compiled <<'SPOIL'
USER root
RUN echo 'const spoiled = 1' >>/opt/littlesteps/pkg/descent/rule.go
USER 1000:0
SPOIL
}

case ${1:-} in
--image)
  find_engine
  image=$2
  say "tools"
  tools
  all
  close
  ;;
--spoil)
  find_engine
  original=$2
  spoil
  close
  ;;
"")
  if [ -x docker/hub/test.sh ]; then
    say "the hub, without the image"
    check "two learners on a hub" docker/hub/test.sh
  fi
  find_engine
  say "tools"
  tools
  check "linters have nothing to say" lint
  say "building the image with $kind"
  if [ "$kind" = podman ]; then stand_ins; fi
  check "the image builds" build
  [ "$failed" -gt 0 ] || all
  [ ! -s "$work/size" ] || echo "size: $(cat "$work/size")"
  close
  ;;
*)
  echo "usage: docker/test.sh [--image NAME | --spoil NAME]" >&2
  exit 2
  ;;
esac
