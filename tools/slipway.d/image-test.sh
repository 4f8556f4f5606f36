# Slipway builds its own image from docker/Dockerfile, all stages of it, and the image is started as the user that it names, asked
# for its health, signed in to, and builds. That takes a quarter of an hour, so it is ./slipway test --image and not part of test.

own_image_port=18080 outer_port=18081 container=slipway-image-test

test_image() {
    local work
    [[ $(id -u) == 0 ]] || refuse "test --image starts a container with runc, which needs root here."
    set_up
    lock_tools
    need "to build and start the image" busybox-static git jq skopeo umoci
    set_up_go "$(awk '$1 == "go" { print $2 }' "$root/tools/engines/buildkit/go.mod")"
    set_up_image_bases
    unlock_tools
    work=$(mktemp -d)
    # shellcheck disable=SC2064 # these values
    trap "stop_ticking; end_image_test '$work'" EXIT
    random_password >"$work/password"

    start_outer_slipway "$work"
    build_own_image "$work"
    patiently "unpacking the image" unpack_own_image "$work"
    start_own_image "$work"
    build_inside "$work"
    say "Slipway built its own image, and the image signs people in and builds."
}

# A throw-away one with nothing on its shelf but what the image starts from.
start_outer_slipway() {
    mkdir "$1/outer"
    SLIPWAY_HOME=$1/outer SLIPWAY_PORT=$outer_port SLIPWAY_BASE_IMAGES=$image_bases SLIPWAY_ADMIN_USER=tester \
        SLIPWAY_ADMIN_PASSWORD=$(cat "$1/password") setsid "$java_home/bin/java" "${java_options[@]}" -jar "$app/slipway.jar" \
        >"$1/outer.log" 2>&1 </dev/null &
    echo $! >"$1/outer.pid"
    port=$outer_port patiently "starting Slipway" wait_until_ready "$(cat "$1/outer.pid")" "$1/outer.log"
}

# What is committed, as a stranger would upload it.
build_own_image() {
    local slipway=http://localhost:$outer_port
    git -C "$root" archive --format=tar.gz HEAD >"$1/source.tgz"
    token_of "$1" "$slipway" >"$1/token"
    call "$1" "$slipway/api/v1/workspaces/tester/projects/slipway/archive?message=HEAD" \
        --header 'Content-Type: application/gzip' --upload-file "$1/source.tgz" >/dev/null
    # umoci reads layers that are gzip.
    call "$1" "$slipway/api/v1/workspaces/tester/projects/slipway/builds" --header 'Content-Type: application/json' \
        --data '{"dockerfile":"docker/Dockerfile","tags":["slipway:self"],"compression":"gzip"}' >/dev/null
    patiently "building docker/Dockerfile with Slipway" await_build "$1" "$slipway/api/v1/workspaces/tester/builds/1" 5400
}

unpack_own_image() {
    skopeo copy --src-tls-verify=false --src-creds "tester:$(cat "$1/token")" \
        "docker://localhost:$outer_port/tester/slipway:self" "oci:$1/layout:self"
    umoci unpack --image "$1/layout:self" "$1/bundle"
}

