package dev.ringspect.protocol.uapi;

/**
 * One flag of a word of the ABI.
 *
 * @param name its name without the word's prefix
 * @param mask its single bit
 * @param since the first kernel that knew it
 */
public record Flag(String name, int mask, KernelRelease since) {}
