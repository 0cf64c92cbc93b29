package dev.ringspect.tracer.session;

import dev.ringspect.protocol.traffic.DeviceNames;
import dev.ringspect.protocol.traffic.RequestSink;

/**
 * How a session treats what it sees.
 *
 * @param name what its thread is called, for people who look at thread dumps
 * @param devices finds the paths of devices
 * @param live called for every request on the session's own thread, before it is kept: it must be quick and never wait
 * @param keep what is kept for readers
 */
public record SessionOptions(String name, DeviceNames devices, RequestSink live, Keep keep) {
    private static final RequestSink NO_ONE = request -> {};

    /** Keeps every request, for readers; nothing is called live. */
    public static SessionOptions keepingAll(DeviceNames devices) {
        return new SessionOptions("ringspect-session", devices, NO_ONE, Keep.All.usual());
    }

    /** The same with another sink on the session's own thread. */
    public SessionOptions withLive(RequestSink sink) {
        return new SessionOptions(name, devices, sink, keep);
    }

    /** The same keeping something else. */
    public SessionOptions withKeep(Keep other) {
        return new SessionOptions(name, devices, live, other);
    }
}
