#!/usr/bin/env bash
# A container engine of its own, to try deploy/ with, from Debian packages: podman with its Docker API, Compose v2, a registry on loopback,
# and stand-ins of the images that the registries of others would give (the .NET base, Redis).
#   engine.sh start DIR [SECONDS]   exit code 77: it cannot be had here, and why; the engine ends by itself after SECONDS (3600)
#   engine.sh stop DIR              ends it, by process id, and removes DIR
# Images, volumes, networks and sockets lie in DIR: the machine's own containers are neither seen nor touched. Who uses the engine reads DIR/env.
set -euo pipefail
here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
action=${1:?start or stop}
work=$(realpath -m "${2:?a directory}")
seconds=${3:-3600}

tools=(podman crun netavark aardvark-dns conmon iptables jq util-linux iproute2 docker-registry socat curl ca-certificates)
base=(base-files netbase tzdata libc6 libgcc-s1 libstdc++6 zlib1g libzstd1 libssl3t64 libicu76)
redis=(base-files netbase libc6 libgcc-s1 libstdc++6 zlib1g libzstd1 libssl3t64 redis-server redis-tools libatomic1 libjemalloc2 liblzf1 libsystemd0 libcap2
  dash coreutils findutils util-linux libcap-ng0 libacl1 libattr1 libselinux1 libpcre2-8-0 libgmp10)

skip() { echo "No containers here: $*" >&2; exit 77; }

