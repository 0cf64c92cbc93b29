package dev.ringspect.server.cli.demo;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

import dev.ringspect.protocol.traffic.Request;
import dev.ringspect.server.cli.trace.TraceRun;

/** Keeps the demo's single requests, and counts those of its burst. */
final class DemoAudience implements TraceRun.Audience {
    private final List<Request> single = new ArrayList<>();
    private long burst;

    @Override
    public void request(Request request) {
        if (request.userData() < DemoTraffic.FIRST_BURST_MARK) {
            single.add(request);
        } else {
            burst++;
        }
    }

    @Override
    public void pause(long lost) {
        // The losses are told once, at the end.
    }

    /** The single requests in the order of their submission. */
    List<Request> single() {
        return single.stream().sorted(Comparator.comparingLong(Request::seq)).toList();
    }

    /** How many requests of the burst were seen. */
    long burst() {
        return burst;
    }
}
