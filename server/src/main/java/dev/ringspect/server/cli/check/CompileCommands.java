package dev.ringspect.server.cli.check;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParseException;
import com.google.gson.JsonParser;
import dev.ringspect.protocol.syntax.c.CConfiguration;
import dev.ringspect.protocol.syntax.c.pp.Ahead;
import dev.ringspect.protocol.syntax.c.pp.SystemHeaders;
import dev.ringspect.protocol.text.RegularFile;
import org.jspecify.annotations.Nullable;

/**
 * How a project compiles its C files, as a {@code compile_commands.json} says it: the folders of their headers, the
 * macros that are defined outside of them, and the headers that are read before them. What a compiler is told beside that does not matter here.
 */
final class CompileCommands {
    /** What such a file is called. */
    static final String NAME = "compile_commands.json";
    /** No file: every text is read as it stands. */
    static final CompileCommands NONE = new CompileCommands();

    private final Map<Path, Flags> byFile = new HashMap<>();
    private final Map<Path, Flags> byFolder = new HashMap<>();

    private CompileCommands() {}

    /** What one command says. */
    private record Flags(List<Path> folders, List<Path> systemFolders, List<String> defines, List<Ahead> macros,
            List<Ahead> headers, boolean withoutSystem) {}

    /** What became of a file of commands. */
    sealed interface Read {
        record Usable(CompileCommands commands) implements Read {}

        /** {@code reason} names the file. */
        record Unusable(String reason) implements Read {}
    }

    /** The largest file of commands that is read, in bytes; a kernel's has some 10 MiB. */
    private static final int LARGEST = 64 << 20;

    /** Reads {@code file}. */
    static Read read(Path file) {
        try {
            JsonElement json = JsonParser
                    .parseString(new String(RegularFile.read(file, LARGEST), StandardCharsets.UTF_8));
            if (!json.isJsonArray()) {
                return unusable(file, "a list of compile commands was expected");
            }
            CompileCommands commands = new CompileCommands();
            Path here = Optional.ofNullable(file.toAbsolutePath().getParent()).orElse(Path.of("/"));
            for (JsonElement entry : json.getAsJsonArray()) {
                if (entry.isJsonObject()) {
                    commands.add(entry.getAsJsonObject(), here);
                }
            }
            return new Read.Usable(commands);
        } catch (IOException | JsonParseException unreadable) {
            return unusable(file, "cannot be read as compile commands: " + why(unreadable));
        }
    }

    private static Read unusable(Path file, String why) {
        return new Read.Unusable(file + ": " + why + "; make it anew, or give another by --compile-commands");
    }

    /** Without the names of the JSON library's classes, and without where to read about it. */
    private static String why(Exception failure) {
        Throwable cause = failure;
        while (!(cause instanceof IOException) && cause.getCause() != null) {
            cause = cause.getCause();
        }
        return cause instanceof IOException unreadable
                ? RegularFile.reason(unreadable).lines().findFirst().orElse("")
                : "it is no JSON that could be followed";
    }

    /**
     * The file of commands that is about {@code path}: in its folder or the nearest above that has one, there or in its
     * {@code build}, as compilers' tools look for it.
     */
    static Optional<Path> nearest(Path path) {
        Path folder = path.toAbsolutePath().normalize();
        while (folder != null) {
            for (Path candidate : List.of(folder.resolve(NAME), folder.resolve("build").resolve(NAME))) {
                if (Files.isRegularFile(candidate)) {
                    return Optional.of(candidate);
                }
            }
            folder = folder.getParent();
        }
        return Optional.empty();
    }

    /**
     * {@code usual} with what is said about {@code file}. A header has no command of its own: it is read as a source beside
     * it is.
     */
    CConfiguration of(Path file, CConfiguration usual) {
        Path path = file.toAbsolutePath().normalize();
        Flags flags = byFile.get(path);
        Path folder = path.getParent();
        while (flags == null && folder != null) {
            flags = byFolder.get(folder);
            folder = folder.getParent();
        }
        if (flags == null) {
            return usual;
        }
        List<Path> folders = new ArrayList<>(usual.includePaths());
        folders.addAll(flags.folders);
        List<Path> system = new ArrayList<>(flags.systemFolders);
        if (!flags.withoutSystem) {
            system.addAll(usual.system().paths());
        }
        List<String> defines = new ArrayList<>(flags.defines);
        defines.addAll(usual.defines());
        // as compilers do, whatever the order in which they are told
        List<Ahead> ahead = new ArrayList<>(flags.macros);
        ahead.addAll(flags.headers);
        return new CConfiguration(usual.abi(), folders, new SystemHeaders(system, usual.system().foreign()), defines,
                ahead, usual.headers());
    }

