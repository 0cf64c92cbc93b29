package dev.ringspect.protocol.filter;

import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;

import dev.ringspect.protocol.expr.Expr;
import dev.ringspect.protocol.expr.Expression;
import dev.ringspect.protocol.traffic.RequestColumn;
import dev.ringspect.protocol.uapi.Opcode;

/**
 * The part of a filter that the kernel can decide: which opcodes, and which command numbers. It lets through at least
 * what the filter does; nothing named means everything.
 *
 * @param opcodes opcodes that can pass
 * @param cmdOps command numbers that can pass
 */
public record KernelFilter(List<Integer> opcodes, List<Integer> cmdOps) {
    /** Decides nothing. */
    public static final KernelFilter EVERYTHING = new KernelFilter(List.of(), List.of());

    /** As many as the helper's {@code --cmd-ops} takes: {@code MAX_CMD_OPS} of {@code ringspect-helper.h}. */
    static final int MOST_CMD_OPS = 1024;

    public KernelFilter {
        opcodes = List.copyOf(opcodes);
        cmdOps = List.copyOf(cmdOps);
    }

    /**
     * What of {@code filter} can be decided early: comparisons of opcode or cmd_op with constants, joined by &&, or by ||
     * as long as all are about the same of the two.
     *
     * @param names what the names in it mean
     */
    static KernelFilter of(Expr filter, FilterNames names) {
        List<Integer> opcodes = choices(filter, names.meaning(RequestColumn.OPCODE), names);
        List<Integer> cmdOps = choices(filter, names.meaning(RequestColumn.CMD_OP), names);
        if (!cmdOps.isEmpty() && opcodes.isEmpty()) {
            opcodes = List.of(Opcode.URING_CMD.number(), Opcode.URING_CMD128.number());
        }
        return new KernelFilter(opcodes, cmdOps.size() > MOST_CMD_OPS ? List.of() : cmdOps);
    }

    /** The values that {@code names} may have if the filter is to hold; empty when that is not decided. */
    private static List<Integer> choices(Expr filter, List<String> wanted, FilterNames names) {
        if (!(filter instanceof Expr.Binary binary)) {
            return List.of();
        }
        return switch (binary.operator()) {
            case "&&" -> {
                List<Integer> left = choices(binary.left(), wanted, names);
                yield left.isEmpty() ? choices(binary.right(), wanted, names) : left;
            }
            case "||" -> {
                List<Integer> left = choices(binary.left(), wanted, names);
                List<Integer> right = choices(binary.right(), wanted, names);
                if (left.isEmpty() || right.isEmpty()) {
                    yield List.of();
                }
                List<Integer> both = new ArrayList<>(left);
                both.addAll(right);
                yield both.stream().distinct().toList();
            }
            case "==" -> {
                List<Integer> leftIsName = equal(binary.left(), binary.right(), wanted, names);
                yield leftIsName.isEmpty() ? equal(binary.right(), binary.left(), wanted, names) : leftIsName;
            }
            default -> List.of();
        };
    }

    private static List<Integer> equal(Expr name, Expr value, List<String> wanted, FilterNames names) {
        if (name instanceof Expr.Name named && wanted.contains(named.path())) {
            OptionalLong constant = Expression.compile(value, names).expression().map(Expression::constant)
                    .orElse(OptionalLong.empty());
            // Another number than 32 bits can hold never comes; the filter itself sees to that.
            if (constant.isPresent() && constant.getAsLong() >>> Integer.SIZE == 0) {
                return List.of((int) constant.getAsLong());
            }
        }
        return List.of();
    }
}
