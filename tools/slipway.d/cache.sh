# The cache of programs: $tools/NAME/VERSION/. A folder there is whole: it is made beside and renamed.

# One set-up at a time; a second one waits, then finds everything done.
lock_tools() {
    mkdir -p "$tools"
    exec 8<"$tools"
    if ! flock --nonblock 8; then
        say "  another ./slipway sets things up at the moment: waiting for it"
        flock 8
    fi
}

unlock_tools() { exec 8<&-; }

# into_cache FOLDER COMMAND...: runs the command with a fresh folder as last argument, then gives that folder its name.
# What a killed run left behind is overwritten by the next one.
into_cache() {
    local folder=$1 unfinished
    shift
    unfinished=$(dirname "$folder")/.unfinished-$(basename "$folder")
    rm -rf "$unfinished"
    mkdir -p "$unfinished"
    "$@" "$unfinished"
    rm -rf "$folder"
    mv "$unfinished" "$folder"
}
