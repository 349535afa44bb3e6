#!/usr/bin/env bash
# Tries deploy/compose.yaml in real containers: three images, the whole stack, questions through page and API, a killed worker, a restarted
# Redis. It takes about three minutes, leaves nothing behind, and ends with "N passed, N failed". Exit code 77: no containers here, and why.
# Needs root on Debian (see try/engine.sh) and the .NET SDK; with chromium a question is asked in the page as well.
set -uo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."
export DOTNET_CLI_TELEMETRY_OPTOUT=1 DOTNET_NOLOGO=1 MSBUILDDISABLENODEREUSE=1
work=$(mktemp -d /tmp/mact-try-XXXXXX)
passed=0 failed=0 pids=()

finish() {
  [[ -z ${COMPOSE:-} ]] || compose down --volumes > /dev/null 2>&1
  for pid in "${pids[@]}"; do kill -KILL "$pid" && wait "$pid"; done 2> /dev/null
  deploy/try/engine.sh stop "$work/engine"
  if [[ $failed == 0 ]]; then rm -rf "$work"; else echo "Logs: $work"; fi
}
trap finish EXIT

check() { # WHAT COMMAND...
  if "${@:2}"; then passed=$((passed + 1)); echo "ok    $1"; else failed=$((failed + 1)); echo "FAIL  $1"; fi
}

within() { # SECONDS COMMAND...
  local end=$((SECONDS + $1))
  until "${@:2}"; do ((SECONDS < end)) || return 1; sleep 0.5; done
}

log() { "${@:2}" > "$work/$1.log" 2>&1; }
end() { echo "$passed passed, $failed failed"; [[ $failed == 0 ]]; exit; }

deploy/try/engine.sh start "$work/engine" 1800 || exit
. "$work/engine/env"
podman() { DOCKER_HOST='' command podman "$@"; }

# Free now, and held by nobody until its user takes it.
port() { local p; while p=$(shuf -i 20000-29999 -n 1); (: < "/dev/tcp/127.0.0.1/$p") 2> /dev/null; do :; done; echo "$p"; }
web=$(port) api=$(port) model=$(port)
# A bridge that no other one uses: what a run that was killed has left may still hold its own.
subnet() { local s; while s=10.$(shuf -i 128-254 -n 1).$(shuf -i 0-255 -n 1); ip -o address | grep -qF " $s."; do :; done; echo "$s"; }
gateway=$(subnet).1
printf '%s\n' "MACT_NAME=mact-try" REDIS_PASSWORD=a-long-random-word MACT_MODEL_KEY=the-key-of-the-model "MACT_MODEL_ENDPOINT=http://$gateway:$model/v1" \
  "MACT_WEB_PORT=$web" "MACT_API_PORT=$api" > "$work/env"
printf '{ networks: { default: { ipam: { config: [ { subnet: %s/24, gateway: %s } ] } } } }\n' "${gateway%.*}.0" "$gateway" > "$work/network.yaml"
compose() { "$COMPOSE" --progress plain -f deploy/compose.yaml -f "$work/network.yaml" --env-file "$work/env" "$@"; }

# The images, as docs/deploy.md builds them; only their base comes from somewhere else.
for part in Api Worker Web; do
  check "the image of Mact.$part is built" log "image-$part" \
    timeout 900 dotnet publish "Mact.$part" -t:PublishContainer -p:ContainerBaseImage="$BASE_IMAGE" -p:LocalRegistry=Podman -p:RunAnalyzers=false -v quiet
done

# The model: the table reader, on loopback; a forwarder lets the containers reach it at their bridge's address, by which it must let itself be
# called.
log build-model timeout 600 dotnet build Mact.DevServices -c Release -p:RunAnalyzers=false -v quiet
AllowedHosts='*' StandIns__Model=true StandIns__Redis=false Model__Port=$model ASPNETCORE_URLS=http://127.0.0.1:$(port) \
  dotnet artifacts/bin/Mact.DevServices/release/Mact.DevServices.dll > "$work/model.log" 2>&1 & reader=$!
