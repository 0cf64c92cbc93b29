package dev.ringspect.protocol.syntax.c.pp;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;

import dev.ringspect.protocol.layout.Abi;
import dev.ringspect.protocol.text.SourceText;
import dev.ringspect.protocol.token.TokenKind;

/** The macros that are there before any file is read: the compiler's own, and stand-ins for those of kernel headers. */
final class Predefined {
    private Predefined() {}

    /** Reads the macros of {@code abi}; takes about a millisecond. */
    static Map<String, Macro> of(Abi abi) {
        Map<String, Macro> macros = new HashMap<>(1024);
        String model = abi.pointerSize() == 8 ? "lp64" : "ilp32";
        for (String name : new String[]{"common", model, abi.word()}) {
            define("predefined/" + name, resource(name + ".h"), false, macros);
        }
        define("fallback", resource("fallback.h"), true, macros);
        return Map.copyOf(macros);
    }

    /** Adds the definitions in {@code text}, which is called {@code builtin:name}. */
    static void define(String name, String text, boolean fallback, Map<String, Macro> macros) {
        PpFile file = new PpFile(SourceText.of(Preprocessor.BUILTIN + name, text));
        for (int i = 0; i < file.size(); i++) {
            if (file.item(i).kind == TokenKind.DIRECTIVE
                    && Macro.read(file.directive(i), fallback) instanceof Macro.Read.Defined(Macro macro)) {
                macros.put(macro.name.text, macro);
            }
        }
    }

    private static String resource(String name) {
        try (InputStream in = Predefined.class.getResourceAsStream(name)) {
            if (in == null) {
                throw new IllegalStateException("the resource " + name + " is missing in this build");
            }
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException unreadable) {
            throw new UncheckedIOException(unreadable);
        }
    }
}
