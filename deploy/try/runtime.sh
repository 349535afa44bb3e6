#!/bin/sh
# The OCI runtime that podman is given: crun, for machines whose root is not all-powerful.
# - podman asks for limits (files, processes) above the hard ones, which root without CAP_SYS_RESOURCE may not set: they leave the bundle.
# - crun refuses a hierarchy of both cgroup versions: the second one is hidden from it, in a mount namespace that nobody else sees.
for argument in "$@"; do
  case "$expected" in
    bundle) spec="$argument/config.json" ;;
    process) spec="$argument" ;;
  esac
  case "$argument" in
    -b | --bundle) expected=bundle; continue ;;
    -p | --process) expected=process; continue ;;
    --bundle=*) spec="${argument#*=}/config.json" ;;
    --process=*) spec="${argument#*=}" ;;
  esac
  expected=
done

if [ -f "${spec:-}" ] && without=$(jq -c 'del(.rlimits, .process.rlimits)' "$spec"); then
  printf '%s\n' "$without" > "$spec"
fi

if mountpoint -q /sys/fs/cgroup/unified; then
  exec unshare --mount --propagation private sh -c 'umount /sys/fs/cgroup/unified && exec crun "$@"' runtime "$@"
fi
exec crun "$@"
