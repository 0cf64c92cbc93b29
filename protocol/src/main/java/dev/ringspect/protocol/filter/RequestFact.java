package dev.ringspect.protocol.filter;

import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.function.ToLongFunction;

import dev.ringspect.protocol.model.RingWord;
import dev.ringspect.protocol.traffic.Request;
import dev.ringspect.protocol.traffic.RequestView;

/**
 * A number that every request has, by the names that a filter knows it by.
 *
 * @param names its names
 * @param unsigned whether it is an unsigned 64-bit number
 * @param known whether a request has it
 * @param value the number
 */
record RequestFact(List<String> names, boolean unsigned, Predicate<Request> known, ToLongFunction<Request> value) {
    /** Names of the opcode. */
    static final List<String> OPCODE = List.of("opcode", "op", "sqe.opcode");
    /** Names of a uring_cmd's number. */
    static final List<String> CMD_OP = List.of("cmd_op", "sqe.cmd_op");

    /** All of them, in the order of their slots. */
    static final List<RequestFact> ALL = List.of(
            signed(OPCODE, request -> request.opcode() != RequestView.UNKNOWN_OPCODE, RequestView::opcode),
            signed(CMD_OP, RequestView::isUringCmd, request -> Integer.toUnsignedLong(request.cmdOp())),
            signed(List.of("res", "result", "cqe.res"), RequestView::hasResult, RequestView::res),
            signed(List.of("cqe.flags"), RequestView::hasResult, RequestView::cqeFlags),
            unsigned(List.of("res2", "cqe.big0"), RequestView::isCqe32, RequestView::bigCqe0),
            unsigned(List.of("cqe.big1"), RequestView::isCqe32, RequestView::bigCqe1),
            unsigned(List.of("user_data", "sqe.user_data"), request -> true, RequestView::userData),
            signed(List.of("pid"), request -> true, RequestView::pid),
            signed(List.of("tid"), request -> request.tid() != 0, RequestView::tid),
            signed(List.of("seq"), request -> true, RequestView::seq),
            signed(List.of("latency"), request -> request.latencyNs() != RequestView.NO_TIME, RequestView::latencyNs),
            signed(List.of("completions"), request -> true, RequestView::completionCount),
            signed(List.of("ring.id"), request -> true, request -> request.ring().id()),
            signed(List.of("ring.fd"), request -> request.ring().fd() >= 0, request -> request.ring().fd()),
            ring(RingWord.FLAGS), ring(RingWord.SQ_ENTRIES), ring(RingWord.CQ_ENTRIES), ring(RingWord.SQE128),
            ring(RingWord.SQE_MIXED), ring(RingWord.CQE32), ring(RingWord.CQE_MIXED), ring(RingWord.IOPOLL),
            ring(RingWord.SQPOLL));

    RequestFact {
        names = List.copyOf(names);
    }

    /** The numbers that a name may stand for, both ends included. */
    record Range(long low, long high) {
        /**
         * Whether no number of it stands so to {@code other}.
         *
         * @param unsigned whether both are compared as numbers without a sign
         */
        boolean never(String operator, long other, boolean unsigned) {
            if (unsigned && low < 0 && high >= 0) {
                // as such they are those up to high and those from low on, the least and the greatest among them
                return switch (operator) {
                    case "==" -> other < low || other > high;
                    case "<" -> other == 0;
                    case ">" -> other == -1;
                    default -> false;
                };
            }
            int least = unsigned ? Long.compareUnsigned(low, other) : Long.compare(low, other);
            int most = unsigned ? Long.compareUnsigned(high, other) : Long.compare(high, other);
            return switch (operator) {
                case "==" -> least > 0 || most < 0;
                case "<" -> least >= 0;
                case "<=" -> least > 0;
                case ">" -> most <= 0;
                case ">=" -> most < 0;
                default -> false;
            };
        }
    }

    /** The numbers that the fact with this name may be; empty where all of 64 bits are possible. */
    static Optional<Range> rangeOf(String name) {
        return switch (name) {
            case "opcode", "op", "sqe.opcode" -> Optional.of(new Range(0, 255));
            case "cmd_op", "sqe.cmd_op", "cqe.flags", "ring.flags" -> Optional.of(new Range(0, 0xFFFF_FFFFL));
            case "res", "result", "cqe.res" -> Optional.of(new Range(Integer.MIN_VALUE, Integer.MAX_VALUE));
            case "pid", "tid" -> Optional.of(new Range(0, 1 << 22));
            case "seq", "latency", "completions", "time" -> Optional.of(new Range(0, Long.MAX_VALUE));
            default -> Optional.empty();
        };
    }

    /** The slot of the fact with this name. */
    static Optional<Integer> slotOf(String name) {
        for (int slot = 0; slot < ALL.size(); slot++) {
            if (ALL.get(slot).names.contains(name)) {
                return Optional.of(slot);
            }
        }
        return Optional.empty();
    }

    private static RequestFact ring(RingWord word) {
        return signed(List.of(word.path()),
                request -> word.known(request.ring().sqEntries(), request.ring().cqEntries()),
                request -> word.of(request.ring().setupFlags(), request.ring().sqEntries(),
                        request.ring().cqEntries()));
    }

    private static RequestFact signed(List<String> names, Predicate<Request> known, ToLongFunction<Request> value) {
        return new RequestFact(names, false, known, value);
    }

    private static RequestFact unsigned(List<String> names, Predicate<Request> known, ToLongFunction<Request> value) {
        return new RequestFact(names, true, known, value);
    }
}
