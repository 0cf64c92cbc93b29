package dev.ringspect.tracer.sys;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;

/**
 * Two connected TCP sockets over the loopback device, for socket commands on this machine.
 *
 * @param client the end that connected
 * @param server the end that was accepted
 */
public record TcpPair(Descriptor client, Descriptor server) implements AutoCloseable {
    private static final int AF_INET = 2;
    private static final int SOCK_STREAM = 1;
    private static final int SOCKADDR_IN = 16;
    private static final byte[] LOOPBACK = {127, 0, 0, 1};

    /** Makes a pair on a port that the kernel picks. */
    public static SysResult<TcpPair> open() {
        SystemCalls calls = SystemCalls.linux();
        return Descriptor.of("socket", calls.socket(AF_INET, SOCK_STREAM, 0)).then(listener -> {
            try (listener; Arena arena = Arena.ofConfined()) {
                MemorySegment address = arena.allocate(SOCKADDR_IN, 4);
                address.set(ValueLayout.JAVA_SHORT, 0, (short) AF_INET);
                MemorySegment.copy(LOOPBACK, 0, address, ValueLayout.JAVA_BYTE, 4, LOOPBACK.length);
                MemorySegment length = arena.allocateFrom(ValueLayout.JAVA_INT, SOCKADDR_IN);
                long result = calls.bind(listener.fd(), address, SOCKADDR_IN);
                if (result == 0) {
                    result = calls.listen(listener.fd(), 1);
                }
                if (result == 0) {
                    result = calls.getsockname(listener.fd(), address, length);
                }
                if (result < 0) {
                    return new SysResult.Failed<>(SysError.of("bind(127.0.0.1)", result));
                }
                return connect(listener, address);
            }
        });
    }

    private static SysResult<TcpPair> connect(Descriptor listener, MemorySegment address) {
        SystemCalls calls = SystemCalls.linux();
        return Descriptor.of("socket", calls.socket(AF_INET, SOCK_STREAM, 0)).then(client -> {
            long connected = calls.connect(client.fd(), address, SOCKADDR_IN);
            SysResult<Descriptor> server = connected < 0
                    ? new SysResult.Failed<>(SysError.of("connect", connected))
                    : Descriptor.of("accept4", calls.accept(listener.fd()));
            if (server instanceof SysResult.Failed<Descriptor>) {
                client.close();
            }
            return server.then(end -> new SysResult.Ok<>(new TcpPair(client, end)));
        });
    }

    /** Sends bytes from the client to the server, so that they wait there unread. */
    public long send(byte[] bytes) {
        try (Arena arena = Arena.ofConfined()) {
            return SystemCalls.linux().write(client.fd(), arena.allocateFrom(ValueLayout.JAVA_BYTE, bytes),
                    bytes.length);
        }
    }

    @Override
    public void close() {
        client.close();
        server.close();
    }
}
