package dev.ringspect.server.cli.terminal;

import java.io.IOException;
import java.io.OutputStream;
import java.util.Optional;

import org.jspecify.annotations.Nullable;

/**
 * Standard output that remembers. The first write that fails is kept and all later ones are dropped, so that a command
 * goes on to what it has to find out, whoever writes and whatever that writer does about exceptions; at the end the
 * failure decides about the exit code.
 */
final class DataOutput extends OutputStream {
    private final OutputStream to;
    private @Nullable IOException failure;

    DataOutput(OutputStream to) {
        this.to = to;
    }

    /** Whether nobody takes data any more, for whatever reason. */
    boolean isLost() {
        return failure != null;
    }

    /**
     * Why data could not be written. Empty also when the reader of a pipe has left: it has seen enough, and that is no
     * failure.
     */
    Optional<String> failure() {
        return failure == null || isReaderGone(failure)
                ? Optional.empty()
                : Optional.of(String.valueOf(failure.getMessage()));
    }

    /** The JDK tells an errno by its text alone; the launcher sees to it that the text is the C locale's. */
    private static boolean isReaderGone(IOException failure) {
        String text = String.valueOf(failure.getMessage());
        return text.contains("Broken pipe") || text.contains("Connection reset");
    }

    @Override
    public void write(int one) {
        write(new byte[]{(byte) one}, 0, 1);
    }

    @Override
    public void write(byte[] bytes, int from, int count) {
        if (failure == null) {
            try {
                to.write(bytes, from, count);
            } catch (IOException failed) {
                failure = failed;
            }
        }
    }

    @Override
    public void flush() {
        if (failure == null) {
            try {
                to.flush();
            } catch (IOException failed) {
                failure = failed;
            }
        }
    }
}
