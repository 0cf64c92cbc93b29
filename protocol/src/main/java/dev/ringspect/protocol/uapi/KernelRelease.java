package dev.ringspect.protocol.uapi;

import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A release of the kernel, by the two numbers that decide which parts of the ABI are there.
 *
 * @param major first number
 * @param minor second number
 */
public record KernelRelease(int major, int minor) implements Comparable<KernelRelease> {
    private static final Pattern UNAME = Pattern.compile("^(\\d{1,4})\\.(\\d{1,4})(?:[^\\d].*)?$");

    /** Reads what {@code uname -r} prints, such as {@code 6.18.44-amd64}; empty when it does not start with x.y. */
    public static Optional<KernelRelease> parse(String uname) {
        Matcher matcher = UNAME.matcher(uname.strip());
        if (!matcher.matches()) {
            return Optional.empty();
        }
        return Optional
                .of(new KernelRelease(Integer.parseInt(matcher.group(1)), Integer.parseInt(matcher.group(2))));
    }

    /** A release known to be written well, from this project's own tables. */
    static KernelRelease of(String text) {
        return parse(text).orElseThrow(() -> new IllegalArgumentException(text));
    }

    /** Whether this is {@code other} or newer. */
    public boolean atLeast(KernelRelease other) {
        return compareTo(other) >= 0;
    }

    @Override
    public int compareTo(KernelRelease other) {
        return major != other.major ? Integer.compare(major, other.major) : Integer.compare(minor, other.minor);
    }

    @Override
    public String toString() {
        return major + "." + minor;
    }
}
