# The engines beside Slipway: BuildKit builds, the registry stores, runc runs the steps; for an ordinary
# user, rootlesskit holds them. A configured path wins, then the PATH,
# then what was built from the pinned module in tools/engines/.

# The oldest version of each that is taken from the PATH; older ones have known holes.
buildkit_needed=0.31.2 registry_needed=3.1.1 runc_needed=1.4.3 rootlesskit_needed=2.0.0 crane_needed=0.20.0 regctl_needed=0.8.0

set_up_engines() {
    find_engine buildkitd SLIPWAY_BUILDKITD buildkit "$buildkit_needed"
    find_engine buildctl SLIPWAY_BUILDCTL buildkit "$buildkit_needed"
    find_engine registry SLIPWAY_REGISTRY registry "$registry_needed"
    find_engine runc SLIPWAY_RUNC runc "$runc_needed"
    if [[ $(id -u) != 0 ]]; then find_engine rootlesskit SLIPWAY_ROOTLESSKIT rootlesskit "$rootlesskit_needed"; fi
}

# Registry clients of the world outside; only the tests need them.
set_up_registry_clients() {
    find_engine crane SLIPWAY_CRANE crane "$crane_needed"
    find_engine regctl SLIPWAY_REGCTL regctl "$regctl_needed"
}

# find_engine PROGRAM VARIABLE MODULE OLDEST: leaves the program's path in the exported variable.
find_engine() {
    local program=$1 variable=$2 module=$3 oldest=$4 path
    path=${!variable:-}
    if [[ -n $path ]]; then
        [[ -x $path ]] || refuse "$variable names $path, which is not a program."
    elif path=$(new_enough_on_path "$program" "$oldest"); then
        export "$variable=$path"
    else
        path=$tools/$module/$(engine_version "$module")/$program
        [[ -x $path ]] || build_engine "$module"
        export "$variable=$path"
    fi
    have "$program $(program_version "$path")" "$path"
}

new_enough_on_path() {
    local path
    path=$(type -P "$1") && at_least "$(program_version "$path")" "$2" && echo "$path"
}

program_version() { { "$1" --version || "$1" version; } 2>/dev/null | grep -Eo '[0-9]+\.[0-9]+\.[0-9]+' | head -n 1 || true; }

declare -A engine_source=(
    [buildkit]=github.com/moby/buildkit
    [registry]=github.com/distribution/distribution/v3
    [runc]=github.com/opencontainers/runc
    [rootlesskit]=github.com/rootless-containers/rootlesskit/v2
    [crane]=github.com/google/go-containerregistry
    [regctl]=github.com/regclient/regclient
)

# The pinned version, read from the only place that names it.
engine_version() { required "$root/tools/engines/$1/go.mod" "${engine_source[$1]}"; }

required() { awk -v module="$2" '{ for (i = 1; i < NF; i++) if ($i == module && $(i + 1) ~ /^v/) { print $(i + 1); exit } }' "$1"; }

build_engine() {
    local module=$1 version
    version=$(engine_version "$module")
    set_up_go "$(awk '$1 == "go" { print $2 }' "$root/tools/engines/$module/go.mod")"
    if [[ $module == runc ]]; then need "to build runc" build-essential pkg-config libseccomp-dev; fi
    local without="there are no builds"
    if [[ $module == crane || $module == regctl ]]; then without="the tests of the registry do not run"; fi
    advice="Without $module $without; a program of your own can be named in SLIPWAY_${module^^}." \
        patiently "building $module $version (once, some minutes)" into_cache "$tools/$module/$version" "compile_$module" "$version"
}

compile_buildkit() {
    go_build buildkit 0 -tags 'osusergo netgo static_build seccomp' -ldflags "-s -w -X github.com/moby/buildkit/version.Version=$1" \
        -o "$2/" github.com/moby/buildkit/cmd/buildkitd github.com/moby/buildkit/cmd/buildctl
}

compile_registry() {
    go_build registry 0 -ldflags "-s -w -X github.com/distribution/distribution/v3/version.version=$1" \
        -o "$2/registry" github.com/distribution/distribution/v3/cmd/registry
}

compile_rootlesskit() {
    go_build rootlesskit 0 -ldflags "-s -w" -o "$2/rootlesskit" github.com/rootless-containers/rootlesskit/v2/cmd/rootlesskit
}

compile_runc() {
    go_build runc 1 -tags seccomp -ldflags "-s -w -X main.version=${1#v}" -o "$2/runc" github.com/opencontainers/runc
}

compile_crane() {
    go_build crane 0 -ldflags "-s -w -X github.com/google/go-containerregistry/cmd/crane/cmd.Version=${1#v}" \
        -o "$2/crane" github.com/google/go-containerregistry/cmd/crane
}

compile_regctl() { go_build regctl 0 -ldflags "-s -w" -o "$2/regctl" github.com/regclient/regclient/cmd/regctl; }

# go_build MODULE CGO ARG...
go_build() { (cd "$root/tools/engines/$1" && CGO_ENABLED=$2 GOFLAGS=-mod=readonly "$go" build -v -trimpath -buildvcs=false "${@:3}"); }