    private void add(JsonObject entry, Path here) {
        String file = string(entry, "file");
        if (file == null) {
            return;
        }
        try {
            String directory = string(entry, "directory");
            Path base = directory == null ? here : here.resolve(directory);
            Path path = base.resolve(file).normalize();
            Flags flags = flags(words(entry), base);
            byFile.putIfAbsent(path, flags);
            Path folder = path.getParent();
            if (folder != null) {
                byFolder.putIfAbsent(folder, flags);
            }
        } catch (InvalidPathException noPath) {
            // a command for a file that cannot be here says nothing about those that are
        }
    }

    private static @Nullable String string(JsonObject entry, String key) {
        JsonElement value = entry.get(key);
        return value != null && value.isJsonPrimitive() ? value.getAsString() : null;
    }

    private static List<String> words(JsonObject entry) {
        if (entry.get("arguments") instanceof JsonArray arguments) {
            return arguments.asList().stream().filter(JsonElement::isJsonPrimitive).map(JsonElement::getAsString)
                    .toList();
        }
        return ShellWords.of(Optional.ofNullable(string(entry, "command")).orElse(""));
    }

    private static Flags flags(List<String> words, Path base) {
        Flags flags = new Flags(new ArrayList<>(), new ArrayList<>(), new ArrayList<>(), new ArrayList<>(),
                new ArrayList<>(), words.contains("-nostdinc"));
        for (int i = 0; i < words.size(); i++) {
            String word = words.get(i);
            String next = i + 1 < words.size() ? words.get(i + 1) : "";
            switch (word) {
                case "-I", "-iquote" -> flags.folders.add(base.resolve(next).normalize());
                case "-isystem", "-idirafter" -> flags.systemFolders.add(base.resolve(next).normalize());
                case "-D" -> flags.defines.add(next);
                case "-U" -> undefine(flags, next);
                case "-include", "--include" -> flags.headers.add(ahead(next, base, false));
                case "-imacros", "--imacros" -> flags.macros.add(ahead(next, base, true));
                case "-include-pch" -> {
                    // made of a header that an -include names too
                }
                default -> attached(flags, word, base);
            }
        }
        return flags;
    }

    /** A flag with its value in one word. */
    private static void attached(Flags flags, String word, Path base) {
        if (word.startsWith("-I")) {
            flags.folders.add(base.resolve(word.substring(2)).normalize());
        } else if (word.startsWith("-iquote")) {
            flags.folders.add(base.resolve(word.substring(7)).normalize());
        } else if (word.startsWith("-isystem")) {
            flags.systemFolders.add(base.resolve(word.substring(8)).normalize());
        } else if (word.startsWith("-D")) {
            flags.defines.add(word.substring(2));
        } else if (word.startsWith("-U")) {
            undefine(flags, word.substring(2));
        } else if (word.startsWith("--include=") || word.startsWith("-include")) {
            flags.headers.add(ahead(word.replaceFirst("^-(-include=|include)", ""), base, false));
        } else if (word.startsWith("--imacros=") || word.startsWith("-imacros")) {
            flags.macros.add(ahead(word.replaceFirst("^-(-imacros=|imacros)", ""), base, true));
        }
    }

    /** Looked for in the folder in which the compiler is started, then where headers are. */
    private static Ahead ahead(String name, Path base, boolean macrosOnly) {
        Path beside = base.resolve(name).normalize();
        return new Ahead(Files.isRegularFile(beside) ? beside.toAbsolutePath().toString() : name, macrosOnly);
    }

    private static void undefine(Flags flags, String name) {
        flags.defines.removeIf(define -> define.equals(name) || define.startsWith(name + "="));
    }
}
