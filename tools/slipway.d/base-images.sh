# Base images for machines that cannot reach Docker Hub: stand-ins from the Debian archive, made once, labelled as what they are.
# Each is an OCI image layout in $base_images/NAME. Slipway puts them on its `library` shelf, the mirror of docker.io/library.

debian_release=bookworm

docker_hub_answers() {
    local status
    status=$(curl --silent --output /dev/null --max-time 5 --write-out '%{http_code}' https://registry-1.docker.io/v2/) || return 1
    [[ $status == 401 || $status == 200 ]]
}

# For up and demo: nothing to do where Docker Hub answers.
set_up_base_images() {
    if docker_hub_answers; then
        have "base images" "Docker Hub"
        return
    fi
    say "  Docker Hub does not answer: debian:$debian_release-slim and python:3-slim are stand-ins made from the Debian archive."
    make_debian
    make_python
    export SLIPWAY_BASE_IMAGES=$base_images
}

# For the tests: the same images on every machine, and a small one.
set_up_test_images() {
    make_busybox
    make_debian
    make_python
    export SLIPWAY_BASE_IMAGES=$base_images
}

make_debian() {
    make_base_image "debian-$debian_release-slim" "docker.io/library/debian:$debian_release-slim" bash bootstrap_debian \
        mmdebstrap debian-archive-keyring
}

make_python() {
    make_base_image python-3-slim docker.io/library/python:3-slim python3 bootstrap_python mmdebstrap debian-archive-keyring
}

make_busybox() {
    make_base_image busybox docker.io/library/busybox:latest sh bootstrap_busybox busybox-static
}

# For the image of Slipway itself: what docker/Dockerfile starts from, with this machine's JDK and Go copied in. Their folder is one of its
# own: half a gigabyte that only this needs.
set_up_image_bases() {
    local base_images=$image_bases
    make_base_image golang-1.26-bookworm docker.io/library/golang:1.26-bookworm bash bootstrap_golang mmdebstrap debian-archive-keyring
    make_base_image eclipse-temurin-25-jdk docker.io/library/eclipse-temurin:25-jdk bash bootstrap_jdk mmdebstrap debian-archive-keyring
    make_base_image eclipse-temurin-25-jre docker.io/library/eclipse-temurin:25-jre bash bootstrap_jre mmdebstrap debian-archive-keyring
}

# make_base_image FOLDER NAME COMMAND BOOTSTRAP PACKAGE...: BOOTSTRAP writes the root file system as a tar to its argument.
make_base_image() {
    local folder=$1 name=$2 command=$3 bootstrap=$4
    if [[ ! -e $base_images/$folder/oci-layout || $(cat "$base_images/$folder/recipe" 2>/dev/null) != "$(recipe)" ]]; then
        mkdir -p "$base_images"
        need "to make ${name#docker.io/library/}" "${@:5}"
        advice="Without it, FROM ${name#docker.io/library/} needs Docker Hub, or an administrator who pushes it to library/." \
            patiently "making the stand-in for ${name#docker.io/library/}" \
            into_cache "$base_images/$folder" write_base_image "$name" "$command" "$bootstrap"
    fi
    have "${name#docker.io/library/}" "$base_images/$folder (stand-in)"
}

# A stand-in made by another one is made anew.
recipe() { cat "$root/tools/slipway.d/base-images.sh" "$root/tools/base-images/customize" | sha256sum | cut -d ' ' -f 1; }

write_base_image() {
    local name=$1 command=$2 bootstrap=$3 folder=$4
    "$bootstrap" "$folder/rootfs.tar"
    write_layout "$folder" "$name" "$command" "$bootstrap"
    rm "$folder/rootfs.tar"
    recipe >"$folder/recipe"
}

# What Debian's slim images leave out, they leave out too; and dpkg does not wait for the disk after each file, since a layer is written
# whole or not at all.
bootstrap_debian() {
    mmdebstrap --variant=minbase --include="ca-certificates${2:+,$2}" \
        --dpkgopt=force-unsafe-io --dpkgopt='path-exclude=/usr/share/doc/*' --dpkgopt='path-include=/usr/share/doc/*/copyright' \
        --dpkgopt='path-exclude=/usr/share/man/*' --dpkgopt='path-exclude=/usr/share/info/*' \
        --dpkgopt='path-exclude=/usr/share/locale/*' --dpkgopt='path-include=/usr/share/locale/locale.alias' \
        --customize-hook="$root/tools/base-images/customize \"\$1\"" \
        "$debian_release" "$1"
    # mmdebstrap takes one of its own away at the end.
    tar --append --file "$1" --directory "$root/tools/base-images" --numeric-owner --owner=0 --group=0 --mode=755 \
        --transform 's,^,./usr/sbin/,' policy-rc.d
}

bootstrap_python() { bootstrap_debian "$1" python3,python3-pip,python3-venv,python-is-python3; }

bootstrap_golang() {
    bootstrap_debian "$1" build-essential,git,pkg-config
    append_to_root "$1" "$("$(go_program)" env GOROOT)" usr/local/go
}

bootstrap_jdk() {
    bootstrap_debian "$1"
    append_to_root "$1" "$java_home" opt/java/openjdk --exclude=./lib/src.zip
}

# Without what only a developer needs.
bootstrap_jre() {
    bootstrap_debian "$1"
    append_to_root "$1" "$java_home" opt/java/openjdk --exclude=./jmods --exclude=./lib/src.zip --exclude=./include --exclude=./man \
        --exclude=./lib/ct.sym --exclude=./bin/javac --exclude=./bin/jshell --exclude=./bin/jlink --exclude=./bin/jpackage
}

# append_to_root ROOTFS FOLDER PLACE [TAR OPTION...]: what links lead to elsewhere on this machine is copied, too.
append_to_root() {
    tar --append --file "$1" --directory "$2" --dereference --numeric-owner --owner=0 --group=0 --transform "s,^\.,$3," "${@:4}" .
}

# The search path of an image, and what else its programs expect.
environment_of() {
    local path=/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin
    case $1 in
        bootstrap_golang) echo "\"PATH=/go/bin:/usr/local/go/bin:$path\",\"GOPATH=/go\"" ;;
        bootstrap_jdk | bootstrap_jre) echo "\"PATH=/opt/java/openjdk/bin:$path\",\"JAVA_HOME=/opt/java/openjdk\"" ;;
        *) echo "\"PATH=$path\"" ;;
    esac
}

