package dev.ringspect.protocol.syntax.btf;

/**
 * What is wrong with a file that was read as BTF.
 *
 * @param offset byte of the file where it was found
 * @param message what was found, and what was expected; no trailing full stop
 */
public record BtfProblem(long offset, String message) {}
