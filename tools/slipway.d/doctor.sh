# What is found, what is missing, what it means for builds. Changes nothing; exit code 0 if builds can run.

run_doctor() {
    local builds=yes program
    check_java
    check "Maven" "$(type -P mvn || true)" "fetched once when Slipway is built"
    check "Node" "$(type -P node || true)" "fetched once when Slipway is built"
    check "Go" "$(go_program)" "needed once, to build the engines that are missing below"
    for program in buildkitd buildctl registry runc; do check_engine "$program"; done
    if [[ $(id -u) != 0 ]]; then check_engine rootlesskit; fi
    check "git" "$(type -P git || true)" "FROM and ADD from git addresses fail without it"
    check_network
    check_base_images
    check_openid
    check "chromium" "$(chromium)" "only the tests need it"
    check "PostgreSQL" "$(postgresql_programs)" "only the tests need it"
    check_running
    if [[ $builds == no ]]; then
        warn "Builds cannot run here yet: the lines with '!!' say why. As root on Debian or Ubuntu, ./slipway up mends them."
        return 1
    fi
    say "Builds can run here."
}

# check NAME PATH MEANING: what it means that the path is empty.
check() { if [[ -n $2 ]]; then have "$1" "$2"; else have "$1" "-- not found: $3"; fi; }

blocked() {
    have "$1" "!! $2"
    builds=no
}

check_java() {
    local java
    java=$(find_java)
    if [[ -n $java ]]; then have JDK "$java"; else blocked JDK "none from $java_needed on: Slipway cannot start"; fi
}

check_engine() {
    local variable=SLIPWAY_${1^^} module path
    case $1 in buildkitd | buildctl) module=buildkit ;; *) module=$1 ;; esac
    local oldest=${module}_needed
    if [[ -n ${!variable:-} ]]; then
        if [[ -x ${!variable} ]]; then have "$1 $(program_version "${!variable}")" "${!variable} ($variable)"; else blocked "$1" "$variable names no program"; fi
    elif path=$(new_enough_on_path "$1" "${!oldest}"); then
        have "$1 $(program_version "$path")" "$path"
    else
        path=$tools/$module/$(engine_version "$module")/$1
        if [[ -x $path ]]; then
            have "$1 $(program_version "$path")" "$path"
        elif [[ -n $(go_program) ]] || can_install; then
            have "$1" "-- not built yet: ./slipway up builds $module $(engine_version "$module") once"
        else
            blocked "$1" "not found, and no Go to build it with"
        fi
    fi
}

check_network() {
    local obstacle
    have "builds run as" "$(if [[ $(id -u) == 0 ]]; then echo root; else echo "$(id -un), rootless"; fi)"
    have "network of RUN steps" "$(build_network)"
    if [[ $(id -u) != 0 ]]; then
        while read -r obstacle; do blocked rootless "$obstacle"; done < <(rootless_obstacles)
    fi
}

check_base_images() {
    if docker_hub_answers; then
        have "base images" "Docker Hub answers"
    elif [[ -e $base_images/debian-$debian_release-slim/oci-layout ]]; then
        have "base images" "Docker Hub does not answer; stand-ins in $base_images"
    else
        have "base images" "-- Docker Hub does not answer: ./slipway up makes stand-ins from the Debian archive"
    fi
}

# Only when an issuer is configured here.
check_openid() {
    local metadata
    [[ -n ${SLIPWAY_OPENID_ISSUER:-} ]] || return 0
    metadata=${SLIPWAY_OPENID_ISSUER%/}/.well-known/openid-configuration
    if curl --silent --fail --max-time 10 --output /dev/null "$metadata"; then
        have "OpenID provider" "$SLIPWAY_OPENID_ISSUER"
    else
        have "OpenID provider" "-- $metadata does not answer: passwords work, sign-in with the provider does not"
    fi
}

check_running() {
    if is_running; then have Slipway "runs as process $(running_pid) with its state in $home"; else have Slipway "is not running with its state in $home"; fi
}
