package dev.ringspect.protocol.inspect.subject;

import java.util.Collection;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import dev.ringspect.protocol.drivercode.DriverCall;
import dev.ringspect.protocol.drivercode.DriverText;
import dev.ringspect.protocol.drivercode.HandlerArm;
import dev.ringspect.protocol.drivercode.flow.DriverSource;
import dev.ringspect.protocol.drivercode.rust.RustSource;
import dev.ringspect.protocol.edit.MemberEdits;
import dev.ringspect.protocol.layout.Abi;
import dev.ringspect.protocol.layout.Counterparts;
import dev.ringspect.protocol.layout.LayoutEngine;
import dev.ringspect.protocol.layout.StructLayout;
import dev.ringspect.protocol.layout.Type;
import dev.ringspect.protocol.model.Command;
import dev.ringspect.protocol.resolve.ProtocolModel;
import dev.ringspect.protocol.syntax.c.CTranslationUnit;
import dev.ringspect.protocol.syntax.rust.RustFile;
import dev.ringspect.protocol.text.Budget;
import dev.ringspect.protocol.text.Language;
import dev.ringspect.protocol.text.Location;
import dev.ringspect.protocol.text.SourceText;
import dev.ringspect.protocol.text.Sources;
import dev.ringspect.protocol.text.TextSearch;

/**
 * What inspections look at: one text, and the structs in it and in what it includes that matter to io_uring commands.
 * Used by one thread.
 */
public final class CheckedSet {
    private static final List<TextSearch> C_WORDS = TextSearch.of("ringspect:", "io_uring_cmd", "io_uring_sqe");
    private static final List<TextSearch> RUST_WORDS = TextSearch.of("cmd_data", "read_pdu", "write_pdu", "FromBytes",
            "AsBytes", "IoUringCmd", "QueuedIoUringCmd", "IoUringTaskWork");
    private static final List<TextSearch> TARGET_WORDS = TextSearch.of("LP64", "ILP32", "__x86_64", "__i386",
            "__arm", "__aarch64", "BITS_PER_LONG", "WORDSIZE", "__SIZEOF_", "_WIDTH__");

    private final SourceText source;
    private final Optional<ProtocolModel> model;
    private final Roles roles;
    private final List<CheckedType> types;
    private final Function<String, Optional<SourceText>> texts;
    private final List<Remark> remarks;
    private final List<ProtocolModel> others;
    private final List<Type.Struct> mirrored;
    private final Optional<DriverSource> driver;
    private final List<HandlerArm> handlerArms;
    private final Optional<RustSource> rust;
    private final Counterparts counterparts;
    private final Map<Abi, List<StructLayout>> layouts = new EnumMap<>(Abi.class);
    private final Map<String, Boolean> asking = new HashMap<>();
    private final Map<String, Optional<SourceText>> read = new HashMap<>();
    private final IdentityHashMap<Type.Struct, Optional<MemberEdits>> edits = new IdentityHashMap<>();
    /** By the layouts that {@link #layouts} gives, each of which is one struct's. */
    private final Map<Abi, IdentityHashMap<StructLayout, Compared>> compared = new EnumMap<>(Abi.class);

    private CheckedSet(SourceText source, Optional<ProtocolModel> model, Roles roles,
            Function<String, Optional<SourceText>> texts, Collection<ProtocolModel> others,
            List<Type.Struct> mirrored,
            Optional<DriverSource> driver, List<HandlerArm> handlerArms, Optional<RustSource> rust,
            Counterparts counterparts) {
        this.counterparts = counterparts;
        this.source = source;
        this.model = model;
        this.roles = roles;
        this.types = List.copyOf(roles.types());
        this.texts = texts;
        this.driver = driver;
        this.handlerArms = List.copyOf(handlerArms);
        this.rust = rust;
        this.remarks = Remark.of(source);
        this.others = List.copyOf(others);
        this.mirrored = List.copyOf(mirrored);
    }

    /** A protocol file alone. */
    public static CheckedSet of(ProtocolModel model) {
        return of(model, List.of(), Sources.disk());
    }

    /**
     * A protocol file with what it imports.
     *
     * @param others the other protocol files that are used beside it
     * @param sources where its imports were read
     */
    public static CheckedSet of(ProtocolModel model, Collection<ProtocolModel> others, Sources sources) {
        Function<String, Optional<SourceText>> imported = uri -> sources.read(uri) instanceof Sources.Read.Found found
                ? Optional.of(found.text())
                : Optional.empty();
        return new CheckedSet(model.source(), Optional.of(model), Roles.of(model, true), imported, others, List.of(),
                Optional.empty(), List.of(), Optional.empty(), model::counterpart);
    }

    /** The other texts whose structs matter to the commands of this one. */
    public Set<String> textsReached() {
        return types.stream().flatMap(type -> type.type().where().stream()).map(Location::source)
                .collect(Collectors.toSet());
    }

