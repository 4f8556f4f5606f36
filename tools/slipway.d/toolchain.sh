# What builds Slipway: a JDK, Maven, Node and Go. Each is taken as it is found, or fetched once into the cache.

java_needed=25
maven_needed=3.9.6 maven_version=3.9.12
node_needed=24 node_version=24.21.0 npm_version=11.19.1

find_java() {
    local candidate version
    for candidate in "${SLIPWAY_JAVA_HOME:-}" "${JAVA_HOME:-}" "$(java_on_path)" \
        /usr/lib/jvm/* /usr/java/* /opt/java/* /opt/jdk* "$HOME"/.sdkman/candidates/java/* "$HOME"/.jdks/*; do
        [[ -x $candidate/bin/javac && -r $candidate/release ]] || continue
        version=$(sed -n 's/^JAVA_VERSION="\(.*\)"$/\1/p' "$candidate/release")
        if at_least "$version" "$java_needed"; then
            echo "$candidate"
            return
        fi
    done
}

java_on_path() { if have_program javac; then dirname "$(dirname "$(readlink -f "$(type -P javac)")")"; fi; }

set_up_java() {
    java_home=$(find_java)
    if [[ -z $java_home ]] && can_install && apt_offers "openjdk-$java_needed-jdk-headless"; then
        patiently "installing openjdk-$java_needed-jdk-headless" install_packages "openjdk-$java_needed-jdk-headless"
        java_home=$(find_java)
    fi
    [[ -n $java_home ]] || refuse "No JDK $java_needed or newer is here: install one (Temurin, or your system's openjdk-$java_needed-jdk)" \
        "and name its folder in SLIPWAY_JAVA_HOME if it is in an unusual place."
    export JAVA_HOME=$java_home
    have "JDK $(sed -n 's/^JAVA_VERSION="\(.*\)"$/\1/p' "$java_home/release")" "$java_home"
}

apt_offers() { { apt-cache policy "$1" 2>/dev/null || true; } | grep --quiet 'Candidate: [0-9]'; }

set_up_maven() {
    local version
    mvn=$(type -P mvn || true)
    if [[ -n $mvn ]]; then
        version=$(maven_version_of "$mvn")
        if at_least "$version" "$maven_needed"; then
            have "Maven $version" "$mvn"
            return
        fi
    fi
    if [[ ! -x $tools/maven/$maven_version/bin/mvn ]]; then
        need "to fetch Maven $maven_version" maven
        advice="Install Maven $maven_needed or newer and put it on the PATH." \
            patiently "fetching Maven $maven_version" into_cache "$tools/maven/$maven_version" fetch_maven
    fi
    mvn=$tools/maven/$maven_version/bin/mvn
    have "Maven $maven_version" "$mvn"
}

maven_version_of() { "$1" --version 2>/dev/null | sed -n 's/.*Apache Maven \([0-9.]*\).*/\1/p'; }

# Maven's distribution is an artifact that any older Maven copies, checksums and all.
fetch_maven() {
    mvn --batch-mode --strict-checksums org.apache.maven.plugins:maven-dependency-plugin:3.9.0:copy \
        -Dartifact="org.apache.maven:apache-maven:$maven_version:tar.gz:bin" -DoutputDirectory="$1" -Dmdep.useBaseVersion=true
    tar --extract --gzip --strip-components=1 --directory "$1" --file "$1/apache-maven-$maven_version-bin.tar.gz"
    rm "$1/apache-maven-$maven_version-bin.tar.gz"
}

# Vaadin bundles the browser's part with Node, which knows authorities of its own only: those that this machine trusts beside
# them, a company's for instance, count here as they do for curl, Maven and Go.
set_up_node() {
    if [[ -z ${NODE_EXTRA_CA_CERTS:-} && -r /etc/ssl/certs/ca-certificates.crt ]]; then
        export NODE_EXTRA_CA_CERTS=/etc/ssl/certs/ca-certificates.crt
    fi
    if have_program node && have_program npm && at_least "$(node --version | tr -d v)" "$node_needed"; then
        node_folder=$(dirname "$(readlink -f "$(type -P node)")")
        have "Node $(node --version)" "$(type -P node)"
        return
    fi
    if [[ ! -x $tools/node/$node_version/bin/node ]]; then
        need "to fetch Node $node_version" npm
        advice="Install Node $node_needed or newer with npm and put both on the PATH." \
            patiently "fetching Node $node_version" into_cache "$tools/node/$node_version" fetch_node
    fi
    node_folder=$tools/node/$node_version/bin
    export PATH=$node_folder:$PATH
    have "Node v$node_version" "$node_folder/node"
}

# By force: an old npm refuses to install one that is too new to run on the old Node, and it will run on the new one.
fetch_node() {
    npm install --global --force --no-fund --no-audit --prefix "$1" "node@$node_version" "npm@$npm_version"
    "$1/bin/node" --version
}

go_program() {
    type -P go || ls -1 /usr/local/go/bin/go 2>/dev/null || printf '%s\n' /usr/lib/go-*/bin/go | sort -Vr | while read -r go; do
        if [[ -x $go ]]; then echo "$go" && break; fi
    done
}

# The version that a module's go.mod asks for; an older Go fetches it by itself through the module proxy.
set_up_go() {
    local needed=$1 version
    need "to build the engines" golang-go
    go=$(go_program)
    version=$("$go" env GOVERSION | tr -d 'go')
    if at_least "$version" "$needed"; then return; fi
    at_least "$version" 1.21 || refuse "Go $version ($go) is too old to build the engines: install Go $needed, or any Go from 1.21 on, which fetches $needed itself."
    say "  Go $version is older than $needed: it fetches $needed through the Go module proxy"
    export GOTOOLCHAIN=auto
}
