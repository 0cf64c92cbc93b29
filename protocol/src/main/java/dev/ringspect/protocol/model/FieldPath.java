package dev.ringspect.protocol.model;

/**
 * The name of a field of a command, over all protocols; the key that joins traffic and source.
 *
 * @param protocol the protocol's name
 * @param command the command's name
 * @param path the payload member, {@code hdr.flags}; a field of the SQE or CQE is {@code sqe.optname}, {@code cqe.res}
 */
public record FieldPath(String protocol, String command, String path) {}
