package dev.ringspect.tracer.helper;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;

/** Keeps the last part of what a process writes, so that a message can quote it, and the process never blocks. */
final class OutputTail {
    private static final int KEPT = 64 * 1024;

    private final Thread thread;
    private final StringBuilder tail = new StringBuilder();

    OutputTail(InputStream stream, String name) {
        thread = Thread.ofPlatform().daemon().name(name).start(() -> read(stream));
    }

    private void read(InputStream stream) {
        byte[] buffer = new byte[1024];
        try (stream) {
            for (int n = stream.read(buffer); n >= 0; n = stream.read(buffer)) {
                append(new String(buffer, 0, n, StandardCharsets.UTF_8));
            }
        } catch (IOException e) {
            append("[reading it failed: " + e.getMessage() + "]");
        }
    }

    private synchronized void append(String text) {
        tail.append(text);
        if (tail.length() > KEPT) {
            tail.delete(0, tail.length() - KEPT);
        }
    }

    /** What was kept; waits a moment for the process's last words when it has ended. */
    String text() {
        try {
            thread.join(200);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        synchronized (this) {
            return tail.toString().strip();
        }
    }
}
