package dev.ringspect.protocol.drivercode;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

import dev.ringspect.protocol.syntax.c.body.CFunction;
import dev.ringspect.protocol.syntax.c.body.Phrase;
import dev.ringspect.protocol.text.SourceText;
import org.jspecify.annotations.Nullable;

/** A driver's text as its functions and its tokens, each read when it is first asked for. Used by one thread. */
public final class DriverText {
    private final SourceText source;
    private @Nullable List<CFunction> functions;
    private @Nullable Map<String, CFunction> byName;
    private @Nullable Phrase code;

    public DriverText(SourceText source) {
        this.source = source;
    }

    public SourceText source() {
        return source;
    }

    /** Its functions, as the preprocessor would choose among their texts. */
    public List<CFunction> functions() {
        List<CFunction> made = functions;
        if (made == null) {
            made = CFunction.of(source);
            functions = made;
        }
        return made;
    }

    /** The first function of that name. */
    public Optional<CFunction> function(String name) {
        Map<String, CFunction> made = byName;
        if (made == null) {
            made = new HashMap<>();
            for (CFunction function : functions()) {
                made.putIfAbsent(function.name(), function);
            }
            byName = made;
        }
        return Optional.ofNullable(made.get(name));
    }

    /** All its tokens, whatever the preprocessor would leave out. */
    public Phrase code() {
        Phrase made = code;
        if (made == null) {
            made = CFunction.everything(source);
            code = made;
        }
        return made;
    }
}
