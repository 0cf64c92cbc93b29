package dev.ringspect.server.feature;

/**
 * A few words that the editor shows within a line.
 *
 * @param offset where
 * @param label the words
 * @param tooltip more of them
 */
public record Hint(int offset, String label, String tooltip) {}
