package dev.ringspect.protocol.layout;

import java.util.List;
import java.util.Locale;
import java.util.Optional;

import dev.ringspect.protocol.layout.StructLayout.Hole;
import dev.ringspect.protocol.layout.StructLayout.MemberLayout;

/** One layout as text: members with their places, and between them holes, bits of no member and ends of cache lines. */
final class LayoutText {
    private static final int NAME_COLUMN = 28;
    private static final int OFFSET_COLUMN = 52;
    /** Of all machines known here. */
    private static final long CACHE_LINE = 64;

    private final StructLayout layout;
    private final String place;
    private final Optional<String> recorded;
    private final StringBuilder out = new StringBuilder();
    private int nextHole;
    private long cacheLine;

    /** @param recorded the machine of a layout that was recorded and not made here */
    LayoutText(StructLayout layout, String place, Optional<String> recorded) {
        this.recorded = recorded;
        this.layout = layout;
        this.place = place;
    }

    String print() {
        out.append(layout.type().display()).append(" {");
        if (!place.isEmpty()) {
            out.append(" /* ").append(place).append(" */");
        }
        out.append('\n');
        members(layout.type(), layout.shown(), 0, 1);
        holesBefore(Long.MAX_VALUE, 1);
        if (layout.tailPadding() > 0) {
            line(1, "/* " + bytes(layout.tailPadding()) + " of tail padding */");
        }
        long hidden = layout.holes().stream().mapToLong(Hole::size).sum();
        long lines = (layout.size() + CACHE_LINE - 1) / CACHE_LINE;
        line(1, String.format(Locale.ROOT, "/* %s: size %d, align %s, members %d, holes %d (%s), tail padding %d%s */",
                recorded.orElse(layout.abi().word()), layout.size(),
                recorded.isEmpty() ? String.valueOf(layout.align()) : "unknown", layout.members().size(),
                layout.holes().size(),
                bytes(hidden), layout.tailPadding(), lines > 1 ? ", cache lines " + lines : ""));
        return out.append("};\n").toString();
    }

    /** @param from bits from the outermost start at which {@code owner} starts */
    private void members(Type.Struct owner, List<MemberLayout> members, long from, int depth) {
        long end = from;
        for (MemberLayout member : members) {
            if (!owner.isUnion()) {
                bitHole(end, member.bitOffset(), depth);
            }
            holesBefore(member.offset(), depth);
            cacheLine(member.offset(), depth);
            Type type = member.member().type();
            if (type instanceof Type.Struct inner && inner.name().isEmpty()) {
                line(depth, type.display() + " {");
                members(inner, member.members(), member.bitOffset(), depth + 1);
                String name = member.member().name();
                place(indent(depth) + "}" + (name.isEmpty() ? "" : " " + name) + ";", member);
            } else {
                place(indent(depth) + Declaration.of(member.member(), NAME_COLUMN - depth * 4), member);
            }
            end = Math.max(end, member.bitOffset() + member.bits());
        }
        if (!owner.isUnion()) {
            bitHole(end, Long.MAX_VALUE, depth);
        }
    }

    /** The rest of the byte in which a bit-field ended, unless {@code next} goes on in it. */
    private void bitHole(long end, long next, int depth) {
        long free = Math.min(next - end, -end & 7);
        if (free > 0) {
            line(depth, "/* " + (free == 1 ? "1 bit" : free + " bits") + " hole at " + end / 8 + ":" + end % 8 + " */");
        }
    }

    private void cacheLine(long offset, int depth) {
        if (offset / CACHE_LINE > cacheLine) {
            cacheLine = offset / CACHE_LINE;
            long past = offset % CACHE_LINE;
            line(depth,
                    "/* --- cache line " + cacheLine + " starts " + (past > 0 ? bytes(past) + " before this" : "here")
                            + ", at " + cacheLine * CACHE_LINE + " --- */");
        }
    }

    private void holesBefore(long offset, int depth) {
        List<Hole> holes = layout.holes();
        while (nextHole < holes.size() && holes.get(nextHole).offset() < offset) {
            Hole hole = holes.get(nextHole++);
            line(depth, "/* " + bytes(hole.size()) + " hole at " + hole.offset() + " */");
        }
    }

    private void place(String declaration, MemberLayout member) {
        out.append(declaration).append(" ".repeat(Math.max(1, OFFSET_COLUMN - declaration.length())));
        String offset = member.member().isBitField()
                ? member.offset() + ":" + member.bitOffset() % 8
                : Long.toString(member.offset());
        out.append(String.format(Locale.ROOT, "/* %5s %5d */%n", offset, member.size()).replace("\r", ""));
    }

    private void line(int depth, String text) {
        out.append(indent(depth)).append(text).append('\n');
    }

    private static String indent(int depth) {
        return "    ".repeat(depth);
    }

    private static String bytes(long count) {
        return count == 1 ? "1 byte" : count + " bytes";
    }
}
