package dev.ringspect.protocol.traffic;

import dev.ringspect.protocol.uapi.FileIdentity;
import dev.ringspect.protocol.uapi.Sockets;

/** Says in one word what file a request went to. */
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
        return file.name();
    }
}