socat "TCP-LISTEN:$model,bind=$gateway,freebind,fork,reuseaddr" "TCP:127.0.0.1:$model" > "$work/forward.log" 2>&1 & pids=("$reader" $!)
check "the table reader answers" within 30 curl -fs -o /dev/null "http://127.0.0.1:$model/v1/models"

check "the stack starts" log up timeout 240 "$COMPOSE" --progress plain -f deploy/compose.yaml -f "$work/network.yaml" --env-file "$work/env" up --detach
[[ $failed == 0 ]] || end

healthy() { [[ $(podman ps --filter label=com.docker.compose.project=mact-try --format '{{.Status}}' | grep -c '(healthy)') == "$1" ]]; }
check "five containers are healthy" within 60 healthy 5
check "the page answers" curl -fs -o /dev/null "http://127.0.0.1:$web/"

confined() { # SERVICE USER: as that user, on a file system that it cannot write, with no capability and no way to one.
  local pid; pid=$(podman inspect "mact-try-$1-1" --format '{{.State.Pid}}')
  [[ $(awk '/^Uid:|^CapEff:|^CapBnd:|^NoNewPrivs:/ { print $2 }' "/proc/$pid/status" | xargs) == "$2 0000000000000000 0000000000000000 1" ]] &&
    grep -qE '^[^ ]+ / overlay ro' "/proc/$pid/mounts"
}
for service in api worker web; do check "$service runs without rights on a read-only root" confined "$service" 1654; done
check "redis runs without rights on a read-only root" confined redis 999

# HTML is read in a process of its own, which has to start in there: no shell, nothing writable. The next one waits already.
read_html() {
  curl -fs -m 30 -F 'file=@-;filename=ports.html;type=text/html' "http://127.0.0.1:$api/tables" \
    <<< '<table><tr><th>Port<th>Tons<tr><td>Oslo<td>2</table>' | jq -e '.. | objects | select(.name? == "Tons" and .type? == "integer")' > /dev/null
}
reader_knows_nothing() {
  local pid; pid=$(pgrep -f '^dotnet /app/Mact.Api.dll --read-source$|^/usr/[a-z/]*dotnet /app/Mact.Api.dll --read-source$' | head -n 1)
  [[ -n $pid ]] && grep -q '^Uid:.1654' "/proc/$pid/status" && ! grep -q a-long-random-word "/proc/$pid/environ"
}
check "the api reads HTML in a process of its own" read_html
check "that process runs without rights, and knows no password" reader_knows_nothing

noticed() { podman cp "mact-try-$1-1:/app/THIRD-PARTY-NOTICES.md" - | tar -xO | cmp -s - THIRD-PARTY-NOTICES.md; }
for service in api worker web; do check "the image of $service holds the third-party notices" noticed "$service"; done

# The model's key: in the workers' environment, and nowhere else.
key_is_in() { podman ps -q --filter label=com.docker.compose.project=mact-try | while read -r id; do
  ! podman inspect "$id" --format '{{json .Config}}' | grep -q the-key-of-the-model || podman inspect "$id" --format '{{index .Config.Labels "com.docker.compose.service"}}'
done | sort -u | xargs; }
check "the model's key is with the workers alone" test "$(key_is_in)" = worker

if command -v chromium > /dev/null; then
  ask_in_page() {
    MACT_DEPLOYED_PAGE=http://127.0.0.1:$web timeout 600 dotnet test --project tests/Mact.EndToEnd.Tests --filter-class '*DeployedPageTests' > "$work/page.log" 2>&1 &&
      grep -q 'succeeded: 1' "$work/page.log" # not skipped
  }
  check "a question asked in the page is answered" ask_in_page
else
  echo "skip  chromium is not installed: no question is asked in the page"
fi

