package dev.ringspect.server.feature;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

import dev.ringspect.protocol.layout.Abi;
import dev.ringspect.protocol.layout.LayoutEngine;
import dev.ringspect.protocol.layout.StructLayout;
import dev.ringspect.protocol.layout.Type;
import dev.ringspect.protocol.model.Command;
import dev.ringspect.protocol.model.CommandName;
import dev.ringspect.protocol.model.Protocol;
import dev.ringspect.protocol.text.SourceText;
import dev.ringspect.protocol.text.Span;
import dev.ringspect.server.state.Analysis;
import dev.ringspect.server.state.Cancel;
import dev.ringspect.server.state.Snapshot;
import dev.ringspect.server.state.TrafficView.CommandTraffic;
import dev.ringspect.server.state.TrafficView.ValueCount;

/** Sizes above structs; above protocols and commands what was seen of them, and traces to start and stop. */
public final class CodeLenses {
    private final Snapshot at;
    private final List<Lens> lenses = new ArrayList<>();

    private CodeLenses(Snapshot at) {
        this.at = at;
    }

    /** The lenses of {@code text}, as far as the configuration wants them. */
    public static List<Lens> in(Snapshot at, SourceText text, Cancel cancel) {
        CodeLenses found = new CodeLenses(at);
        if (at.configuration().display().layoutLenses()) {
            DeclaredStructs.in(at, text.uri(), cancel).forEach(found::struct);
        }
        cancel.check();
        if (at.configuration().display().trafficLenses()) {
            at.texts().protocolFile(text.uri()).map(Analysis::model).flatMap(model -> model.protocol())
                    .ifPresent(found::protocol);
        }
        return found.lenses;
    }

    private void struct(Type.Struct type) {
        StructLayout layout = new LayoutEngine(Abi.host()).layout(type);
        long holes = layout.holes().stream().mapToLong(StructLayout.Hole::size).sum();
        StringBuilder title = new StringBuilder();
        title.append(bytes(layout.size())).append(", aligned to ").append(layout.align());
        if (holes > 0) {
            title.append(", ").append(bytes(holes)).append(layout.holes().size() == 1 ? " in a hole" : " in holes");
        }
        if (layout.tailPadding() > 0) {
            title.append(", ").append(bytes(layout.tailPadding())).append(" of padding at the end");
        }
        type.where().ifPresent(where -> lenses.add(new Lens(where.span(), title.toString(), Optional.empty())));
    }

    private void protocol(Protocol protocol) {
        add(protocol.where().span(), startOrStop(List.of()));
        for (Command command : protocol.commands()) {
            CommandName name = new CommandName(command.protocol(), command.name());
            CommandTraffic seen = at.traffic().commands().get(name);
            Span span = command.where().span();
            if (seen != null) {
                lenses.add(new Lens(span, counts(seen), Optional.of(new Lens.Action.ShowLast(name))));
            } else if (at.traffic().isTracing()) {
                lenses.add(new Lens(span, "no request yet", Optional.empty()));
            }
            boolean exact = command.mask() == Command.EVERY_BIT;
            add(span, startOrStop(exact ? command.numbers().stream().map(Command.CmdOp::value).toList() : List.of()));
        }
    }

    private Lens.Action startOrStop(List<Long> cmdOps) {
        return at.traffic().isTracing() ? new Lens.Action.StopTraces() : new Lens.Action.StartTrace(cmdOps);
    }

    private void add(Span span, Lens.Action action) {
        String title = switch (action) {
            case Lens.Action.StartTrace _ -> "start trace";
            case Lens.Action.StopTraces _ -> "stop trace";
            case Lens.Action.ShowLast _ -> "show last";
        };
        lenses.add(new Lens(span, title, Optional.of(action)));
    }

    /** {@code 12 requests, 3 failed}; the counts of results are the most frequent ones, so there may be more failures. */
    private static String counts(CommandTraffic seen) {
        long counted = seen.results().stream().mapToLong(ValueCount::count).sum();
        long failed = seen.results().stream().filter(result -> result.value().startsWith("-"))
                .mapToLong(ValueCount::count).sum();
        String requests = seen.seen() == 1 ? "1 request" : String.format("%,d requests", seen.seen());
        String atLeast = counted < seen.seen() ? "at least " : "";
        return requests + (failed == 0 ? "" : ", " + atLeast + String.format("%,d failed", failed));
    }

    private static String bytes(long count) {
        return count == 1 ? "1 byte" : count + " bytes";
    }
}
