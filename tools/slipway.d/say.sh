# Words to a person: a line for each step, a ticking line for a long one.

say() { printf '%s\n' "$*"; }

# What is there already: a name and where it was found.
have() { printf '  %-24s %s\n' "$1" "$2"; }

warn() { printf '%s\n' "$*" >&2; }

# What cannot go on: what happened and what to do.
refuse() {
    printf '%s\n' "$@" >&2
    exit 1
}

# patiently WHAT COMMAND...: runs a long command with a ticking line and its output in a log. If it fails, the end of the log is
# shown, then $advice, and the script ends.
patiently() {
    local what=$1 status started=$SECONDS log
    shift
    mkdir -p "$tools/log"
    log=$tools/log/$(tr -cs '[:alnum:].\n' '-' <<<"$what").log
    tick "$what" "$log" &
    ticker=$!
    set +e
    (
        set -e
        exec 7<&- 8<&- # the locks are ours, not those of a server that a package starts
        "$@"
    ) >"$log" 2>&1 </dev/null
    status=$?
    set -e
    stop_ticking
    if ((status != 0)); then
        warn "  $what failed after $(duration $((SECONDS - started))). The end of $log:"
        tail -n 40 "$log" | sed 's/^/    /' >&2
        if [[ -n ${advice:-} ]]; then warn "$advice"; fi
        exit "$status"
    fi
    say "  $what: done in $(duration $((SECONDS - started)))"
}

# On a terminal a line that counts the seconds; in a log file a line now and then.
tick() {
    local what=$1 log=$2 started=$SECONDS
    if [[ ! -t 1 ]]; then say "  $what ..."; fi
    while pause "$(if [[ -t 1 ]]; then echo 1; else echo 20; fi)" && kill -0 $$ 2>/dev/null; do
        if [[ -t 1 ]]; then
            printf '\r\033[K  %s ... %s  %.60s' "$what" "$(duration $((SECONDS - started)))" "$(last_words "$log")"
        else
            say "  $what ... $(duration $((SECONDS - started)))"
        fi
    done
}

# Sleeps without a process of its own, which would outlive the ticking.
pause() {
    local never
    exec {never}<> <(:)
    read -r -t "$1" -u "$never" || true
    exec {never}<&-
}

# The last line of a log, without what a terminal would act on.
last_words() { tail -c 400 "$1" 2>/dev/null | tr '\r' '\n' | tr -cd '[:print:]\n' | grep -v '^ *$' | tail -n 1 || true; }

stop_ticking() {
    [[ -n ${ticker:-} ]] || return 0
    kill "$ticker" 2>/dev/null || true
    wait "$ticker" 2>/dev/null || true
    ticker=
    if [[ -t 1 ]]; then printf '\r\033[K'; fi
}

duration() { if (($1 < 60)); then printf '%d s' "$1"; else printf '%d min %02d s' $(($1 / 60)) $(($1 % 60)); fi; }

# 1.10 is at least 1.9.
at_least() { [[ $(printf '%s\n' "$1" "$2" | sort -V | head -n 1) == "$2" ]]; }

trap stop_ticking EXIT
