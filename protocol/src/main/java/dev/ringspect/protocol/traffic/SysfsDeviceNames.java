package dev.ringspect.protocol.traffic;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/**
 * Finds device paths of this machine by the {@code DEVNAME} line of {@code /sys/dev/{char,block}/MAJOR:MINOR/uevent}.
 *
 * @param sysfs where sysfs is mounted
 */
public record SysfsDeviceNames(Path sysfs) implements DeviceNames {
    private static final String DEVNAME = "DEVNAME=";

    /** The running system's. */
    public static SysfsDeviceNames ofThisMachine() {
        return new SysfsDeviceNames(Path.of("/sys"));
    }

    @Override
    public Optional<String> path(boolean block, int major, int minor) {
        Path uevent = sysfs.resolve("dev").resolve(block ? "block" : "char")
                .resolve(Integer.toUnsignedString(major) + ":" + Integer.toUnsignedString(minor)).resolve("uevent");
        try {
            for (String line : Files.readAllLines(uevent, StandardCharsets.UTF_8)) {
                if (line.startsWith(DEVNAME)) {
                    return Optional.of("/dev/" + line.substring(DEVNAME.length()));
                }
            }
        } catch (IOException gone) {
            // The device went away since, or sysfs is not mounted: then it has no path to show.
            return Optional.empty();
        }
        return Optional.empty();
    }
}
