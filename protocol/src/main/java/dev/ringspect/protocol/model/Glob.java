package dev.ringspect.protocol.model;

/** A file name pattern: {@code *} any characters, {@code ?} one, none of them a slash; everything else is itself. */
public record Glob(String pattern) {
    /** Whether {@code prefix} followed by {@code name} matches; no string is made. */
    public boolean matches(String prefix, String name) {
        int length = prefix.length() + name.length();
        int at = 0;
        int p = 0;
        int star = -1;
        int starAt = 0;
        while (at < length) {
            char c = at < prefix.length() ? prefix.charAt(at) : name.charAt(at - prefix.length());
            if (p < pattern.length() && pattern.charAt(p) == '*') {
                star = p++;
                starAt = at;
            } else if (p < pattern.length() && (pattern.charAt(p) == c || (pattern.charAt(p) == '?' && c != '/'))) {
                p++;
                at++;
            } else if (star >= 0 && charAt(prefix, name, starAt) != '/') {
                p = star + 1;
                at = ++starAt;
            } else {
                return false;
            }
        }
        while (p < pattern.length() && pattern.charAt(p) == '*') {
            p++;
        }
        return p == pattern.length();
    }

    private static char charAt(String prefix, String name, int at) {
        return at < prefix.length() ? prefix.charAt(at) : name.charAt(at - prefix.length());
    }
}
