package dev.ringspect.tracer.helper;

import java.util.List;
import java.util.Map;

/**
 * What the helper says once it has attached.
 *
 * @param version the helper's version
 * @param ringBytes size of the event buffer
 * @param pageSize the machine's page size
 * @param kernel {@code uname -r}
 * @param machine {@code uname -m}
 * @param realtimeOffsetNs what to add to an event's time to get CLOCK_REALTIME
 * @param limited whether only the caller's own requests are seen
 * @param variants for each feature, the tracepoint's variant that was chosen
 * @param missing features that this kernel lacks
 */
public record HelperHello(String version, int ringBytes, int pageSize, String kernel, String machine,
        long realtimeOffsetNs, boolean limited, Map<String, String> variants, List<String> missing) {
    public HelperHello {
        variants = Map.copyOf(variants);
        missing = List.copyOf(missing);
    }
}
