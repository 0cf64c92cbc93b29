package dev.ringspect.protocol.layout;

import java.util.List;
import java.util.Locale;

import dev.ringspect.protocol.layout.StructLayout.Hole;
import dev.ringspect.protocol.layout.StructLayout.MemberLayout;

/** One layout as text. */
final class LayoutText {
    private static final int NAME_COLUMN = 28;
    private static final int OFFSET_COLUMN = 52;

    private final StructLayout layout;
    private final String place;
    private final StringBuilder out = new StringBuilder();
    private int nextHole;

    LayoutText(StructLayout layout, String place) {
        this.layout = layout;
        this.place = place;
    }

    String print() {
        out.append(layout.type().display()).append(" {");
        if (!place.isEmpty()) {
            out.append(" /* ").append(place).append(" */");
        }
        out.append('\n');
        members(layout.members(), 1);
        holesBefore(Long.MAX_VALUE, 1);
        if (layout.tailPadding() > 0) {
            line(1, "/* " + bytes(layout.tailPadding()) + " of tail padding */");
        }
        long hidden = layout.holes().stream().mapToLong(Hole::size).sum();
        line(1, String.format(Locale.ROOT, "/* %s: size %d, align %d, members %d, holes %d (%s), tail padding %d */",
                layout.abi().word(), layout.size(), layout.align(), layout.members().size(), layout.holes().size(),
                bytes(hidden), layout.tailPadding()));
        return out.append("};\n").toString();
    }

    private void members(List<MemberLayout> members, int depth) {
        for (MemberLayout member : members) {
            holesBefore(member.offset(), depth);
            Type type = member.member().type();
            if (type instanceof Type.Struct inner && inner.name().isEmpty()) {
                line(depth, type.display() + " {");
                members(member.members(), depth + 1);
                String name = member.member().name();
                place(indent(depth) + "}" + (name.isEmpty() ? "" : " " + name) + ";", member);
            } else {
                place(indent(depth) + Declaration.of(member.member(), NAME_COLUMN - depth * 4), member);
            }
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
