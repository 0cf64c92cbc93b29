package dev.ringspect.protocol.uapi;

import java.util.Map;
import java.util.Optional;

/** Names of address families and socket types ({@code linux/socket.h}, {@code asm-generic/socket.h} numbers). */
public final class Sockets {
    /** {@code AF_*} by number. */
    public static final Map<Integer, String> FAMILIES = Map.ofEntries(Map.entry(0, "AF_UNSPEC"),
            Map.entry(1, "AF_UNIX"), Map.entry(2, "AF_INET"), Map.entry(3, "AF_AX25"), Map.entry(4, "AF_IPX"),
            Map.entry(5, "AF_APPLETALK"), Map.entry(9, "AF_X25"), Map.entry(10, "AF_INET6"),
            Map.entry(15, "AF_KEY"), Map.entry(16, "AF_NETLINK"), Map.entry(17, "AF_PACKET"),
            Map.entry(21, "AF_RDS"), Map.entry(24, "AF_PPPOX"), Map.entry(28, "AF_MPLS"), Map.entry(29, "AF_CAN"),
            Map.entry(30, "AF_TIPC"), Map.entry(31, "AF_BLUETOOTH"), Map.entry(38, "AF_ALG"),
            Map.entry(39, "AF_NFC"), Map.entry(40, "AF_VSOCK"), Map.entry(41, "AF_KCM"), Map.entry(42, "AF_QIPCRTR"),
            Map.entry(43, "AF_SMC"), Map.entry(44, "AF_XDP"));

    /** Socket types by number, without {@code SOCK_}. */
    public static final Map<Integer, String> TYPES = Map.of(1, "STREAM", 2, "DGRAM", 3, "RAW", 4, "RDM", 5,
            "SEQPACKET", 6, "DCCP", 10, "PACKET");

    private Sockets() {}

    /** {@code AF_INET}, or {@code AF_99} for a family without a name here. */
    public static String family(int number) {
        return Optional.ofNullable(FAMILIES.get(number)).orElse("AF_" + number);
    }

    /** {@code STREAM}, or {@code SOCK_99} for a type without a name here. */
    public static String type(int number) {
        return Optional.ofNullable(TYPES.get(number)).orElse("SOCK_" + number);
    }
}
