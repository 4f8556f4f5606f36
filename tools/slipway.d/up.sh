# Sets everything up and serves Slipway in the foreground.

run_up() {
    (($# == 0)) || refuse "up takes no arguments; its settings are environment variables (./slipway --help)."
    refuse_if_running
    set_up
    warm_program
    say "Starting Slipway on http://localhost:$port; Ctrl-C stops it."
    become_slipway
}