# As docker run of docker/README.md: the image's user, none of the machine's capabilities, /dev/net/tun; the machine's network, so
# that its port can be asked.
start_own_image() {
    local bundle=$1/bundle
    jq --arg port "$own_image_port" --arg password "$(cat "$1/password")" '
        ["CAP_CHOWN", "CAP_DAC_OVERRIDE", "CAP_FOWNER", "CAP_FSETID", "CAP_KILL", "CAP_MKNOD", "CAP_NET_BIND_SERVICE", "CAP_NET_RAW",
            "CAP_SETFCAP", "CAP_SETGID", "CAP_SETPCAP", "CAP_SETUID", "CAP_SYS_CHROOT"] as $bounding
        | .process.terminal = false
        | .process.noNewPrivileges = false
        | .process.capabilities = {bounding: $bounding}
        | .process.env += ["SLIPWAY_PORT=\($port)", "SLIPWAY_ADMIN_USER=tester", "SLIPWAY_ADMIN_PASSWORD=\($password)"]
        # umoci mounts an empty folder of root for a volume; docker gives it the owner that it has in the image.
        | .mounts |= map(select(.destination != "/var/lib/slipway"))
        | .mounts += (["/etc/hosts", "/etc/resolv.conf"] | map({destination: ., type: "bind", source: ., options: ["bind", "ro"]}))
        | .linux.namespaces |= map(select(.type != "network"))
        | .linux.devices = [{path: "/dev/net/tun", type: "c", major: 10, minor: 200, fileMode: 438}]
        | .linux.resources.devices = [{allow: true, access: "rwm"}]
        | .linux.maskedPaths = [] | .linux.readonlyPaths = []
        | del(.linux.seccomp)' "$bundle/config.json" >"$bundle/config.json.new"
    mv "$bundle/config.json.new" "$bundle/config.json"
    [[ $(jq .process.user.uid "$bundle/config.json") != 0 ]] || refuse "The image runs as root."
    "$SLIPWAY_RUNC" --root "$1/runc" run --bundle "$bundle" "$container" >"$1/inner.log" 2>&1 </dev/null &
    echo $! >"$1/inner.pid"
    port=$own_image_port patiently "starting the image" wait_until_ready "$(cat "$1/inner.pid")" "$1/inner.log"
    "$SLIPWAY_RUNC" --root "$1/runc" exec "$container" \
        sh -c "$(skopeo inspect --config --raw "oci:$1/layout:self" | jq --raw-output '.config.Healthcheck.Test[-1] // error("the image has no health check")')" ||
        refuse "The image's own health check fails."
}

build_inside() {
    local slipway=http://localhost:$own_image_port
    token_of "$1" "$slipway" >"$1/token"
    mkdir "$1/context"
    cp "$(type -P busybox)" "$1/context/busybox"
    printf 'FROM scratch\nCOPY busybox /bin/busybox\nRUN ["/bin/busybox", "id"]\n' >"$1/context/Dockerfile"
    tar --create --gzip --directory "$1/context" --file "$1/context.tgz" .
    call "$1" "$slipway/api/v1/workspaces/tester/projects/inner/archive?message=inner" \
        --header 'Content-Type: application/gzip' --upload-file "$1/context.tgz" >/dev/null
    call "$1" "$slipway/api/v1/workspaces/tester/projects/inner/builds" --header 'Content-Type: application/json' \
        --data '{"tags":["inner:self"]}' >/dev/null
    patiently "building in the image" await_build "$1" "$slipway/api/v1/workspaces/tester/builds/1" 300
}

# token_of WORK SLIPWAY: signs in with the password.
token_of() {
    curl --silent --show-error --fail --user "tester:$(cat "$1/password")" --header 'Content-Type: application/json' \
        --data '{"name":"image test","scopes":["read","write"]}' "$2/api/v1/tokens" | jq --raw-output .token
}

# call WORK URL CURL-ARGUMENT...
call() {
    curl --silent --show-error --fail-with-body --header "Authorization: Bearer $(cat "$1/token")" "${@:3}" "$2"
}

# await_build WORK BUILD SECONDS: prints how it ends, with its log when that is not success.
await_build() {
    local status deadline=$((SECONDS + $3))
    until status=$(call "$1" "$2" | jq --raw-output .status) && [[ $status != queued && $status != running ]]; do
        ((SECONDS < deadline)) || break
        sleep 2
    done
    if [[ $status != succeeded ]]; then
        call "$1" "$2/log?format=plain" | tail -n 60
        echo "The build is $status."
        return 1
    fi
}

end_image_test() {
    if [[ -e $1/inner.pid ]]; then
        "$SLIPWAY_RUNC" --root "$1/runc" kill "$container" TERM 2>/dev/null || true
        wait_for_end "$(cat "$1/inner.pid")"
        "$SLIPWAY_RUNC" --root "$1/runc" delete --force "$container" 2>/dev/null || true
    fi
    if [[ -e $1/outer.pid ]]; then
        kill "$(cat "$1/outer.pid")" 2>/dev/null || true
        wait_for_end "$(cat "$1/outer.pid")"
    fi
    rm -rf "$1"
}

# At most 40 seconds.
wait_for_end() {
    local deadline=$((SECONDS + 40))
    while kill -0 "$1" 2>/dev/null && ((SECONDS < deadline)); do sleep 0.5; done
    kill -KILL "$1" 2>/dev/null || true
}