ask() { # NUMBER
  curl -fs -m 10 -H 'content-type: application/json' "http://127.0.0.1:$api/questions" \
    -d '{"question":"What is the total of 2020?","tables":[{"name":"cities","columns":["City","2020"],"rows":[["Arden","'"$1"'"],["Belmore","1"]]}]}' | jq -r .id
}
state() { curl -fs -m 5 "http://127.0.0.1:$api/questions/$1" | jq -r '"\(.status) \(.answer[0]?)"'; }
is() { [[ $(state "$1") == "$2" ]]; }
some_run() { local id; for id in "${ids[@]}"; do [[ $(state "$id") == running* ]] && return; done; return 1; }
all_answered() { local i; for i in "${!ids[@]}"; do is "${ids[i]}" "answered $((1001 + i))" || return 1; done; }
again() { [[ $(podman inspect "$1" --format '{{.State.Running}} {{.RestartCount}}') == "true 1" ]]; }

# In the middle: the model is stopped, so that no question can end before the blows have fallen.
kill -STOP "$reader"
ids=(); for i in {0..11}; do ids+=("$(ask $((1000 + i)))"); done
check "questions are being worked on" within 30 some_run
kill -KILL "$(podman inspect mact-try-worker-1 --format '{{.State.Pid}}')"
log restart-redis podman restart --time 20 mact-try-redis-1
kill -CONT "$reader"
check "all 12 are answered rightly although a worker was killed and Redis restarted" within 180 all_answered
check "the killed worker was started again" within 20 again mact-try-worker-1

# One volume, one Redis: a second one is refused rather than let loose on the first one's files.
second() {
  ! log second timeout 20 podman run --rm --volume mact-try_redis-data:/data docker.io/library/redis:8.6 $(compose config --format json | jq -r '.services.redis.command[]')
}
check "a second Redis on the same volume is refused" second
check "the first one goes on" within 10 is "${ids[0]}" "answered 1001"

stopped() { local codes; codes=$(podman ps -a --filter label=com.docker.compose.project=mact-try --format '{{.ExitCode}}' | sort -u); [[ $codes == 0 ]] || { echo "      exit codes: ${codes//$'\n'/ }"; return 1; }; }
log stop compose stop
check "everything stops in its own time: no container had to be killed" stopped
log down compose down
log up-again timeout 240 "$COMPOSE" --progress plain -f deploy/compose.yaml -f "$work/network.yaml" --env-file "$work/env" up --detach
check "answers outlive down and up" within 60 all_answered

# A Redis that cannot start is said, not waited for.
log down compose down
volume=$(podman volume inspect mact-try_redis-data --format '{{.Mountpoint}}')
for file in "$volume"/appendonlydir/*.base.rdb; do printf 'not a dump' > "$file"; done
said() {
  local start=$SECONDS
  ! log up-broken timeout 120 "$COMPOSE" --progress plain -f deploy/compose.yaml -f "$work/network.yaml" --env-file "$work/env" up --detach || return 1
  echo "      after $((SECONDS - start)) s: $(tail -n 1 "$work/up-broken.log")"
  ((SECONDS - start < 40)) && grep -q 'redis' "$work/up-broken.log"
}
check "a Redis that cannot start is said within 40 s" said

compose down --volumes > /dev/null 2>&1
gone() { local left; left=$(podman ps -aq; podman volume ls -q); [[ -z $left ]] || { echo "      left: ${left//$'\n'/ }"; return 1; }; }
check "down leaves no container and no volume" gone

apphost() {
  env -u DOCKER_HOST MACT_CONTAINER_RUNTIME=podman timeout 600 dotnet test --project tests/Mact.EndToEnd.Tests --filter-class '*RedisContainerTests' > "$work/apphost.log" 2>&1 &&
    grep -q 'succeeded: 1' "$work/apphost.log" # not skipped
}
check "the AppHost answers with Redis in a container, whose volume a second AppHost is refused" apphost
end
