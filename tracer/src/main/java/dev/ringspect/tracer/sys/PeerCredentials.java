package dev.ringspect.tracer.sys;

/**
 * Who is at the other end of a Unix socket, by {@code SO_PEERCRED}.
 *
 * @param pid its process when it connected
 * @param uid its effective user
 * @param gid its effective group
 */
public record PeerCredentials(int pid, int uid, int gid) {}
