package dev.ringspect.protocol.layout;

/** The byte order that a type fixes. */
public enum Endian {
    /** The machine's own. */
    HOST,
    /** Little endian on every machine: {@code __le32}. */
    LITTLE,
    /** Big endian on every machine: {@code __be32}. */
    BIG
}