    /** Those of {@code others} that the findings in {@code model} depend on: they name the same devices. */
    public static List<ProtocolModel> neighbours(ProtocolModel model, Collection<ProtocolModel> others) {
        return new Neighbours(others).of(model);
    }

    /**
     * A C header or source: the structs that a remark in it marks, those that its driver calls lay over commands, and those
     * that protocol files reach.
     *
     * @param protocols protocol files that may reach its structs, and are used beside it
     */
    public static CheckedSet of(CTranslationUnit unit, Collection<ProtocolModel> protocols) {
        return of(unit, Reaches.of(protocols).of(unit.source()), _ -> false, List.of());
    }

    /** The same by what protocol files say about it. */
    public static CheckedSet of(CTranslationUnit unit, Reach reach) {
        return of(unit, reach, _ -> false, List.of());
    }

    /**
     * The same with what its driver calls reach in headers, and with what driver code elsewhere reaches in it.
     *
     * @param headers which of the unit's headers, by their URI, are inspected with it
     * @param drivers sources that include the unit's file
     */
    public static CheckedSet of(CTranslationUnit unit, Reach reach, Predicate<String> headers,
            Collection<CheckedSet> drivers) {
        SourceText source = unit.source();
        List<Remark> remarks = Remark.of(source);
        Roles roles = new Roles();
        for (Type.Struct struct : unit.structs()) {
            if (unit.unknown(struct).isEmpty() && Roles.isOf(struct, source.uri())) {
                marks(remarks, struct).forEach(role -> roles.add(struct, role));
                reach.of(struct).forEach(role -> roles.add(struct, role));
                drivers.forEach(driver -> driver.roles.of(struct).forEach(role -> roles.add(struct, role)));
            }
        }
        DriverText text = new DriverText(unit.source());
        List<DriverCall> calls = DriverCall.of(unit, text);
        for (DriverCall call : calls) {
            String place = call.type().where().map(Location::source).orElse("");
            if (place.equals(source.uri()) || headers.test(place)) {
                roles.add(call.type(), call.kind().isPayload() ? Role.PAYLOAD : Role.PDU);
            }
        }
        return new CheckedSet(source, Optional.empty(), roles, unit::source, List.of(), List.of(),
                Optional.of(new DriverSource(unit, text, calls, headers)), HandlerArm.of(unit), Optional.empty(),
                unit::counterpart);
    }

    /**
     * A Rust source: the structs that a remark in it marks, and those that its driver calls are made for.
     *
     * @param protocols protocol files whose structs may be the same as ones of this text
     */
    public static CheckedSet of(RustFile file, Collection<ProtocolModel> protocols) {
        return of(file, Reaches.of(protocols).of(file.source()));
    }

    /** The same by what protocol files say about it. */
    public static CheckedSet of(RustFile file, Reach reach) {
        RustSource rust = new RustSource(file);
        List<Remark> remarks = Remark.of(file.source());
        Roles roles = new Roles();
        for (Type.Struct struct : rust.structs()) {
            marks(remarks, struct).forEach(role -> roles.add(struct, role));
        }
        rust.calls("cmd_data").forEach(call -> rust.item(call).flatMap(rust::layout)
                .ifPresent(struct -> roles.add(struct, Role.PAYLOAD)));
        rust.calls("read_pdu", "write_pdu").forEach(call -> rust.item(call).flatMap(rust::layout)
                .ifPresent(struct -> roles.add(struct, Role.PDU)));
        return new CheckedSet(file.source(), Optional.empty(), roles, _ -> Optional.empty(), List.of(),
                reach.mirrored(), Optional.empty(), HandlerArm.ofRust(file.source()), Optional.of(rust),
                Counterparts.SAME);
    }

    /**
     * Whether a C or Rust text itself has a call or a remark that is inspected, found without reading it. What it declares
     * and only protocol files speak of is found with those.
     */
    public static boolean speaksOfCommands(SourceText text) {
        return C_WORDS.stream().anyMatch(word -> word.isIn(text.text()))
                || (!Language.C.isOf(text.uri()) && RUST_WORDS.stream().anyMatch(word -> word.isIn(text.text())));
    }

    private static List<Role> marks(List<Remark> remarks, Type.Struct struct) {
        int at = struct.where().map(Location::span).map(span -> span.start()).orElse(-1);
        return remarks.stream().filter(remark -> remark.covers(at)).flatMap(remark -> role(remark).stream()).toList();
    }

    private static Optional<Role> role(Remark remark) {
        return switch (remark.word()) {
            case "payload" -> Optional.of(remark.words().stream().anyMatch(word -> word.text().equals("sqe128"))
                    ? Role.PAYLOAD_SQE128
                    : Role.PAYLOAD_SQE64);
            case "pdu" -> Optional.of(Role.PDU);
            default -> Optional.empty();
        };
    }

    /** The text that is checked; findings may stand in texts that it includes too. */
    public SourceText source() {
        return source;
    }

    /** What the text declares, where it is a protocol file. */
    public Optional<ProtocolModel> model() {
        return model;
    }

    /** The other protocol files that are used beside a protocol file. */
    public List<ProtocolModel> others() {
        return others;
    }

