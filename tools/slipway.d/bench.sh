# Slipway against buildctl on this machine, in one run.

run_bench() {
    [[ -e $root/tools/bench/Bench.java ]] || refuse "There is no benchmark in tools/bench yet."
    set_up
    "$java_home/bin/java" "${java_options[@]}" -cp "$app/lib/*" "$root/tools/bench/Bench.java" "$@"
}
