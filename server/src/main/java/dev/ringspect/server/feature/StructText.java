package dev.ringspect.server.feature;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

import dev.ringspect.protocol.layout.Abi;
import dev.ringspect.protocol.layout.Counterparts;
import dev.ringspect.protocol.layout.LayoutEngine;
import dev.ringspect.protocol.layout.Member;
import dev.ringspect.protocol.layout.StructLayout;
import dev.ringspect.protocol.layout.StructLayout.MemberLayout;
import dev.ringspect.protocol.layout.Type;
import dev.ringspect.protocol.model.Command;
import dev.ringspect.protocol.model.Protocol;
import dev.ringspect.protocol.resolve.ProtocolModel;
import dev.ringspect.server.feature.names.FileNames;

/** Structs and unions in Markdown: how they lie in memory, here and on other machines, and who uses them. */
final class StructText {
    private static final int CACHE_LINE = 64;

    private StructText() {}

    static String of(ProtocolModel model, Type.Struct type) {
        return of(type, uses(model, type), model::counterpart);
    }

    /**
     * @param uses what it is for, a sentence each
     * @param counterparts what it is on other machines
     */
    static String of(Type.Struct type, List<String> uses, Counterparts counterparts) {
        StructLayout layout = new LayoutEngine(Abi.host()).layout(type);
        List<String> parts = new ArrayList<>();
        parts.add("```uring\n" + type.display() + "\n```");
        parts.add(size(layout));
        parts.addAll(uses);
        differences(type, counterparts).ifPresent(parts::add);
        StringBuilder table = new StringBuilder("| offset | size | member |\n|---:|---:|---|\n");
        long line = 0;
        for (MemberLayout member : layout.members()) {
            if (!type.isUnion() && member.offset() / CACHE_LINE > line) {
                line = member.offset() / CACHE_LINE;
                table.append("| | | *cache line ").append(line).append(", from offset ").append(line * CACHE_LINE)
                        .append("* |\n");
            }
            table.append(MemberText.row(member));
        }
        parts.add(table.toString());
        return String.join("\n\n", parts);
    }

    private static String size(StructLayout layout) {
        StringBuilder text = new StringBuilder();
        text.append(layout.size()).append(" bytes, aligned to ").append(layout.align());
        if (layout.size() > CACHE_LINE) {
            text.append(", ").append((layout.size() + CACHE_LINE - 1) / CACHE_LINE).append(" cache lines");
        }
        long inHoles = layout.holes().stream().mapToLong(StructLayout.Hole::size).sum();
        if (inHoles > 0) {
            text.append("; ").append(inHoles).append(" bytes in holes: ").append(layout.holes().stream()
                    .map(hole -> hole.size() + " at offset " + hole.offset()).collect(Collectors.joining(", ")));
        }
        if (layout.tailPadding() > 0) {
            text.append("; ").append(layout.tailPadding()).append(" bytes of padding at the end");
        }
        return text.toString();
    }

    /** The commands whose payload it is, and the structs of the file that hold it. */
    private static List<String> uses(ProtocolModel model, Type.Struct type) {
        List<Command> commands = model.protocol().map(Protocol::commands).orElse(List.of());
        String payloads = commands.stream()
                .filter(command -> command.payload().map(Type.Struct::display).equals(Optional.of(type.display())))
                .map(command -> "`" + command.name() + "`").collect(Collectors.joining(", "));
        String holders = model.structs().stream()
                .filter(struct -> struct.members().stream().anyMatch(member -> FileNames.structOf(member.type())
                        .filter(inner -> inner.display().equals(type.display())).isPresent()))
                .map(struct -> "`" + struct.display() + "`").collect(Collectors.joining(", "));
        List<String> parts = new ArrayList<>();
        if (!payloads.isEmpty()) {
            parts.add("payload of " + payloads);
        }
        if (!holders.isEmpty()) {
            parts.add("part of " + holders);
        }
        return parts;
    }

    /** Where other machines have another size. */
    private static Optional<String> differences(Type.Struct type, Counterparts counterparts) {
        long here = new LayoutEngine(Abi.host()).layout(type).size();
        List<String> others = new ArrayList<>();
        for (Abi abi : Abi.values()) {
            counterparts.of(type, abi).map(there -> new LayoutEngine(abi).sizeOf(there))
                    .filter(size -> abi != Abi.host() && size != here)
                    .ifPresent(size -> others.add(size + " bytes on " + abi.word()));
        }
        return others.isEmpty() ? Optional.empty() : Optional.of("⚠ " + String.join(", ", others));
    }

    /** Where other machines have {@code member} of {@code owner} at another offset, or with another size. */
    static Optional<String> differences(Type.Struct owner, Member member, Counterparts counterparts) {
        Optional<MemberLayout> here = find(new LayoutEngine(Abi.host()).layout(owner).members(), member);
        if (here.isEmpty()) {
            return Optional.empty();
        }
        List<String> others = new ArrayList<>();
        for (Abi abi : Abi.values()) {
            counterparts.of(owner, abi)
                    .flatMap(there -> find(new LayoutEngine(abi).layout(there).members(), member))
                    .filter(there -> there.bitOffset() != here.get().bitOffset() || there.size() != here.get().size())
                    .ifPresent(there -> others
                            .add(abi.word() + ": offset " + there.offset() + ", " + there.size() + " bytes"));
        }
        return others.isEmpty() ? Optional.empty() : Optional.of("⚠ other on " + String.join("; ", others));
    }

    /** The place of {@code member} in a layout. */
    static Optional<MemberLayout> find(List<MemberLayout> members, Member member) {
        for (MemberLayout layout : members) {
            // a member of another machine's struct has another type, and stands at the same place
            if (layout.member().name().equals(member.name()) && layout.member().where().equals(member.where())
                    && (member.where().isPresent() || layout.member().equals(member))) {
                return Optional.of(layout);
            }
            Optional<MemberLayout> inner = find(layout.members(), member);
            if (inner.isPresent()) {
                return inner;
            }
        }
        return Optional.empty();
    }
}
