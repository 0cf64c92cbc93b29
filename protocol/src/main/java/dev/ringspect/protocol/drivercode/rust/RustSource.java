package dev.ringspect.protocol.drivercode.rust;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

import dev.ringspect.protocol.drivercode.DriverCall;
import dev.ringspect.protocol.layout.Abi;
import dev.ringspect.protocol.layout.Type;
import dev.ringspect.protocol.syntax.rust.RustAnswer;
import dev.ringspect.protocol.syntax.rust.RustCall;
import dev.ringspect.protocol.syntax.rust.RustFile;
import dev.ringspect.protocol.syntax.rust.RustFunction;
import dev.ringspect.protocol.syntax.rust.RustItem;
import dev.ringspect.protocol.syntax.rust.RustTarget;
import dev.ringspect.protocol.syntax.rust.RustType;
import dev.ringspect.protocol.syntax.rust.RustTypes;
import dev.ringspect.protocol.text.SourceText;
import dev.ringspect.protocol.text.Span;

/** A Rust source with the types that its driver calls and its promises are about. */
public final class RustSource {
    private static final Pattern PROMISE = Pattern.compile(
            "\\bunsafe\\s+impl\\s*(?:<[^>{]*>\\s*)?(?:\\w+::)*(FromBytes|AsBytes)\\s+for\\s+((?:\\w+::)*)(\\w+)");

    private final RustFile file;
    private final SourceText code;
    private final RustTypes types;
    private final RustValues values;
    private final Map<List<String>, List<RustCall>> callsByPath;
    private final List<Promise> promises = new ArrayList<>();

    public RustSource(RustFile file) {
        this.file = file;
        this.types = new RustTypes(file, RustTarget.of(Abi.X86_64));
        this.values = new RustValues(file);
        this.callsByPath = file.calls().stream().collect(Collectors.groupingBy(RustCall::path));
        this.code = SourceText.of(file.source().uri(), DriverCall.withoutComments(file.source()));
        Matcher matcher = PROMISE.matcher(code.text());
        while (matcher.find()) {
            Span name = new Span(matcher.start(3), matcher.end(3));
            item(matcher.group(3)).ifPresent(item -> promises
                    .add(new Promise(matcher.group(1), item, name)));
        }
    }

    /** {@code unsafe impl FromBytes for T} or {@code AsBytes}; {@code type} is where it names the type. */
    public record Promise(String trait, RustItem item, Span type) {}

    public SourceText source() {
        return file.source();
    }

    /** The text with blanks in place of comments and of what stands in quotes. */
    public SourceText code() {
        return code;
    }

    public List<RustCall> calls(String... names) {
        return file.calls().stream().filter(call -> List.of(names).contains(call.name())).toList();
    }

    public List<Promise> promises(String trait) {
        return promises.stream().filter(promise -> promise.trait.equals(trait)).toList();
    }

    /** The struct, union or enum of this text that has this name. */
    public Optional<RustItem> item(String name) {
        return values.item(name);
    }

    /** All structs and unions whose layout Rust promises. */
    public List<Type.Struct> structs() {
        return types.declared().stream().flatMap(declared -> struct(declared.answer()).stream()).toList();
    }

    /** The functions that make driver calls. */
    public List<RustFunction> functions() {
        return file.functions();
    }

    /** The calls of a method {@code name} that a function makes. */
    public List<RustCall> calls(RustFunction function, String name) {
        return callsByPath.getOrDefault(function.path(), List.of()).stream().filter(call -> call.name().equals(name))
                .toList();
    }

    /** The name of the type of what a method is called of, where this text alone tells it. */
    public Optional<String> receiver(RustCall call) {
        return values.receiver(call);
    }

    /** Whether a function's result is written with the name {@code type} in it. */
    public boolean answers(RustFunction function, String type) {
        return values.result(function).filter(result -> source().slice(result.span()).contains(type)).isPresent();
    }

    /** The value of a constant that this text declares. */
    public Optional<Long> constant(String name) {
        return types.constant(name);
    }

    /** The name of the type that a call is made for. */
    public Optional<String> typeName(RustCall call) {
        return written(call).map(type -> source().slice(type.span()).strip());
    }

    /** The item that a call is made for, where this text declares it. */
    public Optional<RustItem> item(RustCall call) {
        return written(call).flatMap(values::item);
    }

    /** The type that a call is made for, where its layout is known. */
    public Optional<Type> type(RustCall call) {
        Optional<RustAnswer> answer = written(call).map(type -> types.typeOf(type, call.path()));
        return answer.isPresent() && answer.get() instanceof RustAnswer.Known known
                ? Optional.of(known.type())
                : Optional.empty();
    }

    /** The type of a call: between {@code ::<} and {@code >}, of the {@code let} around it, or of what is passed. */
    private Optional<RustType> written(RustCall call) {
        return call.type().filter(type -> !source().slice(type.span()).equals("_"))
                .or(() -> call.name().equals("write_pdu") ? values.argument(call) : values.expected(call));
    }

    public Optional<Type.Struct> layout(RustItem item) {
        return struct(types.layoutOf(item));
    }

    private static Optional<Type.Struct> struct(RustAnswer answer) {
        return answer instanceof RustAnswer.Known known && known.type().bare() instanceof Type.Struct struct
                ? Optional.of(struct)
                : Optional.empty();
    }
}
