package dev.ringspect.protocol.traffic;

/**
 * A ring that requests came through. The kernel may use one ring's memory for the next; then there are two of these.
 *
 * @param id numbers the rings of a session from 1, in the order they were seen
 * @param fd its descriptor in the process that made it; -1 when it has none (a ring that exists as an index among the
 *        registered ones only), or when the ring is older than the session
 * @param setupFlags {@link dev.ringspect.protocol.uapi.SetupFlags} as they are now: enabling a
 *        ring takes R_DISABLED away
 * @param sqEntries entries of the submission queue as they are now, 0 when not known
 * @param cqEntries entries of the completion queue, 0 when not known
 * @param pid process that made it, or that it was first seen with, 0 when not known
 * @param comm name of that task
 * @param compat whether a 32-bit task made it
 */
public record Ring(int id, int fd, int setupFlags, int sqEntries, int cqEntries, int pid, String comm,
        boolean compat) {}
