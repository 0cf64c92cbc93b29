package dev.ringspect.protocol.model;

import dev.ringspect.protocol.text.Location;

/**
 * What an errno means when this command returns it.
 *
 * @param name {@code EINVAL}
 * @param number its positive number
 * @param text the author's explanation
 * @param where where it is declared
 */
public record ErrnoText(String name, int number, String text, Location where) {}
