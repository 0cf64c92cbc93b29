package dev.ringspect.protocol.syntax.btf;

/**
 * A member of a struct or union.
 *
 * @param name empty for an anonymous struct or union
 * @param type id of its type
 * @param bitOffset bits from the start of the struct
 * @param bitWidth width of a bit-field, 0 for any other member
 */
public record BtfMember(String name, int type, int bitOffset, int bitWidth) {}
