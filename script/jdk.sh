# Sourced, not run: finds JDK 25 without starting any java.

# Whether $1 is the home of a JDK 25: its own release file says so.
is_jdk25() {
    [ -x "$1/bin/java" ] && [ -x "$1/bin/javac" ] && [ -r "$1/release" ] || return 1
    while IFS= read -r line; do
        case $line in 'JAVA_VERSION="25"' | 'JAVA_VERSION="25'[.+-]*) return 0 ;; esac
    done <"$1/release"
    return 1
}

# Sets jdk: JAVA_HOME, then the java on PATH, then where systems keep their JVMs
# (or, instead of those, the folders that RINGSPECT_JVMS names).
find_jdk25() {
    if [ -n "${JAVA_HOME:-}" ] && is_jdk25 "$JAVA_HOME"; then
        jdk=$JAVA_HOME
        return 0
    fi
    if jdk=$(command -v java); then
        jdk=$(readlink -f -- "$jdk")
        jdk=${jdk%/bin/java}
        is_jdk25 "$jdk" && return 0
    fi
    if [ -n "${RINGSPECT_JVMS+set}" ]; then
        for jdk in $RINGSPECT_JVMS; do
            is_jdk25 "$jdk" && return 0
        done
        return 1
    fi
    for jdk in /usr/lib/jvm/* /usr/lib64/jvm/* /usr/local/lib/jvm/* /usr/java/* /opt/java/* /opt/* \
        "${HOME:-/nonexistent}"/.jdks/* "${HOME:-/nonexistent}"/.sdkman/candidates/java/*; do
        is_jdk25 "$jdk" && return 0
    done
    return 1
}

# How to get one, as commands to paste.
explain_jdk25() {
    case $(uname -m) in
        aarch64) cpu=aarch64 ;;
        *) cpu=x64 ;;
    esac
    if [ "$(id -u)" = 0 ]; then
        folder=/usr/lib/jvm
    else
        folder=\~/.jdks
    fi
    cat >&2 <<TEXT
ringspect: no JDK 25 found (looked at JAVA_HOME, at java on PATH, in /usr/lib/jvm, /opt and ~/.jdks).
Any of these gives one:
  Debian 13, Ubuntu 25.10 or later:
    apt-get install openjdk-25-jdk-headless
  every Linux (Eclipse Temurin; no root needed with ~/.jdks):
    mkdir -p $folder && curl -fsSL https://api.adoptium.net/v3/binary/latest/25/ga/linux/$cpu/jdk/hotspot/normal/eclipse | tar xz -C $folder
  one that is elsewhere already:
    export JAVA_HOME=/path/to/jdk-25
TEXT
}
