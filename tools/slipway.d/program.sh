# The Java program: built when its sources changed, extracted and warmed for quick starts, started and stopped.

jar=$root/target/slipway.jar
# What the libraries ask for: Netty and the zstd codec are native code, the gRPC runtime reads sun.misc.Unsafe.
java_options=(--enable-native-access=ALL-UNNAMED --sun-misc-unsafe-memory-access=allow)

# Everything that up and demo stand on.
set_up() {
    [[ $(uname -s) == Linux ]] || refuse "Slipway's engines run on Linux; docker/README.md shows how to run it in a container elsewhere."
    lock_tools
    need "to set Slipway up" curl git
    set_up_java
    set_up_engines
    set_up_network
    set_up_base_images
    unlock_tools
    build_program
    extract_program
}

# The stamp holds the sources' fingerprint; it appears only after a whole build.
build_program() {
    local stamp=$root/target/.slipway-built now
    exec 7<"$root"
    flock 7
    now=$(sources)
    if [[ ! -e $jar || $(cat "$stamp" 2>/dev/null) != "$now" ]]; then
        lock_tools
        set_up_maven
        set_up_node
        unlock_tools
        rm -f "$stamp"
        patiently "building Slipway" maven --quiet -Dmaven.test.skip=true -Dlight package
        echo "$now" >"$stamp"
    fi
    exec 7<&-
    have Slipway "$jar"
}

# Names, sizes and times of what goes into the jar; Vaadin generates the rest.
sources() {
    (cd "$root" && find pom.xml package.json package-lock.json tsconfig.json types.d.ts vite.config.ts src/main samples -type f -not -path 'src/main/frontend/generated/*' -not -path 'src/main/bundles/*' -printf '%p %s %T@\n') | sort | sha256sum
}

maven() { (cd "$root" && "$mvn" --batch-mode --no-transfer-progress -Dvaadin.node.folder="$node_folder" "$@"); }

# The jar's content names the folder that it is extracted to.
extract_program() {
    local content
    content=$(sha256sum "$jar")
    app=$home/app/${content:0:16}
    aot=$app/slipway-$("$java_home/bin/java" -XshowSettings:properties -version 2>&1 | sed -n 's/^ *java.vm.version = //p').aot
    (umask 077 && mkdir -p "$home/app" "$home/run" "$home/log")
    if [[ ! -d $app ]]; then
        patiently "extracting Slipway" into_cache "$app" extract_jar
    fi
}

extract_jar() { "$java_home/bin/java" -Djarmode=tools -jar "$jar" extract --force --destination "$1"; }

# An ahead-of-time cache makes every later start three times as fast: https://openjdk.org/jeps/514. Making it takes a minute of a
# processor, so that is done beside the first run, at the lowest priority, and given up when Slipway (the argument) ends first.
warm_beside() {
    local scratch training
    until is_ready; do
        kill -0 "$1" 2>/dev/null || return 0
        sleep 1
    done
    scratch=$(mktemp -d)
    train "$scratch" >"$home/log/training.log" 2>&1 &
    training=$!
    while kill -0 "$training" 2>/dev/null; do
        # A process that ended and that nobody has asked about yet still has its number, but not its lock.
        # Asked politely, the training would write its cache first.
        { kill -0 "$1" 2>/dev/null && is_running; } || kill -KILL -- "-$training"
        sleep 1
    done
    if wait "$training"; then mv "$aot.unfinished" "$aot"; fi
    rm -rf "$scratch" "$aot".unfinished*
}

# A start with a throw-away home, up to the point where all classes are loaded; a process group of its own.
train() {
    exec setsid nice -n 19 env -u SLIPWAY_DB_URL -u SLIPWAY_DB_USER -u SLIPWAY_DB_PASSWORD -u SLIPWAY_ADMIN_USER -u SLIPWAY_ADMIN_PASSWORD \
        SLIPWAY_HOME="$1" SLIPWAY_PORT=0 "$java_home/bin/java" "${java_options[@]}" -Xmx512m -XX:AOTCacheOutput="$aot.unfinished" \
        -Dspring.context.exit=onRefresh -jar "$app/slipway.jar"
}

# Who holds this lock runs on $home; it is let go when the process ends, however it ends.
run_lock() { echo "$home/run/lock"; }

is_running() { [[ -e $(run_lock) ]] && ! flock --nonblock "$(run_lock)" true; }

running_pid() { cat "$home/run/pid" 2>/dev/null || echo unknown; }

refuse_if_running() {
    if is_running; then
        refuse "Slipway runs already as process $(running_pid) with its state in $home: ./slipway stop ends it."
    fi
}

# Becomes Slipway: Ctrl-C reaches it, and it stops the engines that it started.
become_slipway() {
    local self=$BASHPID
    exec 9>>"$(run_lock)"
    flock --nonblock 9 || refuse_if_running
    echo "$self" >"$home/run/pid"
    remove_other_programs
    if [[ -e $aot ]]; then
        # What of the cache does not fit this run is made anew, and is no news.
        java_options+=("-XX:AOTCache=$aot" "-Xlog:aot*=error")
    else
        warm_beside "$self" 9>&- </dev/null >/dev/null 2>&1 &
    fi
    cd "$home" || exit
    # shellcheck disable=SC2086 # several options in one variable
    SLIPWAY_HOME=$home SLIPWAY_PORT=$port exec "$@" "$java_home/bin/java" "${java_options[@]}" ${SLIPWAY_JAVA_OPTIONS:-} -jar "$app/slipway.jar"
}

remove_other_programs() {
    local other
    for other in "$home"/app/*; do
        if [[ $other != "$app" ]]; then rm -rf "$other"; fi
    done
}

start_in_background() {
    local console=$home/log/console.log
    (umask 077 && : >"$console")
    (become_slipway setsid) >"$console" 2>&1 </dev/null &
    advice="Slipway did not start; all it said is in $console." patiently "starting Slipway" wait_until_ready $! "$console"
}

# wait_until_ready PROCESS CONSOLE: until it answers, ends, or three minutes are over.
wait_until_ready() {
    local deadline=$((SECONDS + 180))
    until is_ready; do
        if ! kill -0 "$1" 2>/dev/null || ((SECONDS > deadline)); then
            tail -n 40 "$2"
            kill "$1" 2>/dev/null || true
            return 1
        fi
        sleep 0.3
    done
}

is_ready() { curl --silent --fail --max-time 5 --output /dev/null "http://localhost:$port/actuator/health/readiness"; }

run_stop() {
    local pid
    if ! is_running; then
        say "Slipway is not running with its state in $home."
        return
    fi
    pid=$(running_pid)
    say "Stopping Slipway, process $pid"
    kill "$pid" 2>/dev/null || true
    if ! flock --timeout 40 "$(run_lock)" true; then
        warn "It did not stop in 40 seconds and is killed; the next start tidies up."
        kill -KILL "$pid" 2>/dev/null || true
    fi
}
