# Sourced: fetches Debian packages into a temporary folder, which goes with the script.
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT

# fetch NAME=VERSION...: unpacks them below $work/root.
fetch() {
    (cd "$work" && apt-get -o APT::Sandbox::User=root -qq download "$@" >/dev/null 2>"$work/why") || {
        echo "could not fetch $*: $(tail -1 "$work/why")"
        exit 2
    }
    for package in "$work"/*.deb; do dpkg -x "$package" "$work/root" && rm "$package"; done
}

# same WHAT EXPECTED SEEN
same() {
    printf '%s: %s\n' "$1" "$3"
    [ "$2" = "$3" ] || { printf 'expected: %s\n' "$2"; changed=1; }
}
changed=0
finish() {
    [ $changed = 0 ] || { echo "the behaviour has changed"; exit 1; }
    echo "as described"
}
