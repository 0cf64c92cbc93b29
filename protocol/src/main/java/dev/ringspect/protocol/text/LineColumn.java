package dev.ringspect.protocol.text;

/**
 * A position the way editors say it.
 *
 * @param line line number, from 0
 * @param column column within the line, from 0, in the units of the {@link Encoding} it was asked in
 */
public record LineColumn(int line, int column) {
    public LineColumn {
        if (line < 0 || column < 0) {
            throw new IllegalArgumentException("position " + line + ":" + column);
        }
    }

    /** The position as a compiler prints it: both numbers from 1, {@code 3:14}. */
    public String display() {
        return (line + 1) + ":" + (column + 1);
    }
}
