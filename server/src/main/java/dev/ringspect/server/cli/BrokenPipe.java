package dev.ringspect.server.cli;

import java.io.IOException;
import java.io.Serial;

/** Standard output takes no more, most often because the reader of a pipe has left. */
final class BrokenPipe extends RuntimeException {
    @Serial
    private static final long serialVersionUID = 1;

    BrokenPipe(IOException cause) {
        super(cause);
    }
}
