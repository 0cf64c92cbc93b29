package dev.ringspect.server.lsp;

import java.io.BufferedInputStream;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The client's messages, as long as it is clear where each of them begins: a header, an empty line, and as many bytes as
 * the header says. Once a header is none, nothing that follows can be trusted to be a message, and LSP4J would skip it in
 * silence for ever; so the input ends there, and whoever listens is told why. What stands within a message is not looked
 * at. Read by one thread.
 */
final class FramedInput extends FilterInputStream {
    /** No text that is edited comes near it, and memory for a length that is none of a message is never asked for. */
    static final int LONGEST_MESSAGE = 128 << 20;
    private static final int LONGEST_HEADER = 4096;
    private static final Pattern FIELD = Pattern.compile("\\s*([A-Za-z0-9-]+)\\s*:(.*)");
    private static final int SHOWN = 60;

    private final Consumer<String> lost;
    private byte[] header = {};
    private int headerRead;
    private long bodyLeft;
    private boolean ended;

    /**
     * Reads from {@code in}.
     *
     * @param lost told once, when the input is no sequence of messages any more, what came in place of one
     */
    FramedInput(InputStream in, Consumer<String> lost) {
        super(new BufferedInputStream(in));
        this.lost = lost;
    }

    @Override
    public int read() throws IOException {
        byte[] one = new byte[1];
        return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
    }

    @Override
    public int read(byte[] into, int offset, int length) throws IOException {
        if (length == 0) {
            return 0;
        }
        if (headerRead == header.length && bodyLeft == 0 && !nextHeader()) {
            return -1;
        }
        if (headerRead < header.length) {
            int count = Math.min(length, header.length - headerRead);
            System.arraycopy(header, headerRead, into, offset, count);
            headerRead += count;
            return count;
        }
        int count = in.read(into, offset, Math.toIntExact(Math.min(length, bodyLeft)));
        bodyLeft -= Math.max(0, count);
        return count;
    }

    /** Reads a whole header; false where the input ends, in good order or not. */
    private boolean nextHeader() throws IOException {
        StringBuilder text = new StringBuilder();
        StringBuilder line = new StringBuilder();
        long length = -1;
        while (!ended) {
            int next = in.read();
            if (next < 0) {
                ended = true;
            } else if (text.length() >= LONGEST_HEADER) {
                end("a header of more than " + LONGEST_HEADER + " bytes", text);
            } else {
                text.append((char) next);
            }
            if (next == '\n') {
                String field = line.toString();
                line.setLength(0);
                Matcher matcher = FIELD.matcher(field);
                if (field.isBlank()) {
                    if (length >= 0) {
                        begin(text, length);
                        return true;
                    }
                    // empty lines between messages are nobody's fault
                    if (!text.toString().isBlank()) {
                        end("a header without Content-Length", text);
                    }
                } else if (!matcher.matches()) {
                    end("a line that is no header", field);
                } else if (matcher.group(1).equals("Content-Length")) {
                    Optional<Long> said = length(matcher.group(2).strip());
                    if (said.isEmpty()) {
                        end("a length that no message has", field);
                    }
                    length = said.orElse(-1L);
                }
            } else if (next != '\r') {
                line.append((char) next);
            }
        }
        return false;
    }

    private static Optional<Long> length(String digits) {
        return digits.matches("\\d{1,9}") && Long.parseLong(digits) <= LONGEST_MESSAGE
                ? Optional.of(Long.parseLong(digits))
                : Optional.empty();
    }

    private void begin(CharSequence text, long length) {
        header = text.toString().stripLeading().getBytes(StandardCharsets.ISO_8859_1);
        headerRead = 0;
        bodyLeft = length;
    }

    private void end(String what, CharSequence instead) {
        ended = true;
        String shown = instead.toString().strip().replaceAll("[^\\x20-\\x7e]", "?");
        lost.accept(what + ": " + (shown.length() > SHOWN ? shown.substring(0, SHOWN) + "..." : shown));
    }

    @Override
    public long skip(long count) throws IOException {
        long skipped = 0;
        while (skipped < count && read() >= 0) {
            skipped++;
        }
        return skipped;
    }

    @Override
    public int available() {
        return 0;
    }

    @Override
    public boolean markSupported() {
        return false;
    }
}
