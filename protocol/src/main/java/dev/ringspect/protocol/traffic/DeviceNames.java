package dev.ringspect.protocol.traffic;

import java.util.Optional;

/** Finds the path of a device by its numbers. */
@FunctionalInterface
public interface DeviceNames {
    /** Knows no device: for captures of another machine. */
    DeviceNames NONE = (block, major, minor) -> Optional.empty();

    /**
     * The path of a device node.
     *
     * @param block whether it is a block device; else a character device
     * @param major its major number
     * @param minor its minor number
     * @return a path such as {@code /dev/null}, empty when not known
     */
    Optional<String> path(boolean block, int major, int minor);
}
