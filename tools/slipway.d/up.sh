# Sets everything up and serves Slipway in the foreground.

run_up() {
    (($# == 0)) || refuse "up takes no arguments; its settings are environment variables (./slipway --help)."
    refuse_if_running
    set_up
    say "Starting Slipway on http://localhost:$port; Ctrl-C stops it."
    become_slipway
}

# For images and packages: what up does, without starting.
run_setup() {
    case ${1:-} in
        '') set_up ;;
        engines)
            lock_tools
            set_up_engines
            unlock_tools
            ;;
        # For an image, whose builder is root and whose user is not.
        rootlesskit)
            lock_tools
            find_engine rootlesskit SLIPWAY_ROOTLESSKIT rootlesskit "$rootlesskit_needed"
            unlock_tools
            ;;
        # What docker/Dockerfile starts from, for the library shelf.
        image-bases)
            lock_tools
            set_up_java
            set_up_go "$(awk '$1 == "go" { print $2 }' "$root/tools/engines/buildkit/go.mod")"
            set_up_image_bases
            unlock_tools
            ;;
        program)
            set_up_java
            build_program
            extract_program
            ;;
        *) refuse "setup takes 'engines', 'rootlesskit', 'image-bases' or 'program', or nothing for what up needs." ;;
    esac
}