    /** Structs of protocols that have the name of one that a Rust text declares. */
    public List<Type.Struct> mirrored() {
        return mirrored;
    }

    /** Where C code lays structs over payloads and pdus. */
    public List<DriverCall> driverCalls() {
        return driver.map(DriverSource::calls).orElse(List.of());
    }

    /** The text as a driver's code, where it is C. */
    public Optional<DriverSource> driver() {
        return driver;
    }

    /** What a driver's code does for each command number. */
    public List<HandlerArm> handlerArms() {
        return handlerArms;
    }

    /** The text as Rust, where it is. */
    public Optional<RustSource> rust() {
        return rust;
    }

    /** Whether a struct that the text called {@code uri} declares matters to the commands of this one. */
    public boolean reaches(String uri) {
        return types.stream().anyMatch(type -> Roles.isOf(type.type(), uri));
    }

    /** The payloads by their places, so that one that two texts reach can be told to be one. */
    public List<String> payloadNames() {
        return types.stream().filter(CheckedType::isPayload)
                .map(type -> type.type().where().map(Location::source).orElse("") + " " + type.type().display())
                .toList();
    }

    /** The commands that the text declares or that its driver code knows, each by the text and its name. */
    public List<String> commandNames() {
        Stream<String> names = Stream.concat(Commands.of(this).stream().map(Command::name),
                handlerArms.stream().map(HandlerArm::name));
        return names.map(name -> source.uri() + " " + name).toList();
    }

    /** The structs to inspect; one that lies in another stands before it, as far as the text has it so. */
    public List<CheckedType> types() {
        return types;
    }

    /** What an ABI makes of the structs that programs and the kernel exchange. */
    public List<StructLayout> layouts(Abi abi) {
        return layouts.computeIfAbsent(abi, _ -> {
            LayoutEngine engine = new LayoutEngine(abi);
            return types.stream().filter(CheckedType::isShared)
                    .flatMap(type -> counterparts.of(type.type(), abi).stream()).map(engine::layout).toList();
        });
    }

    /** A struct that programs and the kernel exchange: as the kernel has it, and as other programs do. */
    public record Compared(StructLayout wide, StructLayout narrow) {}

    /**
     * The structs that programs of {@code abi} declare too. Reading the headers for another target takes as long as reading
     * them at all; where nothing can come of it, the types at hand stand for what it would give.
     */
    public List<Compared> compared(Abi abi) {
        IdentityHashMap<StructLayout, Compared> known = narrowed(abi);
        return layouts(Abi.X86_64).stream().map(known::get).filter(Objects::nonNull).toList();
    }

    /** The same for one of the {@link #layouts} of x86_64. */
    public Optional<Compared> compared(StructLayout wide, Abi abi) {
        return Optional.ofNullable(narrowed(abi).get(wide));
    }

    private IdentityHashMap<StructLayout, Compared> narrowed(Abi abi) {
        IdentityHashMap<StructLayout, Compared> known = compared.get(abi);
        if (known == null) {
            known = new IdentityHashMap<>();
            LayoutEngine engine = new LayoutEngine(abi);
            for (StructLayout wide : layouts(Abi.X86_64)) {
                Budget.check();
                Optional<StructLayout> narrow = narrow(wide, abi, engine);
                if (narrow.isPresent()) {
                    known.put(wide, new Compared(wide, narrow.get()));
                }
            }
            compared.put(abi, known);
        }
        return known;
    }

    private Optional<StructLayout> narrow(StructLayout wide, Abi abi, LayoutEngine engine) {
        Optional<StructLayout> near = abi == Abi.ARM
                ? compared(wide, Abi.I386).map(struct -> engine.layout(struct.narrow().type()))
                : Optional.of(engine.layout(wide.type()));
        boolean settled = near.isPresent() && near.get().sameAs(wide) && !asksForTarget(wide.type());
        return settled ? near : counterparts.of(wide.type(), abi).map(engine::layout);
    }

    /** Whether the text that declares {@code type} speaks of the target that it is compiled for. */
    private boolean asksForTarget(Type.Struct type) {
        String uri = type.where().map(Location::source).orElse("");
        return asking.computeIfAbsent(uri, file -> text(file)
                .filter(text -> TARGET_WORDS.stream().anyMatch(word -> word.isIn(text.text()))).isPresent());
    }

    /** The text called {@code uri}, where it is one of these. */
    public Optional<SourceText> text(String uri) {
        return uri.equals(source.uri()) ? Optional.of(source) : read.computeIfAbsent(uri, texts);
    }

    /** Changes of {@code struct} where it is declared; what one finding needed to know of its text, the next one has. */
    public Optional<MemberEdits> edits(Type.Struct struct) {
        return edits.computeIfAbsent(struct, known -> known.where().flatMap(where -> text(where.source()))
                .map(text -> new MemberEdits(text, known)));
    }

    /** The comments of the text that speak to Ringspect. */
    public List<Remark> remarks() {
        return remarks;
    }
}