# One static program under its many names.
bootstrap_busybox() {
    local tree applet
    tree=$(mktemp -d)
    mkdir -p "$tree"/{bin,sbin,usr/bin,usr/sbin,etc,root,tmp,var/tmp,home,proc,sys,dev}
    chmod 1777 "$tree/tmp" "$tree/var/tmp"
    chmod 700 "$tree/root"
    cp "$(type -P busybox)" "$tree/bin/busybox"
    busybox --list-full | while read -r applet; do
        if [[ ! -e $tree/$applet ]]; then ln -s /bin/busybox "$tree/$applet"; fi
    done
    echo 'root:x:0:0:root:/root:/bin/sh' >"$tree/etc/passwd"
    echo 'root:x:0:' >"$tree/etc/group"
    tar --create --sort=name --numeric-owner --owner=0 --group=0 --directory "$tree" --file "$1" .
    rm -rf "$tree"
}

# An OCI image layout with one layer: https://github.com/opencontainers/image-spec/blob/v1.1.1/image-layout.md
write_layout() {
    local folder=$1 name=$2 command=$3 bootstrap=$4 created diff_id layer config manifest origin
    created=$(date --utc +%Y-%m-%dT%H:%M:%SZ)
    origin="stand-in for $name, made by Slipway from the Debian archive ($debian_release); not the official image"
    mkdir -p "$folder/blobs/sha256"
    diff_id=$(digest_of "$folder/rootfs.tar")
    gzip --no-name <"$folder/rootfs.tar" >"$folder/layer"
    layer=$(put_blob "$folder" "$folder/layer" application/vnd.oci.image.layer.v1.tar+gzip)
    cat >"$folder/config" <<JSON
{"created":"$created","architecture":"$(oci_architecture)","os":"linux",
 "config":{"Env":[$(environment_of "$bootstrap")],"Cmd":["$command"],
  "Labels":{"dev.slipway.stand-in":"$origin"}},
 "rootfs":{"type":"layers","diff_ids":["$diff_id"]},
 "history":[{"created":"$created","created_by":"slipway $bootstrap","comment":"$origin"}]}
JSON
    config=$(put_blob "$folder" "$folder/config" application/vnd.oci.image.config.v1+json)
    cat >"$folder/manifest" <<JSON
{"schemaVersion":2,"mediaType":"application/vnd.oci.image.manifest.v1+json","config":$config,"layers":[$layer],
 "annotations":{"org.opencontainers.image.created":"$created","org.opencontainers.image.description":"$origin"}}
JSON
    manifest=$(put_blob "$folder" "$folder/manifest" application/vnd.oci.image.manifest.v1+json)
    cat >"$folder/index.json" <<JSON
{"schemaVersion":2,"mediaType":"application/vnd.oci.image.index.v1+json","manifests":[${manifest%\}},
 "annotations":{"io.containerd.image.name":"$name","org.opencontainers.image.ref.name":"${name##*:}"}}]}
JSON
    echo '{"imageLayoutVersion":"1.0.0"}' >"$folder/oci-layout"
}

digest_of() { sha256sum "$1" | sed 's/^\([0-9a-f]*\).*/sha256:\1/'; }

# Moves a file to its place by content and answers its descriptor.
put_blob() {
    local digest size
    digest=$(digest_of "$2")
    size=$(stat --format=%s "$2")
    mv "$2" "$1/blobs/sha256/${digest#sha256:}"
    printf '{"mediaType":"%s","digest":"%s","size":%d}' "$3" "$digest" "$size"
}

oci_architecture() {
    case $(uname -m) in
        x86_64) echo amd64 ;;
        aarch64) echo arm64 ;;
        *) uname -m ;;
    esac
}
