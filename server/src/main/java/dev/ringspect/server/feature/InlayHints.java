package dev.ringspect.server.feature;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

import dev.ringspect.protocol.layout.Abi;
import dev.ringspect.protocol.layout.LayoutEngine;
import dev.ringspect.protocol.layout.Member;
import dev.ringspect.protocol.layout.StructLayout;
import dev.ringspect.protocol.layout.StructLayout.MemberLayout;
import dev.ringspect.protocol.layout.Type;
import dev.ringspect.protocol.model.Command;
import dev.ringspect.protocol.resolve.ProtocolModel;
import dev.ringspect.protocol.syntax.c.CDeclaration;
import dev.ringspect.protocol.syntax.uring.UringItem;
import dev.ringspect.protocol.text.Location;
import dev.ringspect.protocol.text.SourceText;
import dev.ringspect.protocol.text.Span;
import dev.ringspect.protocol.uapi.IoctlNumber;
import dev.ringspect.server.state.Analysis;
import dev.ringspect.server.state.Cancel;
import dev.ringspect.server.state.Configuration;
import dev.ringspect.server.state.Snapshot;
import dev.ringspect.server.state.Texts;

/** Offsets and sizes after members, padding after the member before it, and what the number of a command is. */
public final class InlayHints {
    private final Snapshot at;
    private final SourceText text;
    private final Span range;
    private final Cancel cancel;
    private final List<Hint> hints = new ArrayList<>();

    private InlayHints(Snapshot at, SourceText text, Span range, Cancel cancel) {
        this.at = at;
        this.text = text;
        this.range = range;
        this.cancel = cancel;
    }

    /** The hints of {@code text} within {@code range}, as far as the configuration wants them. */
    public static List<Hint> in(Snapshot at, SourceText text, Span range, Cancel cancel) {
        InlayHints hints = new InlayHints(at, text, range, cancel);
        Configuration.Display wanted = at.configuration().display();
        if (wanted.layoutHints() || wanted.holeHints()) {
            LayoutEngine engine = new LayoutEngine(Abi.host());
            DeclaredStructs.in(at, text.uri(), cancel).forEach(struct -> hints.members(engine.layout(struct)));
        }
        if (wanted.numberHints()) {
            at.texts().protocolFile(text.uri()).map(Analysis::model).ifPresentOrElse(hints::numbers,
                    hints::numbersOfCommands);
        }
        return hints.hints;
    }

    private void members(StructLayout layout) {
        cancel.check();
        if (at.configuration().display().layoutHints()) {
            members(layout.members());
        }
        if (at.configuration().display().holeHints()) {
            layout.holes().forEach(hole -> before(layout.members(), hole.offset()).ifPresent(member -> add(member,
                    bytes(hole.size()) + " unused", "A hole at offset " + hole.offset()
                            + ": the kernel sees whatever these bytes held")));
            if (layout.tailPadding() > 0 && !layout.members().isEmpty()) {
                add(layout.members().getLast().member(), bytes(layout.tailPadding()) + " of padding",
                        "Padding at the end, up to the size of " + layout.size() + " bytes");
            }
        }
    }

    private void members(List<MemberLayout> members) {
        for (MemberLayout place : members) {
            String first = "@" + place.offset();
            if (place.member().isBitField()) {
                add(place.member(), first + "." + place.bitOffset() % 8 + ", " + bits(place.bits()),
                        "Byte " + place.offset() + ", from bit " + place.bitOffset() % 8
                                + " on, counted from the lowest");
            } else {
                add(place.member(), first + ", " + bytes(place.size()), "Offset and size in the struct, on "
                        + Abi.host().word());
            }
            if (isNested(place.member())) {
                members(place.members());
            }
        }
    }

    /** Whether the type's members stand between braces of the same declaration. */
    private static boolean isNested(Member member) {
        return member.type() instanceof Type.Struct struct && struct.name().isEmpty();
    }

    /** The last member that starts before {@code offset}; a hole within one without a type name is after its member. */
    private static Optional<Member> before(List<MemberLayout> members, long offset) {
        MemberLayout last = null;
        for (MemberLayout member : members) {
            if (member.offset() < offset) {
                last = member;
            }
        }
        if (last == null) {
            return Optional.empty();
        }
        boolean within = isNested(last.member()) && offset < last.offset() + last.size();
        return within ? before(last.members(), offset) : Optional.of(last.member());
    }

    /** Adds a hint after the declaration of {@code member}, where that stands in the text. */
    private void add(Member member, String label, String tooltip) {
        Optional<Location> where = member.where().filter(place -> Texts.areSame(place.source(), text.uri()));
        where.ifPresent(place -> add(endOfDeclaration(place.span().end()), label, tooltip));
    }

    private int endOfDeclaration(int from) {
        int depth = 0;
        for (int i = from; i < text.length(); i++) {
            char c = text.text().charAt(i);
            if (depth == 0 && (c == ';' || c == ',')) {
                return i + 1;
            }
            depth += "([{".indexOf(c) >= 0 ? 1 : ")]}".indexOf(c) >= 0 ? -1 : 0;
            if (depth < 0) {
                break;
            }
        }
        return from;
    }

    private void numbers(ProtocolModel model) {
        for (UringItem item : model.file().items()) {
            if (item instanceof UringItem.Declaration declared
                    && declared.declaration() instanceof CDeclaration.Define define && define.value().isPresent()
                    && text.slice(define.span()).contains("_IO")) {
                Long value = model.constants().get(define.name().text());
                if (value != null) {
                    int end = text.lineSpan(text.lineOf(define.span().end())).end();
                    add(end, "= " + hex(value), meaning(value));
                }
            }
        }
        model.protocol().ifPresent(protocol -> protocol.commands().forEach(command -> command.numbers()
                .forEach(this::number)));
    }

    /** The numbers of commands in the C or Rust text that declares them. */
    private void numbersOfCommands() {
        for (CommandNumber number : CommandNumber.in(at, text.uri(), cancel)) {
            Span line = text.lineSpan(text.lineOf(number.where().span().start()));
            boolean plain = text.slice(new Span(number.where().span().end(), line.end())).strip()
                    .matches("\\(?\\w+\\)?");
            if (!plain) {
                add(line.end(), "= " + hex(number.value()), meaning(number.value()));
            }
        }
    }

    private void number(Command.CmdOp number) {
        boolean plain = Character.isDigit(number.text().isEmpty() ? ' ' : number.text().charAt(0));
        IoctlNumber parts = IoctlNumber.of((int) number.value());
        boolean ioctl = parts.direction() != 0 && parts.type() != 0;
        if (plain && ioctl) {
            add(number.where().span().end(), "= " + parts, meaning(number.value()));
        } else if (!plain) {
            add(number.where().span().end(), "= " + hex(number.value()), meaning(number.value()));
        }
    }

    private static String meaning(long value) {
        return Long.toUnsignedString(value & 0xFFFF_FFFFL) + ", as an ioctl number " + IoctlNumber.of((int) value);
    }

    private void add(int offset, String label, String tooltip) {
        if (range.touches(offset)) {
            hints.add(new Hint(offset, label, tooltip));
        }
    }

    private static String bytes(long count) {
        return count == 1 ? "1 byte" : count + " bytes";
    }

    private static String bits(long count) {
        return count == 1 ? "1 bit" : count + " bits";
    }

    private static String hex(long value) {
        return String.format("0x%x", value & 0xFFFF_FFFFL);
    }
}
