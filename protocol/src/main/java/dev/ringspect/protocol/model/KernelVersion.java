package dev.ringspect.protocol.model;

/** A Linux release, {@code 6.17}. */
public record KernelVersion(int major, int minor) implements Comparable<KernelVersion> {
    @Override
    public int compareTo(KernelVersion other) {
        return major != other.major ? Integer.compare(major, other.major) : Integer.compare(minor, other.minor);
    }

    @Override
    public String toString() {
        return major + "." + minor;
    }
}
