# Every test: units, slices on H2 and PostgreSQL, journeys in a real browser against real engines.

run_test() {
    lock_tools
    need "to run the tests" curl git chromium postgresql busybox-static skopeo
    set_up_java
    set_up_maven
    set_up_node
    set_up_engines
    set_up_registry_client
    set_up_network
    set_up_test_images
    unlock_tools
    export PLAYWRIGHT_SKIP_BROWSER_DOWNLOAD=1 SLIPWAY_CHROMIUM SLIPWAY_POSTGRES_BIN
    SLIPWAY_CHROMIUM=$(chromium)
    SLIPWAY_POSTGRES_BIN=$(postgresql_programs)
    have chromium "$SLIPWAY_CHROMIUM"
    have PostgreSQL "$SLIPWAY_POSTGRES_BIN"
    maven verify "$@"
}
