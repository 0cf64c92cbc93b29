package dev.ringspect.protocol.inspect.traffic;

import java.util.Set;

import dev.ringspect.protocol.text.Severity;
import dev.ringspect.protocol.traffic.RequestView;
import dev.ringspect.protocol.traffic.ResolvedCommand;
import dev.ringspect.protocol.uapi.Errno;
import dev.ringspect.protocol.uapi.FileIdentity;
import dev.ringspect.protocol.uapi.IoctlNumber;

/** A cmd_op that the file's protocol does not declare. */
final class UnknownCommand implements TrafficInspection {
    private static final int BLOCK_DISCARD_IOCTL = 0x1277;

    @Override
    public String id() {
        return "D06";
    }

    @Override
    public String name() {
        return "unknown-cmd_op";
    }

    @Override
    public Severity severity() {
        return Severity.WARNING;
    }

    @Override
    public Set<Symptom> looksFor() {
        return Set.of(Symptom.NO_COMMAND);
    }

    @Override
    public void inspect(InspectedRequest inspected, Out out) {
        ResolvedCommand resolved = inspected.command();
        if (resolved.protocol().isPresent() && resolved.command().isEmpty() && resolved.elsewhere().isEmpty()) {
            out.found(this, severity(), inspected.anchor(), Integer.toUnsignedLong(inspected.request().cmdOp()));
        }
    }

    @Override
    public String message(InspectedRequest inspected) {
        int number = inspected.request().cmdOp();
        String protocol = inspected.command().protocol().map(known -> known.name()).orElse("");
        String parts = number >>> 16 == 0 ? "" : ", that is " + IoctlNumber.of(number);
        boolean ioctl = number == BLOCK_DISCARD_IOCTL
                && inspected.request().file().filter(FileIdentity::isBlockDevice).isPresent();
        String answered = answered(inspected);
        return String.format("%s: protocol %s declares no command with that number%s%s%s", inspected.called(), protocol,
                parts, ioctl ? "; 0x1277 is the ioctl BLKDISCARD, the command is 0x1200" : "",
                answered.isEmpty() ? "" : answered + ", as drivers do to a number that they do not know");
    }

    /** What the driver said to it, where that is what drivers say to a number that they do not know. */
    static String answered(InspectedRequest inspected) {
        RequestView request = inspected.request();
        boolean refusedByDriver = request.hasResult() && request.prepError() == 0 && Errno.of(request.res())
                .filter(errno -> request.res() < 0 && (errno == Errno.ENOTTY || errno == Errno.EINVAL
                        || errno == Errno.EOPNOTSUPP))
                .isPresent();
        return refusedByDriver ? "; it answered -" + Errno.nameOfResult(request.res()).orElse("") : "";
    }
}
