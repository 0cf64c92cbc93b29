package dev.ringspect.protocol.report;

/**
 * Where a finding stands, as a person looks it up.
 *
 * @param file a path, or the name of a text that is no file
 * @param line counts from 1; 0 when the text is not at hand
 * @param column counts from 1; 0 when the text is not at hand
 */
public record FoundAt(String file, int line, int column) {
    /** {@code file:line:column}; the file alone when more is not known. */
    public String display() {
        return line == 0 ? file : file + ":" + line + ":" + column;
    }
}
