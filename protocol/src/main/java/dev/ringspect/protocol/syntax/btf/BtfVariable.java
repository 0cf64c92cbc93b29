package dev.ringspect.protocol.syntax.btf;

/**
 * A variable within a section.
 *
 * @param type id of its VAR
 * @param offset bytes from the start of the section
 * @param size its bytes
 */
public record BtfVariable(int type, int offset, int size) {}
