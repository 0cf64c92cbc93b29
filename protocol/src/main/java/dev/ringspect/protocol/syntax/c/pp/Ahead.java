package dev.ringspect.protocol.syntax.c.pp;

/**
 * A header that a compiler's command has read before the file, in the manner of {@code -include} and {@code -imacros}.
 *
 * @param file an absolute path, or a name to look for in the folders of headers
 * @param macrosOnly whether what it declares does not count, only what it defines
 */
public record Ahead(String file, boolean macrosOnly) {}
