package dev.ringspect.protocol.traffic;

import dev.ringspect.protocol.uapi.FileIdentity;
import dev.ringspect.protocol.uapi.Sockets;

/** Says in one word what file a request went to; a file without a path is called what its link in /proc/PID/fd says. */
final class DeviceText {
    private DeviceText() {}

    static String of(FileIdentity file, DeviceNames devices) {
        if (file.isSocket()) {
            return "socket:" + Sockets.family(file.socketFamily()) + "/" + Sockets.type(file.socketType());
        }
        if (file.isCharacterDevice() || file.isBlockDevice()) {
            return devices.path(file.isBlockDevice(), file.major(), file.minor()).orElse(
                    file.name().isEmpty() ? file.major() + ":" + file.minor() : file.name());
        }
        if (file.isPipe()) {
            return "pipe:[" + file.inode() + "]";
        }
        if (file.isNamespace()) {
            boolean known = !file.name().isEmpty() && !file.name().equals("/");
            return (known ? file.name() : "namespace") + ":[" + file.inode() + "]";
        }
        if (file.isPidfd()) {
            return "pidfd:[" + file.inode() + "]";
        }
        return file.isAnonymousInode() ? "anon_inode:" + file.name() : file.name();
    }
}
