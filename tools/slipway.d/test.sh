# Every test: units, slices on H2 and PostgreSQL, journeys in a real browser against real engines.

run_test() {
    if [[ ${1:-} == --image ]]; then
        (($# == 1)) || refuse "test --image takes no further arguments."
        test_image
        return
    fi
    lock_tools
    need "to run the tests" curl git chromium postgresql busybox-static skopeo
    set_up_java
    set_up_maven
    set_up_node
    set_up_engines
    set_up_registry_clients
    set_up_network
    set_up_test_images
    set_up_openid_provider
    unlock_tools
    export PLAYWRIGHT_SKIP_BROWSER_DOWNLOAD=1 SLIPWAY_CHROMIUM SLIPWAY_POSTGRES_BIN
    SLIPWAY_CHROMIUM=$(chromium)
    SLIPWAY_POSTGRES_BIN=$(postgresql_programs)
    have chromium "$SLIPWAY_CHROMIUM"
    have PostgreSQL "$SLIPWAY_POSTGRES_BIN"
    maven verify "$@"
}

# A certified OpenID provider, pinned in tools/openid, for the sign-in journey.
set_up_openid_provider() {
    local version
    version=$(sed -n 's/.*"oidc-provider": "\(.*\)".*/\1/p' "$root/tools/openid/package.json")
    export SLIPWAY_OPENID_PROVIDER=$tools/openid-provider/$version SLIPWAY_NODE=$node_folder/node
    if [[ ! -d $SLIPWAY_OPENID_PROVIDER ]]; then
        patiently "installing oidc-provider $version" into_cache "$SLIPWAY_OPENID_PROVIDER" install_openid_provider
    fi
    have "oidc-provider $version" "$SLIPWAY_OPENID_PROVIDER"
}

install_openid_provider() {
    cp "$root/tools/openid/package.json" "$root/tools/openid/package-lock.json" "$1"
    (cd "$1" && npm ci --ignore-scripts --no-fund --no-audit)
}