install_tools() {
  [[ $(id -u) == 0 ]] || skip "only root can set podman up."
  command -v apt-get > /dev/null && [[ $(dpkg --print-architecture) == amd64 ]] || skip "this takes Debian's packages, for amd64."
  local missing=() package
  for package in "${tools[@]}"; do
    dpkg-query -W -f '${Status}' "$package" 2> /dev/null | grep -q 'ok installed' || missing+=("$package")
  done
  [[ ${#missing[@]} != 0 ]] || return 0
  # RUNLEVEL=1 keeps a package from starting a service.
  { timeout 120 apt-get update -qq &&
    RUNLEVEL=1 DEBIAN_FRONTEND=noninteractive timeout 300 apt-get install -y -qq --no-install-recommends "${missing[@]}"; } > "$work/apt.log" 2>&1 ||
    skip "Debian's packages could not be installed: $(tail -n 1 "$work/apt.log")"
}

# Compose v2, Redis 8 and what the images consist of are in Debian 13: an apt of its own fetches them and leaves the machine's apt alone.
fetch_debian13() {
  local mirror
  mirror=$(cat /etc/apt/sources.list.d/*.sources 2> /dev/null | sed -nE 's/^URIs:[[:space:]]*([^[:space:]]+).*/\1/p' | head -n 1)
  [[ -n $mirror ]] || mirror=$(sed -nE 's/^deb[[:space:]]+(\[[^]]*\][[:space:]]+)?([^[:space:]]+).*/\2/p' /etc/apt/sources.list 2> /dev/null | head -n 1)
  [[ -n $mirror ]] || skip "apt's sources name no mirror of Debian."
  mkdir -p "$work"/apt/{lists/partial,cache/archives/partial} "$work/debs"
  printf 'Types: deb\nURIs: %s\nSuites: trixie\nComponents: main\nSigned-By: /usr/share/keyrings/debian-archive-keyring.gpg\n' \
    "$mirror" > "$work/apt/trixie.sources"
  local options=(-o "Dir::Etc::SourceList=$work/apt/trixie.sources" -o Dir::Etc::SourceParts=/nonexistent
    -o "Dir::State::Lists=$work/apt/lists" -o "Dir::Cache=$work/apt/cache" -o APT::Sandbox::User=root)
  { timeout 120 apt-get "${options[@]}" update -qq &&
    (cd "$work/debs" && printf '%s\n' docker-compose "${base[@]}" "${redis[@]}" | sort -u | timeout 300 xargs apt-get "${options[@]}" download -qq); } > "$work/apt13.log" 2>&1 ||
    skip "Debian 13's packages could not be fetched: $(tail -n 1 "$work/apt13.log")"
  dpkg-deb -x "$work"/debs/docker-compose_*.deb "$work/compose"
}

configure() {
  registry=$(free_port)
  # Containers stay in the cgroup of whoever starts them, so nothing is made or left there.
  cat > "$work/containers.conf" <<CONF
[containers]
cgroups = "disabled"
[engine]
runtime = "crun"
cgroup_manager = "cgroupfs"
events_logger = "file"
tmp_dir = "$work/tmp"
volume_path = "$work/volumes"
[engine.runtimes]
crun = ["$here/runtime.sh"]
[network]
network_config_dir = "$work/networks"
CONF
  printf '[storage]\ndriver = "overlay"\ngraphroot = "%s"\nrunroot = "%s"\n' "$work/storage" "$work/run" > "$work/storage.conf"
  printf 'version: 0.1\nlog: { level: warn }\nstorage: { filesystem: { rootdirectory: %s } }\nhttp: { addr: "127.0.0.1:%s" }\n' "$work/registry" "$registry" > "$work/registry.yml"
  cat > "$work/env" <<ENV
export CONTAINERS_CONF=$work/containers.conf
export CONTAINERS_STORAGE_CONF=$work/storage.conf
export DOCKER_HOST=unix://$work/podman.sock
COMPOSE=$work/compose/usr/libexec/docker/cli-plugins/docker-compose
BASE_IMAGE=localhost:$registry/dotnet/aspnet:10.0-noble-chiseled-extra
ENV
}

free_port() { # Free now; nothing holds it until its user takes it.
  local port
  while port=$(shuf -i 20000-29999 -n 1); (: < "/dev/tcp/127.0.0.1/$port") 2> /dev/null; do :; done
  echo "$port"
}

serve() {
  timeout "$seconds" docker-registry serve "$work/registry.yml" > "$work/registry.log" 2>&1 & echo $! > "$work/registry.pid"
  timeout "$seconds" podman system service --time=0 "$DOCKER_HOST" > "$work/service.log" 2>&1 & echo $! > "$work/service.pid"
  # Podman's own timers for health checks are systemd's.
  timeout "$seconds" bash "$here/engine.sh" health "$work" > "$work/health.log" 2>&1 & echo $! > "$work/health.pid"
  for _ in {1..100}; do
    [[ -S $work/podman.sock ]] && curl -fs -o /dev/null "http://${BASE_IMAGE%%/*}/v2/" && return
    sleep 0.1
  done
  skip "podman's service or the registry does not start; see $work/*.log."
}

check_health() {
  local id
  while [[ -e $work/env ]]; do
    for id in $(podman ps -q --filter status=running); do
      if [[ $(podman inspect "$id" --format '{{if .Config.Healthcheck}}yes{{end}}' 2> /dev/null) == yes ]]; then
        podman healthcheck run "$id" > /dev/null 2>&1 || true
      fi
    done
    sleep 2
  done
}

unpack() { # ROOT PACKAGE...
  local root=$1 package
  mkdir -p "$root"
  for package in "${@:2}"; do dpkg-deb -x "$work/debs/${package}"_*.deb "$root"; done
  mkdir -p "$root"/{dev,proc,run,sys,tmp,var/tmp,etc/ssl/certs}
  chmod 1777 "$root/tmp" "$root/var/tmp"
  cp /etc/ssl/certs/ca-certificates.crt "$root/etc/ssl/certs/"
  rm -rf "$root"/usr/share/{doc,man,lintian,locale,bash-completion}
}

import() { # ROOT NAME CHANGE...
  local changes=() change
  for change in "${@:3}"; do changes+=(--change "$change"); done
  /sbin/ldconfig -r "$1"
  tar -C "$1" -c . | podman import -q --change 'ENV PATH=/usr/local/bin:/usr/local/sbin:/usr/bin:/usr/sbin:/bin:/sbin' "${changes[@]}" - "$2"
  rm -rf "$1"
}

# Like the chiseled base: no shell, no package manager, the user app. The runtime is the one that is installed here.
make_base() {
  local root=$work/root dotnet
  dotnet=$(dirname "$(readlink -f "$(command -v dotnet)")")
  unpack "$root" "${base[@]}"
  mkdir -p "$root"/{app,home/app,usr/share/dotnet}
  printf 'root:x:0:0::/root:/bin/false\napp:x:1654:1654::/home/app:/bin/false\n' > "$root/etc/passwd"
  printf 'root:x:0:\napp:x:1654:\n' > "$root/etc/group"
  chown 1654:1654 "$root/home/app"
  cp -a "$dotnet"/{dotnet,host,shared} "$root/usr/share/dotnet/"
  ln -s ../share/dotnet/dotnet "$root/usr/bin/dotnet"
  import "$root" "$BASE_IMAGE" 'USER 1654' 'WORKDIR /app' 'ENV APP_UID=1654' 'ENV ASPNETCORE_HTTP_PORTS=8080' 'ENV DOTNET_RUNNING_IN_CONTAINER=true' \
    "ENV DOTNET_VERSION=$(find "$dotnet/shared/Microsoft.NETCore.App" -mindepth 1 -maxdepth 1 -printf '%f\n' | sort -V | tail -n 1)"
  podman push -q --tls-verify=false "$BASE_IMAGE"
}

# Like the official one: an entry point that gives /data to the user redis and runs as that user, and no protected mode.
make_redis() {
  local root=$work/root
  unpack "$root" "${redis[@]}"
  mkdir -p "$root/data" "$root/usr/local/bin"
  [[ -e $root/usr/bin/sh ]] || ln -s dash "$root/usr/bin/sh"
  printf 'root:x:0:0::/root:/bin/sh\nredis:x:999:999::/data:/bin/false\n' > "$root/etc/passwd"
  printf 'root:x:0:\nredis:x:999:\n' > "$root/etc/group"
  chown 999:999 "$root/data"
  printf '#!/bin/sh\nexec /usr/bin/redis-server "$@" --protected-mode no\n' > "$root/usr/local/bin/redis-server"
  cat > "$root/usr/local/bin/docker-entrypoint.sh" <<'SH'
#!/bin/sh
if [ "$1" = redis-server ] && [ "$(id -u)" = 0 ]; then
  find /data ! -user redis -exec chown redis:redis {} +
  exec setpriv --reuid redis --regid redis --clear-groups "$@"
fi
exec "$@"
SH
  chmod a+x "$root"/usr/local/bin/*
  import "$root" docker.io/library/redis:8.6 'WORKDIR /data' 'VOLUME /data' 'EXPOSE 6379/tcp' 'ENTRYPOINT ["docker-entrypoint.sh"]' 'CMD ["redis-server"]'
}

case $action in
  start)
    [[ ! -e $work/env ]] || { echo "$work is in use." >&2; exit 1; }
    mkdir -p "$work"
    install_tools
    fetch_debian13
    configure
    . "$work/env"
    podman info > "$work/info.log" 2>&1 || skip "podman does not work: $(tail -n 1 "$work/info.log")"
    serve
    (unset DOCKER_HOST; make_base; make_redis) > "$work/images.log" 2>&1 || skip "the base images could not be made: $(tail -n 1 "$work/images.log")"
    ;;
  health)
    . "$work/env"
    unset DOCKER_HOST
    check_health
    ;;
  stop)
    [[ -e $work/env ]] || exit 0
    . "$work/env"
    unset DOCKER_HOST
    for pid in "$work"/*.pid; do kill "$(cat "$pid")" 2> /dev/null || true; done
    podman ps -aq | xargs -r podman rm --force --time 0 --volumes > /dev/null 2>&1 || true
    podman network prune --force > /dev/null 2>&1 || true

    # Podman mounts its storage again for every command, and a last health check may still be at it.
    for _ in {1..40}; do
      findmnt -rno TARGET | { grep -F "$work/" || true; } | sort -r | xargs -r umount --lazy
      rm -rf "$work" 2> /dev/null && break
      sleep 0.5
    done
    [[ ! -e $work ]]
    ;;
esac
