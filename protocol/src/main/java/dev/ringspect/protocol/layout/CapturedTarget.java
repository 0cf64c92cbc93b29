package dev.ringspect.protocol.layout;

/**
 * Memory behind a pointer that a trace may copy, as a layout's listing names it.
 *
 * @param about whose field it is, {@code struct cmd}, {@code command READ}
 * @param field the pointer, {@code addr}, {@code sqe.addr}
 * @param target what lies there, as written
 * @param bytes how many bytes at most
 * @param in whether it is copied when the command is submitted
 * @param out whether it is copied when the command completes
 */
public record CapturedTarget(String about, String field, String target, int bytes, boolean in, boolean out) {
    /** {@code addr points to struct args, capture 64 in out}. */
    public String text() {
        return field + " points to " + target + ", capture " + bytes + (in ? " in" : "") + (out ? " out" : "");
    }
}
