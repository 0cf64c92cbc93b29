package dev.ringspect.protocol.syntax.btf;

/**
 * A parameter of a function; one without name and of type 0 at the end stands for {@code ...}.
 *
 * @param name empty when not given
 * @param type id of its type
 */
public record BtfParameter(String name, int type) {}
