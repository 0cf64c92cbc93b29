package dev.ringspect.protocol.inspect;

import java.util.Optional;

import org.jspecify.annotations.Nullable;

import dev.ringspect.protocol.traffic.RequestView;
import dev.ringspect.protocol.traffic.ResolvedCommand;
import dev.ringspect.protocol.uapi.KernelRelease;
import dev.ringspect.protocol.uapi.Opcode;

/**
 * A request with what inspections need to know besides it. One object is used for one request after another.
 */
public final class InspectedRequest {
    private final Optional<KernelRelease> kernel;
    private @Nullable RequestView request;
    private ResolvedCommand command = ResolvedCommand.NONE;

    InspectedRequest(Optional<KernelRelease> kernel) {
        this.kernel = kernel;
    }

    InspectedRequest at(RequestView nextRequest, ResolvedCommand nextCommand) {
        request = nextRequest;
        command = nextCommand;
        return this;
    }

    /** The request; borrowed. */
    public RequestView request() {
        if (request == null) {
            throw new IllegalStateException("no request yet");
        }
        return request;
    }

    /** What the protocols in force say about it. */
    public ResolvedCommand command() {
        return command;
    }

    /** The kernel that served it, where that is known. */
    public Optional<KernelRelease> kernel() {
        return kernel;
    }

    /** What findings about the request as a whole are counted by: its command, else its protocol, else its file. */
    Object anchor() {
        if (command.command().isPresent()) {
            return command.command().get();
        }
        return command.protocol().isPresent() ? command.protocol().get() : request().file();
    }

    /** What a person calls the request: {@code GETSOCKOPT on socket:AF_INET/STREAM}. */
    String called() {
        String name = command.command().map(known -> known.name())
                .orElseGet(() -> request().isUringCmd()
                        ? "cmd_op 0x" + Integer.toHexString(request().cmdOp())
                        : Opcode.nameOf(request().opcode()));
        return request().device().isEmpty() ? name : name + " on " + request().device();
    }
}
