package dev.ringspect.server.feature;

import java.util.List;
import java.util.stream.Collectors;

import dev.ringspect.protocol.layout.Endian;
import dev.ringspect.protocol.layout.Member;
import dev.ringspect.protocol.layout.StructLayout.MemberLayout;
import dev.ringspect.protocol.layout.Type;
import dev.ringspect.protocol.model.FieldMeaning;
import dev.ringspect.protocol.model.TimeUnitWord;
import dev.ringspect.protocol.text.Severity;

/** Members of a layout in Markdown. */
final class MemberText {
    /** Rows of a table that a hover still shows well. */
    static final int MOST_ROWS = 24;

    /** Where the command's bytes begin in an SQE. */
    private static final long COMMAND_START = 48;

    private MemberText() {}

    /** {@code __u32 q[4]}, {@code unsigned int a : 3}. */
    static String declaration(Member member) {
        String type = member.type().display();
        String dimensions = "";
        if (member.type() instanceof Type.Array) {
            int bracket = type.indexOf('[');
            dimensions = type.substring(bracket);
            type = type.substring(0, bracket);
        }
        String bits = member.isBitField() ? " : " + member.bitWidth() : "";
        return type + (member.name().isEmpty() ? "" : " " + member.name()) + dimensions + bits + ";";
    }

    /**
     * Offset, size and alignment of a member as a table.
     *
     * @param inSqe whether its struct is laid over the command's bytes, so that its place in the SQE is known
     */
    static String place(MemberLayout place, int align, boolean inSqe) {
        StringBuilder text = new StringBuilder("| offset | size | alignment |");
        text.append(inSqe ? " SQE bytes |\n" : "\n").append("|---:|---:|---:|").append(inSqe ? "---:|\n" : "\n");
        text.append("| ").append(offset(place)).append(" | ").append(size(place)).append(" | ").append(align)
                .append(" |");
        if (inSqe) {
            long first = COMMAND_START + place.offset();
            long last = COMMAND_START + Math.max(place.offset(), (place.bitOffset() + place.bits() - 1) / 8);
            text.append(" ").append(first == last ? String.valueOf(first) : first + ".." + last).append(" |");
        }
        return text.toString();
    }

    /** What a field's number stands for, as a sentence. */
    static String meaning(FieldMeaning meaning) {
        return switch (meaning) {
            case FieldMeaning.OneOf(Type.EnumType type) -> "one of `" + type.display() + "`";
            case FieldMeaning.FlagsOf(Type.EnumType type) -> "flags of `" + type.display() + "`";
            case FieldMeaning.PointerTo pointer -> "a pointer to `" + pointer.target() + "`"
                    + pointer.capture().map(MemberText::capture).orElse("");
            case FieldMeaning.Errno() -> "an errno";
            case FieldMeaning.Count count -> "as many as `" + count.text() + "` says";
            case FieldMeaning.Text() -> "characters";
            case FieldMeaning.Time(TimeUnitWord unit) -> "a time in " + unit.word();
            case FieldMeaning.Order(Endian endian) ->
                endian == Endian.BIG ? "its highest byte comes first" : "its lowest byte comes first";
            case FieldMeaning.Bits(List<FieldMeaning.BitRange> ranges) -> "its bits are "
                    + ranges.stream().map(range -> "`" + range.name() + "`").collect(Collectors.joining(", "));
            case FieldMeaning.MustBe(long value, Severity severity) ->
                "must be `" + value + "`; anything else is " + weight(severity);
            case FieldMeaning.Within(long low, long high, Severity severity) ->
                "must be `" + low + "` to `" + high + "`; anything else is " + weight(severity);
        };
    }

    private static String capture(FieldMeaning.Capture capture) {
        String when = capture.in() && capture.out()
                ? "when the command is submitted and when it completes"
                : capture.in() ? "when the command is submitted" : "when the command completes";
        return "; a trace may copy " + (capture.bytes() == 1 ? "1 byte" : capture.bytes() + " bytes") + " of it " + when
                + " (declared only: no trace copies it yet)";
    }

    private static String weight(Severity severity) {
        return switch (severity) {
            case ERROR -> "an error";
            case WARNING -> "a warning";
            case INFO -> "worth a note";
        };
    }

    /** A member as the row of a table of offset, size, and declaration. */
    static String row(MemberLayout place) {
        return "| " + offset(place) + " | " + size(place) + " | `" + declaration(place.member()) + "` |\n";
    }

    private static String offset(MemberLayout place) {
        long bit = place.bitOffset() % 8;
        return place.member().isBitField() ? place.offset() + ", bit " + bit : String.valueOf(place.offset());
    }

    private static String size(MemberLayout place) {
        if (place.member().isBitField()) {
            return place.member().bitWidth() == 1 ? "1 bit" : place.member().bitWidth() + " bits";
        }
        return place.size() == 1 ? "1 byte" : place.size() + " bytes";
    }
}
