# What the machine offers a RUN step: a network of its own (bridge, rootless) or the host's.

# The folder of the system's CNI plugins.
cni_plugins() {
    local folder
    for folder in /usr/lib/cni /usr/libexec/cni /opt/cni/bin; do
        if [[ -x $folder/bridge && -x $folder/host-local && -x $folder/loopback && -x $folder/firewall ]]; then
            echo "$folder"
            return
        fi
    done
}

set_up_network() {
    if [[ $(id -u) == 0 ]]; then
        want "for a network of their own in RUN steps" containernetworking-plugins iptables || true
    else
        want "for builds as an ordinary user" slirp4netns uidmap containernetworking-plugins iptables iproute2 || true
    fi
    link_cni_plugins
    refuse_if_home_is_too_long
    have "network of RUN steps" "$(build_network)"
}

# BuildKit looks for the plugins under names of its own.
link_cni_plugins() {
    local plugins plugin
    plugins=$(cni_plugins)
    [[ -n $plugins ]] || return 0
    mkdir -p "$tools/cni"
    for plugin in bridge host-local loopback firewall; do
        ln -sfn "$plugins/$plugin" "$tools/cni/buildkit-cni-$plugin"
    done
    export SLIPWAY_CNI_BIN=${SLIPWAY_CNI_BIN:-$tools/cni}
}

build_network() {
    if [[ $(id -u) == 0 ]]; then
        if [[ -n $(cni_plugins) ]] && have_program iptables; then
            echo "bridge (as root: they reach the internet, not this machine)"
        else
            echo "host (as root without CNI plugins and iptables: RUN steps reach what listens on this machine)"
        fi
    elif [[ -z $(rootless_obstacles) ]]; then
        echo "rootless (as $(id -un): a network and users of their own)"
    else
        echo "none yet: builds cannot run as $(id -un)"
    fi
}

# What keeps an ordinary user from building, a line each. rootlesskit is built like the other engines.
rootless_obstacles() {
    local program
    for program in slirp4netns newuidmap newgidmap iptables ip; do
        have_program "$program" || echo "$program is missing"
    done
    [[ -n $(cni_plugins) ]] || echo "the CNI plugins are missing (Debian: containernetworking-plugins)"
    grep --quiet "^$(id -un):" /etc/subuid 2>/dev/null || echo "/etc/subuid has no range for $(id -un) (as root: usermod --add-subuids 100000-165535 $(id -un))"
    grep --quiet "^$(id -un):" /etc/subgid 2>/dev/null || echo "/etc/subgid has no range for $(id -un) (as root: usermod --add-subgids 100000-165535 $(id -un))"
    [[ -r /dev/net/tun && -w /dev/net/tun ]] || echo "/dev/net/tun cannot be opened (as root: chmod 666 /dev/net/tun, which is how most systems have it)"
}

# The build engine's sockets are below the home, and unix(7) gives the path of a socket 107 bytes.
refuse_if_home_is_too_long() {
    local longest
    longest=$(printf '%s' "$(readlink -m "$home")/engine/0123456789abc/buildkitd.sock" | wc --bytes)
    ((longest <= 107)) || refuse "The path of SLIPWAY_HOME, $home, is $((longest - 107)) bytes too long:" \
        "the sockets of the build engine are below it, and the path of a socket has at most 107 bytes. Choose a shorter one."
}
