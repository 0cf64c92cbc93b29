package dev.ringspect.protocol.inspect.subject;

import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import dev.ringspect.protocol.model.Device;
import dev.ringspect.protocol.model.Protocol;
import dev.ringspect.protocol.resolve.ProtocolModel;

/**
 * Which of many protocol files name the same devices. Files of one protocol, which name all the same, are asked about
 * once for all of them, so that a tree of thousands takes no longer than its files do.
 */
public final class Neighbours {
    private final Map<List<Device>, List<ProtocolModel>> byDevices = new LinkedHashMap<>();
    private final Map<List<Device>, List<ProtocolModel>> meeting = new HashMap<>();

    /** The neighbours among {@code models}. */
    public Neighbours(Collection<ProtocolModel> models) {
        models.forEach(model -> model.protocol()
                .ifPresent(protocol -> byDevices.computeIfAbsent(Devices.all(protocol), _ -> new ArrayList<>())
                        .add(model)));
    }

    /** The other files that name a device of {@code model}'s; protocols that come with Ringspect give way, and are none. */
    public List<ProtocolModel> of(ProtocolModel model) {
        return model.protocol().map(this::meeting).orElse(List.of()).stream().filter(other -> isOther(model, other))
                .toList();
    }

    /** The same for one file; who asks about the first few of many need not look at them all. */
    public static boolean are(ProtocolModel one, ProtocolModel other) {
        return isOther(one, other) && one.protocol().isPresent() && other.protocol().isPresent()
                && Devices.meet(one.protocol().get(), other.protocol().get());
    }

    private static boolean isOther(ProtocolModel one, ProtocolModel other) {
        String uri = other.source().uri();
        return !uri.startsWith("builtin:") && !uri.equals(one.source().uri());
    }

    private List<ProtocolModel> meeting(Protocol protocol) {
        List<Device> devices = Devices.all(protocol);
        List<ProtocolModel> known = meeting.get(devices);
        if (known == null) {
            List<ProtocolModel> found = new ArrayList<>();
            byDevices.forEach((others, models) -> {
                if (Devices.meet(devices, others)) {
                    found.addAll(models);
                }
            });
            known = List.copyOf(found);
            meeting.put(devices, known);
        }
        return known;
    }
}
