package dev.ringspect.protocol.traffic;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.BiPredicate;
import java.util.function.Function;
import java.util.function.IntFunction;
import java.util.function.Predicate;
import java.util.function.ToIntFunction;
import java.util.function.ToLongFunction;

import dev.ringspect.protocol.model.RingWord;
import dev.ringspect.protocol.traffic.ColumnValue.Width;
import dev.ringspect.protocol.uapi.CqeFlags;
import dev.ringspect.protocol.uapi.Errno;
import dev.ringspect.protocol.uapi.Opcode;
import dev.ringspect.protocol.uapi.SetupFlags;
import dev.ringspect.protocol.uapi.SqeFlags;

/**
 * An attribute of a request. {@link #ALL} is the table of them: JSON lines, filters, and whatever else shows or stores requests
 * draw from it, so that an attribute is added here and is there everywhere.
 *
 * @param name its name in {@link #ALL}, in lower camel case; a dot stands between the ring and what it has
 * @param value what it holds
 * @param unit what its number counts
 * @param known whether a request has it
 * @param json its member in a JSON line, where it has one
 * @param filter the names that a filter knows it by, where it knows it
 * @param range the numbers that it may be, where they are fewer than 64 bits can say
 * @param description a clause for people
 */
public record RequestColumn(String name, ColumnValue value, Unit unit, Predicate<RequestView> known,
        Optional<Json> json, List<String> filter, Optional<NumberRange> range, String description) {
    /** What a number counts. */
    public enum Unit {
        NONE, NANOSECONDS
    }

    /**
     * A member of a JSON line.
     *
     * @param object the object within the line that it is in, if any
     * @param known whether a line has a value there; null stands there otherwise
     */
    public record Json(Optional<String> object, String key, Predicate<RequestView> known) {}

    private static final NumberRange U32 = new NumberRange(0, 0xFFFF_FFFFL);
    private static final NumberRange NOT_NEGATIVE = new NumberRange(0, Long.MAX_VALUE);
    /** The kernel's PID_MAX_LIMIT. */
    private static final NumberRange TASKS = new NumberRange(0, 1 << 22);

    /** The opcode's number. */
    public static final RequestColumn OPCODE = number("op", Width.U8, RequestView::opcode)
            .where(request -> request.opcode() != RequestView.UNKNOWN_OPCODE).json("op")
            .filter("opcode", "op", "sqe.opcode").range(new NumberRange(0, 255)).is("the opcode's number");
    /** A uring_cmd's number. */
    public static final RequestColumn CMD_OP = hex("cmdOp", Width.U32,
            request -> Integer.toUnsignedLong(request.cmdOp())).where(RequestView::isUringCmd)
            // 0 is also what stands there where no record told it
            .json("cmdOp", request -> request.isUringCmd() && (request.sqeSize() > 0 || request.cmdOp() != 0))
            .filter("cmd_op", "sqe.cmd_op").range(U32).is("which command of its file's driver it is");

    /** All of them, in the order of a JSON line. */
    public static final List<RequestColumn> ALL = all();

    public RequestColumn {
        filter = List.copyOf(filter);
    }

    private static boolean always(RequestView request) {
        return true;
    }

    private static List<RequestColumn> all() {
        List<RequestColumn> all = new ArrayList<>();
        all.add(number("seq", Width.S64, RequestView::seq).json("seq").filter("seq").range(NOT_NEGATIVE)
                .is("the request's number within the session, from 1"));
        ring(all);
        all.add(number("pid", Width.S32, RequestView::pid).json("pid").filter("pid").range(TASKS)
                .is("the process that submitted it"));
        all.add(number("tid", Width.S32, RequestView::tid).where(request -> request.tid() != 0).json("tid")
                .filter("tid").range(TASKS).is("the thread that submitted it"));
        all.add(text("comm", RequestView::comm).json("comm").filter("comm", "task").is("that thread's name"));
        all.add(text("opcode", request -> Opcode.nameOf(request.opcode()))
                .where(request -> request.opcode() != RequestView.UNKNOWN_OPCODE).json("opcode")
                .is("the opcode's name"));
        all.add(OPCODE);
        all.add(hex("userData", Width.U64, RequestView::userData).json("userData")
                .filter("user_data", "sqe.user_data").is("the program's own mark"));
        all.add(flags("sqeFlags", RequestView::sqeFlags, SqeFlags.WORD::names).json("sqeFlags", RequestColumn::always)
                .where(request -> request.sqeSize() > 0).is("flags of the SQE"));
        all.add(number("fd", Width.S32, RequestView::fd).where(request -> request.sqeSize() > 0).json("fd")
                .is("the descriptor as the SQE has it, or the index of a registered file"));
        all.add(text("device", RequestView::device).where(request -> !request.device().isEmpty()).json("device")
                .filter("device", "file").is("what the file is"));
        all.add(meant("protocol", resolved -> resolved.protocol().map(protocol -> protocol.name()),
                ResolvedCommand::isOf)
                .json("protocol").filter("protocol").is("the protocol that it was decoded by"));
        all.add(meant("command", resolved -> resolved.command().map(command -> command.name()),
                ResolvedCommand::isCalled)
                .json("command").filter("command").is("what that protocol calls it"));
        all.add(CMD_OP);
        all.add(number("submitNs", Width.S64, RequestView::submitNs).in(Unit.NANOSECONDS)
                .where(RequestView::submitSeen).json("submitNs").is("when it was submitted, by CLOCK_MONOTONIC"));
        all.add(number("completeNs", Width.S64, RequestView::completeNs).in(Unit.NANOSECONDS)
                .where(request -> request.completeNs() != RequestView.NO_TIME).json("completeNs")
                .is("when its last CQE was posted, by CLOCK_MONOTONIC"));
        all.add(number("latency", Width.S64, RequestView::latencyNs).in(Unit.NANOSECONDS)
                .where(request -> request.latencyNs() != RequestView.NO_TIME).filter("latency").range(NOT_NEGATIVE)
                .is("the time from its submission to its last CQE"));
        result(all);
        return List.copyOf(all);
    }

    private static void ring(List<RequestColumn> all) {
        all.add(number("ring.id", Width.S32, request -> request.ring().id()).json("ring.id").filter("ring.id")
                .is("the ring's number within the session, from 1"));
        all.add(number("ring.fd", Width.S32, request -> request.ring().fd())
                .where(request -> request.ring().fd() >= 0).json("ring.fd").filter("ring.fd")
                .is("the ring's descriptor in the process that made it"));
        all.add(flags("ring.flags", request -> request.ring().setupFlags(), SetupFlags.WORD::names)
                .json("ring.flags").filter(RingWord.FLAGS.path()).range(U32).is("flags that the ring was set up with"));
        all.add(ring(RingWord.SQ_ENTRIES, "ring.sqEntries").json("ring.sqEntries")
                .is("entries of the ring's submission queue"));
        all.add(ring(RingWord.CQ_ENTRIES, "ring.cqEntries").json("ring.cqEntries")
                .is("entries of the ring's completion queue"));
        all.add(ring(RingWord.SQE128, "ring.sqe128").is("1 where every SQE of the ring has 128 bytes"));
        all.add(ring(RingWord.SQE_MIXED, "ring.sqeMixed").is("1 where SQEs of 128 bytes may be among others"));
        all.add(ring(RingWord.CQE32, "ring.cqe32").is("1 where every CQE of the ring has 32 bytes"));
        all.add(ring(RingWord.CQE_MIXED, "ring.cqeMixed").is("1 where CQEs of 32 bytes may be among others"));
        all.add(ring(RingWord.IOPOLL, "ring.iopoll").is("1 where completions are polled for"));
        all.add(ring(RingWord.SQPOLL, "ring.sqpoll").is("1 where a kernel thread takes the submissions"));
    }

    private static void result(List<RequestColumn> all) {
        all.add(text("state", request -> request.state().word()).json("state").filter("state")
                .is("how it ended, or that it did not"));
        all.add(new Draft("path", new ColumnValue.Words(
                request -> PathMark.marks(request.marks()).stream().map(PathMark::word).toList(),
                (request, word) -> PathMark.hasWord(request.marks(), word)))
                .json("path").filter("path").is("what happened to it on the way"));
        all.add(number("res", Width.S32, RequestView::res).where(RequestView::hasResult).json("res")
                .filter("res", "result", "cqe.res").range(new NumberRange(Integer.MIN_VALUE, Integer.MAX_VALUE))
                .is("the result of its last CQE"));
        all.add(text("errno", request -> Errno.nameOfResult(request.res()).orElse(""))
                .where(request -> request.hasResult() && request.res() < 0).json("errno")
                .is("the name of the error that the result is"));
        all.add(flags("cqeFlags", RequestView::cqeFlags, CqeFlags::names).where(RequestView::hasResult)
                .json("cqeFlags", RequestColumn::always).filter("cqe.flags").range(U32).is("flags of its last CQE"));
        all.add(hex("res2", Width.U64, RequestView::bigCqe0).where(RequestView::isCqe32).json("res2")
                .filter("res2", "cqe.big0").is("the second result, of a CQE of 32 bytes"));
        all.add(hex("big1", Width.U64, RequestView::bigCqe1).where(RequestView::isCqe32).filter("cqe.big1")
                .is("the last word of a CQE of 32 bytes"));
        all.add(new Draft("completions", new ColumnValue.Completions(RequestView::completions)).json("completions")
                .is("its CQEs"));
        all.add(number("completionCount", Width.S32, RequestView::completionCount).filter("completions")
                .range(NOT_NEGATIVE).is("how many CQEs it had"));
        all.add(new Draft("sqe", new ColumnValue.Bytes(RequestView::sqe)).where(request -> request.sqeSize() > 0)
                .json("sqe").is("the bytes of the SQE as the kernel took it"));
        all.add(new Draft("pdu", new ColumnValue.Bytes(RequestView::pdu)).where(request -> request.pduSize() > 0)
                .is("what the driver kept with the request when it completed"));
    }

    private static Draft number(String name, Width width, ToLongFunction<RequestView> of) {
        return new Draft(name, new ColumnValue.Numeric(width, false, of));
    }

    private static Draft hex(String name, Width width, ToLongFunction<RequestView> of) {
        return new Draft(name, new ColumnValue.Numeric(width, true, of));
    }

    private static Draft flags(String name, ToIntFunction<RequestView> of, IntFunction<List<String>> names) {
        return new Draft(name, new ColumnValue.Flags(of, names));
    }

    private static Draft text(String name, Function<RequestView, String> of) {
        return new Draft(name, new ColumnValue.Text(of));
    }

    private static Draft meant(String name, Function<ResolvedCommand, Optional<String>> of,
            BiPredicate<ResolvedCommand, String> is) {
        return new Draft(name, new ColumnValue.Meant(of, is));
    }

    private static Draft ring(RingWord word, String name) {
        return number(name, Width.U32, request -> word.of(request.ring().setupFlags(), request.ring().sqEntries(),
                request.ring().cqEntries()))
                .where(request -> word.known(request.ring().sqEntries(), request.ring().cqEntries()))
                .filter(word.path());
    }

    /** A column while its row is read: what a row does not say is nothing, and every request has it. */
    private static final class Draft {
        private final String name;
        private final ColumnValue value;
        private Unit unit = Unit.NONE;
        private Predicate<RequestView> known = RequestColumn::always;
        private Optional<String> key = Optional.empty();
        private Optional<Predicate<RequestView>> told = Optional.empty();
        private List<String> filter = List.of();
        private Optional<NumberRange> range = Optional.empty();

        Draft(String name, ColumnValue value) {
            this.name = name;
            this.value = value;
        }

        Draft in(Unit counted) {
            unit = counted;
            return this;
        }

        Draft where(Predicate<RequestView> has) {
            known = has;
            return this;
        }

        /** A dot stands between an object and its member. */
        Draft json(String itsKey) {
            key = Optional.of(itsKey);
            return this;
        }

        /** A member that lines tell of in other cases than the column is known in. */
        Draft json(String itsKey, Predicate<RequestView> has) {
            told = Optional.of(has);
            return json(itsKey);
        }

        Draft filter(String... names) {
            filter = List.of(names);
            return this;
        }

        Draft range(NumberRange possible) {
            range = Optional.of(possible);
            return this;
        }

        RequestColumn is(String description) {
            return new RequestColumn(name, value, unit, known, key.map(this::member), filter, range, description);
        }

        private Json member(String path) {
            int dot = path.indexOf('.');
            return new Json(dot < 0 ? Optional.empty() : Optional.of(path.substring(0, dot)), path.substring(dot + 1),
                    told.orElse(known));
        }
    }
}
