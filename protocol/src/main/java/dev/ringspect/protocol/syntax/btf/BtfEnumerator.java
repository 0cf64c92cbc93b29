package dev.ringspect.protocol.syntax.btf;

/**
 * A constant of an enum.
 *
 * @param name its name
 * @param value its value, extended to 64 bits by the enum's signedness
 */
public record BtfEnumerator(String name, long value) {}
