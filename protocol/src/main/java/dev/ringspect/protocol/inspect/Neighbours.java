package dev.ringspect.protocol.inspect;

import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import dev.ringspect.protocol.model.Device;
import dev.ringspect.protocol.model.Protocol;
import dev.ringspect.protocol.model.ProtocolModel;

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

    /** The files that name a device of {@code model}'s, itself among them. */
    public List<ProtocolModel> of(ProtocolModel model) {
        return model.protocol().map(this::of).orElse(List.of());
    }

    private List<ProtocolModel> of(Protocol protocol) {
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
