# Packages of the system: installed on Debian and Ubuntu as root, named elsewhere.

have_program() { type -P "$1" >/dev/null; }

has_package() {
    case $1 in
        build-essential) have_program gcc && have_program make ;;
        busybox-static) have_program busybox && ! ldd "$(type -P busybox)" >/dev/null 2>&1 ;;
        chromium) [[ -n $(chromium) ]] ;;
        containernetworking-plugins) [[ -n $(cni_plugins) ]] ;;
        debian-archive-keyring) [[ -e /usr/share/keyrings/debian-archive-keyring.gpg ]] ;;
        iproute2) have_program ip ;;
        golang-go) [[ -n $(go_program) ]] ;;
        libseccomp-dev) pkg-config --exists libseccomp 2>/dev/null ;;
        maven) have_program mvn ;;
        postgresql) [[ -n $(postgresql_programs) ]] ;;
        uidmap) have_program newuidmap ;;
        *) have_program "$1" ;;
    esac
}

chromium() { type -P chromium || type -P chromium-browser || type -P google-chrome || true; }

# The newest folder with PostgreSQL's server in it.
postgresql_programs() {
    local folder
    folder=$(printf '%s\n' /usr/lib/postgresql/*/bin /usr/pgsql-*/bin | sort -Vr | while read -r folder; do
        if [[ -x $folder/initdb ]]; then echo "$folder" && break; fi
    done)
    if [[ -n $folder ]]; then
        echo "$folder"
    elif have_program initdb; then
        dirname "$(readlink -f "$(type -P initdb)")"
    fi
}

missing_packages() {
    local package
    for package in "$@"; do has_package "$package" || echo "$package"; done
}

can_install() { [[ $(id -u) == 0 ]] && have_program apt-get; }

# want PURPOSE PACKAGE...: installs the missing ones; fails, naming them, where it cannot.
want() {
    local purpose=$1 missing
    shift
    mapfile -t missing < <(missing_packages "$@")
    ((${#missing[@]} > 0)) || return 0
    if ! can_install; then
        warn "Missing $purpose: ${missing[*]}." \
            "On Debian and Ubuntu: sudo apt-get install ${missing[*]}. Elsewhere install what your system calls them."
        return 1
    fi
    (patiently "installing ${missing[*]}" install_packages "${missing[@]}")
}

install_packages() {
    export DEBIAN_FRONTEND=noninteractive
    # Slim images leave the manual out, and a Java runtime does not install where its folder is missing.
    mkdir -p /usr/share/man/man1
    apt-get update && apt-get install --yes --no-install-recommends "$@"
}

# The same where nothing goes on without them.
need() { want "$@" || exit 1; }
