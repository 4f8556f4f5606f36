# The main job without a browser: upload a project, build it, follow the log, end with an image.

run_demo() {
    local stop_after=no status=0
    case ${1:-} in
        '') ;;
        --exit) stop_after=yes ;;
        *) refuse "demo knows one option: --exit." ;;
    esac
    set_up
    take_administrator
    if is_running; then
        say "Slipway runs already as process $(running_pid)."
        stop_after=no
    else
        start_in_background
    fi
    build_sample hello-python || status=$?
    if [[ $stop_after == yes ]]; then
        run_stop
    else
        say "" "Slipway goes on at http://localhost:$port as process $(running_pid); ./slipway stop ends it."
        if [[ -e $administrator ]]; then say "Sign in as $SLIPWAY_ADMIN_USER with the password in $administrator."; fi
    fi
    return "$status"
}

# The administrator of a first run started here: a generated password in a file of the user's own.
take_administrator() {
    administrator=$home/administrator
    if [[ -n ${SLIPWAY_TOKEN:-} || -n ${SLIPWAY_ADMIN_PASSWORD:-} ]]; then return; fi
    if [[ ! -e $administrator && ! -e $home/data ]]; then
        (umask 077 && printf 'SLIPWAY_ADMIN_USER=admin\nSLIPWAY_ADMIN_PASSWORD=%s\n' "$(random_password)" >"$administrator")
    fi
    [[ -e $administrator ]] || refuse "Slipway with its state in $home has accounts already:" \
        "give the demo an access token in SLIPWAY_TOKEN, or a name and password in SLIPWAY_ADMIN_USER and SLIPWAY_ADMIN_PASSWORD."
    # shellcheck source=/dev/null
    source "$administrator"
    export SLIPWAY_ADMIN_USER SLIPWAY_ADMIN_PASSWORD
}

random_password() { head -c 18 /dev/urandom | base64 | tr '+/' '-_'; }

build_sample() {
    "$java_home/bin/java" -cp "$app/lib/*" "$root/tools/demo/Demo.java" "http://localhost:$port" "$root/samples/$1"
}
