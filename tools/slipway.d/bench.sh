# Slipway against buildctl on this machine, in one run.

run_bench() {
    [[ $(id -u) == 0 ]] || refuse "The benchmark runs a BuildKit daemon of its own beside Slipway's and needs root for it."
    set_up
    # shellcheck disable=SC2086 # several options in one variable
    "$java_home/bin/java" -Xmx1g -cp "$app/slipway.jar:$app/lib/*" "$root/tools/bench/Bench.java" --samples "$root/samples" "$@" \
        -- "$java_home/bin/java" "${java_options[@]}" ${SLIPWAY_JAVA_OPTIONS:-} -jar "$app/slipway.jar"
}
